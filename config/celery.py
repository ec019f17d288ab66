"""The Celery application. Tasks live in ``tasks.py`` of each Django folder; settings in ``config/settings.py``
(``CELERY_...``).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("clearband")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
