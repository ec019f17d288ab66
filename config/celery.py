"""The Celery application. Tasks live in ``tasks.py`` of each Django folder; settings in ``config/settings.py``
(``CELERY_...``).
"""

import logging
import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, setup_logging
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("clearband")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A task's log lines carry the request id of the page that enqueued it.
app.steps["worker"].add(DjangoStructLogInitStep)


@celeryd_init.connect
@setup_logging.connect
def log_as_everybody_does(**_: Any) -> None:
    """Instead of Celery's own way, which writes plain text; from the first line on, which warns whoever is root."""
    logging.captureWarnings(True)
    dictConfig(settings.LOGGING)
