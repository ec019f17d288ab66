"""What runs outside requests. Every task may run twice, late, or never: the database says what is due."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import structlog
from celery import shared_task
from django.conf import settings
from django.db.models.functions import Now

from auctions.demonstration import simulated_people
from auctions.drafts import rehearsing
from auctions.fan_out import SOLVE_PART, over_workers
from auctions.formats.registry import format_named
from auctions.heartbeat import note_tick
from auctions.models import Auction, ProposalStatus, Round, Solve
from auctions.second_process import SecondMethodFailed, by_another_method
from auctions.services import certification, determination
from auctions.services.proposals import mark_overtaken
from auctions.services.rounds import close_overdue_round
from auctions.signs_of_life import signs_of_life
from winner_determination import Case, read_case, read_task, solution_document, solve_task, standing_document
from winner_determination.progress import Tell

log = structlog.get_logger(__name__)


@shared_task(name="auctions.tasks.tick", ignore_result=True)
def tick() -> None:
    """Wake what is due: overdue rounds, proposals that were overtaken, solves whose worker is gone, the demonstrations'
    simulated people.

    One auction in trouble does not keep the others waiting.
    """
    for overdue in Round.objects.filter(closed_at=None, paused_at=None, deadline__lte=Now()).select_related("auction"):
        with _in_spite_of_trouble(overdue.auction):
            close_overdue_round(round=overdue)
    for auction in Auction.objects.filter(proposals__status=ProposalStatus.OPEN).distinct():
        with _in_spite_of_trouble(auction):
            mark_overtaken(auction=auction)
    determination.restart_silent_solves()
    for auction in simulated_people.running():
        with _in_spite_of_trouble(auction):
            simulated_people.play(auction)
    note_tick()


@shared_task(name=determination.DETERMINE_WINNERS, ignore_result=True)
def determine_winners(solve_id: int) -> None:
    """Answer a solve's question and record the result.

    A second run of a solve that is done, or being done, ends at once.
    """
    solve = determination.start_solve(solve_id=solve_id)
    if solve is None:
        return
    with signs_of_life(solve_id) as tell:
        try:
            result = format_named(solve.auction.format).determine(
                determination.question_of(solve),
                run=over_workers if settings.SOLVE_PARTS_ELSEWHERE else map,
                watch=lambda standing: tell(standing_document(standing)),
            )
        except Exception as error:
            log.exception("solve_failed", solve=solve_id)
            determination.fail_solve(solve_id=solve_id, error=f"{type(error).__name__}: {error}")
            return
    determination.finish_solve(solve_id=solve_id, result=result)


@shared_task(name=certification.VERIFY_RESULT, ignore_result=True)
def verify_result(solve_id: int) -> None:
    """Compute a result again by another method, in a process that is ended when its time is up.

    A second run of a verification that is done, or being done, ends at once.
    """
    solve = certification.start_verification(solve_id=solve_id)
    if solve is None:
        return
    with signs_of_life(solve_id) as tell:
        found = _verified(solve, tell)
    certification.finish_verification(solve_id=solve_id, found=found)


@shared_task(name=rehearsing.REHEARSE, ignore_result=True)
def rehearse(rehearsal_id: int) -> None:
    """Have simulated bidders play a draft."""
    rehearsing.play_rehearsal(rehearsal_id=rehearsal_id)


@shared_task(name=SOLVE_PART)
def solve_part(case: str, task: dict[str, Any]) -> dict[str, Any]:
    """One of the independent solves of a computation that another worker has in hand; ``case`` is JSON text."""
    return solution_document(solve_task(read_task(_case_of(case), task)))


def _verified(solve: Solve, tell: Tell) -> dict[str, Any]:
    """What another method found; ``{"error"}`` where that was nothing."""
    try:
        return by_another_method(solve.case, solve.result or {}, seconds=settings.VERIFY_WITHIN, tell=tell)
    except (SecondMethodFailed, OSError) as error:
        log.warning("verification_failed", solve=solve.pk, error=str(error))
        return {"error": str(error)}


@lru_cache(maxsize=2)
def _case_of(text: str) -> Case:
    """The case, kept for the other solves of the same computation."""
    return read_case(json.loads(text))


@contextmanager
def _in_spite_of_trouble(auction: Auction) -> Iterator[None]:
    try:
        yield
    except Exception:
        log.exception("tick_failed", auction=auction.slug)
