"""Independent solves of one computation, spread over Celery workers, and their solutions in order as they come back.

The same solves give the same solutions wherever they run, so nothing depends on who did what: where the queue or a
worker fails, the solve is done here.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Any

import structlog
from celery import current_app
from celery.exceptions import CeleryError
from celery.result import allow_join_result
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from winner_determination import Solution, Task, case_document, read_solution, task_document

SOLVE_PART = "auctions.tasks.solve_part"
LONGEST_WAIT = 600.0  # seconds for one batch; then it is solved here

log = structlog.get_logger(__name__)


def over_workers(solve: Callable[[Task], Solution], tasks: Iterable[Task]) -> Iterator[Solution]:
    """Like ``map``: one message of the queue ``parts`` a task; a single task is solved here."""
    listed = list(tasks)
    if len(listed) < 2:
        yield from map(solve, listed)
        return
    came_back = 0
    try:
        for answer in _answers(listed):
            yield read_solution(answer)
            came_back += 1
    except (CeleryError, KombuError, RedisError, OSError) as error:
        log.warning("fan_out_failed", error=f"{type(error).__name__}: {error}", tasks=len(listed) - came_back)
        yield from map(solve, listed[came_back:])


def _answers(tasks: list[Task]) -> Iterator[dict[str, Any]]:
    """What the workers answer, in order. Raises the errors of the queue, and of the workers."""
    case, until = json.dumps(case_document(tasks[0].case)), monotonic() + LONGEST_WAIT
    parts = [
        current_app.send_task(SOLVE_PART, args=(case, task_document(task)), expires=LONGEST_WAIT) for task in tasks
    ]
    for part in parts:
        with allow_join_result():
            answer: dict[str, Any] = part.get(timeout=max(until - monotonic(), 0))
        yield answer
