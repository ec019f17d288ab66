"""Independent solves of one computation, spread over Celery workers.

The same solves give the same solutions wherever they run, so nothing depends on who did what: where the queue or a
worker fails, the solve is done here.
"""

import json
from collections.abc import Callable, Iterable

import structlog
from celery import current_app, group
from celery.exceptions import CeleryError
from celery.result import allow_join_result
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from winner_determination import Solution, Task, case_document, read_solution, task_document

SOLVE_PART = "auctions.tasks.solve_part"
LONGEST_WAIT = 600.0  # seconds for one batch; then it is solved here

log = structlog.get_logger(__name__)


def over_workers(solve: Callable[[Task], Solution], tasks: Iterable[Task]) -> list[Solution]:
    """Like ``map``: one message of the queue ``parts`` a task; a single task is solved here."""
    listed = list(tasks)
    if len(listed) < 2:
        return [solve(task) for task in listed]
    case = json.dumps(case_document(listed[0].case))
    parts = group(
        current_app.signature(SOLVE_PART, args=(case, task_document(task)), expires=LONGEST_WAIT) for task in listed
    )
    try:
        with allow_join_result():
            answers = parts.apply_async().get(timeout=LONGEST_WAIT)
    except (CeleryError, KombuError, RedisError, OSError) as error:
        log.warning("fan_out_failed", error=f"{type(error).__name__}: {error}", tasks=len(listed))
        return [solve(task) for task in listed]
    return [read_solution(answer) for answer in answers]
