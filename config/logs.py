"""How every process of Clearband writes its log: one JSON object a line on standard error.

Nothing of Django is loaded here: gunicorn's first process, which loads none of it, writes its lines by this as well.
"""

from typing import Any

import structlog

STEPS: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)


def configure_structlog() -> None:
    structlog.configure(
        processors=[*STEPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def json_lines(level: str) -> dict[str, Any]:
    """For ``logging.config.dictConfig``: everything from ``level`` up, whichever library it comes from."""
    to_root: dict[str, Any] = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": STEPS,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": to_root,
            "django.server": to_root,
            "gunicorn.error": to_root,
            # Refusals are said by config.request_log, with the request's number, which is gone by then.
            "django.request": {"level": "ERROR"},
            # Would write what a task returned: amounts; structlog says that it ended.
            "celery.app.trace": {"level": "WARNING"},
        },
    }
