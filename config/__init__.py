"""The only room that knows everything: settings, addresses, the Celery application and how the servers are started."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
