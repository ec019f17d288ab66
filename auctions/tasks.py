"""What runs outside requests. Every task may run twice, late, or never: the database says what is due."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import Event, Thread
from typing import Any

import structlog
from celery import shared_task
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from auctions.demonstration import simulated_people
from auctions.fan_out import SOLVE_PART, over_workers
from auctions.formats.registry import format_named
from auctions.models import Auction, ProposalStatus, Round, Solve
from auctions.services import certification, determination
from auctions.services.proposals import mark_overtaken
from auctions.services.rounds import close_overdue_round
from winner_determination import Case, read_case, read_task, solution_document, solve_task

SIGN_OF_LIFE_EVERY = 5.0  # seconds

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


@shared_task(name=determination.DETERMINE_WINNERS, ignore_result=True)
def determine_winners(solve_id: int) -> None:
    """Answer a solve's question and record the result.

    A second run of a solve that is done, or being done, ends at once.
    """
    solve = determination.start_solve(solve_id=solve_id)
    if solve is None:
        return
    with _signs_of_life(solve_id):
        try:
            run = over_workers if settings.SOLVE_PARTS_ELSEWHERE else map
            result = format_named(solve.auction.format).determine(determination.question_of(solve), run=run)
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
    with _signs_of_life(solve_id):
        found = _by_another_method(solve, seconds=settings.VERIFY_WITHIN)
    certification.finish_verification(solve_id=solve_id, found=found)


@shared_task(name=SOLVE_PART)
def solve_part(case: str, task: dict[str, Any]) -> dict[str, Any]:
    """One of the independent solves of a computation that another worker has in hand; ``case`` is JSON text."""
    return solution_document(solve_task(read_task(_case_of(case), task)))


def _by_another_method(solve: Solve, *, seconds: int) -> dict[str, Any]:
    """What ``auctions.second_method`` prints; ``{"error"}`` where it found nothing in time."""
    command = [sys.executable, "-m", "auctions.second_method"]
    asked = json.dumps({"case": solve.case, "result": solve.result})
    try:
        ended = subprocess.run(  # noqa: S603 (our own command, no shell)
            command, input=asked, capture_output=True, text=True, timeout=seconds, check=True, cwd=settings.BASE_DIR
        )
    except subprocess.TimeoutExpired:
        return {"error": f"It was not verified within {seconds} seconds."}
    except (subprocess.CalledProcessError, OSError) as error:
        said = getattr(error, "stderr", None) or str(error)
        log.warning("verification_failed", solve=solve.pk, error=said)
        return {"error": said.strip().splitlines()[-1]}
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


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


@contextmanager
def _signs_of_life(solve_id: int) -> Iterator[None]:
    """Tell the database every few seconds that this worker is alive."""
    done = Event()

    def tell() -> None:
        while not done.wait(SIGN_OF_LIFE_EVERY):
            determination.keep_alive(solve_id=solve_id)
        connection.close()

    thread = Thread(target=tell, name=f"solve-{solve_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
