"""What runs outside requests; it may run twice or never."""

import structlog
from celery import shared_task

from bidders.housekeeping import tidy_up

log = structlog.get_logger(__name__)


@shared_task(name="bidders.tasks.tidy_up_daily", ignore_result=True)
def tidy_up_daily() -> None:
    log.info("tidied_up", **tidy_up())
