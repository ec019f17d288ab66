"""A time limit that holds: the solve runs in a process of its own, which is killed when time is up.

Solvers overrun the limits they are given, and a limit inside the solver makes the same input end differently from one
machine to the next. Here a solve either ends as it would without a limit, or its best allocation so far is told as
what it is: not proved, with a bound, without prices.
"""

import multiprocessing
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from time import monotonic

from winner_determination.case import Case
from winner_determination.errors import TimeLimitReached, WinnerDeterminationError
from winner_determination.progress import Standing, Watch, unwatched
from winner_determination.result import Result, result_of, solve
from winner_determination.winners import allocation_in_hand

Message = Standing | Result | WinnerDeterminationError


def solve_within(case: Case, seconds: float, *, watch: Watch = unwatched) -> Result:
    """``solve(case)``, for at most ``seconds`` of wall time (start of the process included).

    When time is up: the best allocation in hand, ``stopped_while`` telling what was not finished. Prices are left out
    together, never half. Raises TimeLimitReached where no allocation is in hand, or the process ended by itself
    (killed, or out of memory), and the errors of ``solve``.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_solve_and_tell, args=(case, sender), daemon=True)
    process.start()
    sender.close()
    try:
        return _await(case, receiver, monotonic() + seconds, watch)
    except EOFError as error:
        raise TimeLimitReached("the process of the solve ended before it had a result") from error
    finally:
        process.kill()
        process.join()


def _await(case: Case, receiver: Connection, deadline: float, watch: Watch) -> Result:
    standing: Standing | None = None
    while receiver.poll(max(deadline - monotonic(), 0)):
        message: Message = receiver.recv()
        if isinstance(message, Result):
            return message
        if isinstance(message, WinnerDeterminationError):
            raise message
        standing = message
        watch(standing)
    if standing is None:
        raise TimeLimitReached("no allocation was found within the time limit")
    return _unfinished(case, standing)


def _unfinished(case: Case, standing: Standing) -> Result:
    return replace(result_of(case, allocation_in_hand(case, standing), None), stopped_while=standing.stage)


def _solve_and_tell(case: Case, sender: Connection) -> None:
    tell: Callable[[Message], None] = sender.send
    try:
        tell(solve(case, watch=tell))
    except WinnerDeterminationError as error:
        tell(error)
