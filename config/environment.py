"""The process's environment, read strictly: what is missing or unreadable stops the start with a sentence that says
what to set.

``django-environ`` takes any text but ``true`` and friends for false and leaves a missing file to its caller; here
both are refused.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

ON = frozenset({"1", "true", "on", "yes"})
OFF = frozenset({"0", "false", "off", "no", ""})

HOW = "see docs/operations.md; `make demo` starts Clearband with servers of its own"

env = environ.Env()


def required(name: str) -> str:
    """The value of ``name`` or ``name_FILE``. Raises ImproperlyConfigured as ``given``, and where there is none."""
    value = given(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set ({HOW})")
    return value


def given(name: str) -> str:
    """The value of ``name``, or the content of the file that ``name_FILE`` names (secrets of Docker, Kubernetes,
    systemd); empty where neither is set.

    Raises ImproperlyConfigured when both are set or the file cannot be read.
    """
    value, file = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if value is not None and file is not None:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: set one of them")
    if file is not None:
        try:
            value = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {file}, which cannot be read ({error.strerror})") from error
    return value or ""


def switch(name: str, *, default: bool = False) -> bool:
    """A yes-or-no setting. Raises ImproperlyConfigured for anything but 1/0, true/false, on/off, yes/no."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in ON:
        return True
    if value.lower() in OFF:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0")


def whole_number(name: str, *, default: int, least: int) -> int:
    """A whole number, at least ``least``. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number, at least {least}")
    return int(value)


def secret_key() -> str:
    """SECRET_KEY, which must be long enough that nobody guesses it."""
    return _long_enough("SECRET_KEY", required("SECRET_KEY"), 50)


def token(name: str) -> str:
    """A secret that may be left out; one that is given must not be guessable."""
    value = given(name)
    return _long_enough(name, value, 20) if value else ""


def database() -> dict[str, Any]:
    """DATABASE_URL as Django wants it. Raises ImproperlyConfigured unless it names a PostgreSQL database."""
    url = required("DATABASE_URL")
    if urlsplit(url).scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgres://: Clearband runs on PostgreSQL only")
    settings = dict(env.db_url_config(url))
    if not settings.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL names no database: postgres://USER:PASSWORD@HOST:PORT/NAME")
    settings["HOST"] = unquote(settings["HOST"])  # a socket's folder in libpq's spelling: %2Frun%2Fpostgresql
    return settings


def redis_urls() -> tuple[str, str]:
    """REDIS_URL in the two spellings its readers want: ``(for Celery, for redis-py)``.

    They differ for a Unix socket only: ``redis+socket:///run/redis.sock?virtual_host=0`` and
    ``unix:///run/redis.sock?db=0``. Raises ImproperlyConfigured for another scheme.
    """
    url = required("REDIS_URL")
    parts = urlsplit(url)
    if parts.scheme in {"redis", "rediss"}:
        return url, url
    if parts.scheme not in {"redis+socket", "unix"}:
        raise ImproperlyConfigured("REDIS_URL must start with redis://, rediss:// or redis+socket://")
    query = parse_qs(parts.query)
    number = (query.get("virtual_host") or query.get("db") or ["0"])[0]
    celery = f"redis+socket://{parts.path}?{urlencode({'virtual_host': number})}"
    return celery, f"unix://{parts.path}?{urlencode({'db': number})}"


def _long_enough(name: str, value: str, least: int) -> str:
    if len(value) < least:
        raise ImproperlyConfigured(f"{name} has {len(value)} characters: at least {least} random ones are needed")
    return value
