"""The Celery application. Tasks live in ``tasks.py`` of each Django folder; settings in ``config/settings.py``
(``CELERY_...``).
"""

import os

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("clearband")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A task's log lines carry the request id of the page that enqueued it.
app.steps["worker"].add(DjangoStructLogInitStep)
