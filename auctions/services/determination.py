"""Computing an outcome: asked for under the lock, done by a worker outside any transaction, recorded under the lock
again.

A computation may take minutes and its worker may be killed. So the question is frozen in a Solve with the hash of its
input; the worker gives signs of life; one that stays silent is started again; and a result is recorded only while the
auction still asks that question.
"""

from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from auctions import locks
from auctions.errors import StepRefused
from auctions.formats.contract import ActRefused, Determination, RecordResult
from auctions.history import history_of
from auctions.models import Auction, Solve, SolveStatus, VerificationStatus
from auctions.record import REVEAL_SEED, EntryKind, write
from auctions.services.authority import require_officer
from auctions.services.certification import SILENT_AFTER, UNDER_WAY, hand_over, queue_verification
from auctions.services.decisions import decide
from auctions.services.standing import require_opened
from bidders.models import Seat
from journal.canonical import digest
from journal.chain import instant
from journal.locks import database_time
from winner_determination.documents import DocumentError

DETERMINE_WINNERS = "auctions.tasks.determine_winners"  # by name: the tasks build on the services, not the reverse
ACTIVE = (SolveStatus.QUEUED, SolveStatus.RUNNING)

log = structlog.get_logger(__name__)


@transaction.atomic(durable=True)
def request_determination(*, auction: Auction, by: Seat | None) -> Solve:
    """Have the outcome that is due computed; the worker starts once this is committed.

    1. Hold the auction's lock.  2. Reveal the committed seed if the rules wait for it.  3. Freeze the question.  4.
    Enqueue on commit. Asking again while the same question is being computed returns the same solve.

    Raises NotAnOfficer; StepRefused where nothing is due.
    """
    require_officer(auction, by)
    locks.while_moving_on(auction)
    require_opened(auction)
    _reveal_seed_if_due(auction, by)
    history = history_of(auction)
    due = history.format.determination(history.state)
    if due is None:
        raise StepRefused("No computation is due now.")
    input_hash = digest(due.case)
    active = Solve.objects.filter(auction=auction, status__in=ACTIVE).first()
    if active is not None and active.input_hash == input_hash:
        return active
    if active is not None:
        _end(active, SolveStatus.FAILED, error="The auction has moved on; another question took its place.")
    solve = Solve.objects.create(
        auction=auction,
        stage=due.stage,
        input_hash=input_hash,
        case=dict(due.case),
        heard_from_at=database_time(),
    )
    _enqueue(solve)
    return solve


@transaction.atomic(durable=True)
def start_solve(*, solve_id: int) -> Solve | None:
    """Take a solve to work on it; None where it is done, or another worker is at it and alive."""
    solve = Solve.objects.get(pk=solve_id)
    locks.while_solving(solve)
    now = database_time()
    solve.refresh_from_db()
    alive = solve.status == SolveStatus.RUNNING and now - solve.heard_from_at < SILENT_AFTER
    if solve.status not in ACTIVE or alive:
        return None
    solve.status, solve.progress, solve.started_at, solve.heard_from_at = SolveStatus.RUNNING, {}, now, now
    solve.save(update_fields=["status", "progress", "started_at", "heard_from_at"])
    return solve


def keep_alive(*, solve_id: int, progress: dict[str, Any] | None = None) -> None:
    """The worker's sign of life, while it computes and while it verifies; with how far it is, where it knows."""
    at_work = Q(status=SolveStatus.RUNNING) | Q(verification_status=VerificationStatus.RUNNING)
    known = {} if progress is None else {"progress": progress}
    Solve.objects.filter(at_work, pk=solve_id).update(heard_from_at=Now(), **known)


@transaction.atomic(durable=True)
def finish_solve(*, solve_id: int, result: dict[str, Any]) -> Solve:
    """Record a result as an act, if the auction still asks the question that was answered, and have it verified.

    1. Hold the auction's lock and the solve's.  2. Compare the hash of the question due now.  3. Ask the format.  4.
    Journal and store; the verification starts once that is committed.
    """
    solve = Solve.objects.select_related("auction").get(pk=solve_id)
    auction = solve.auction
    locks.while_moving_on(auction)
    locks.while_solving(solve)
    solve.refresh_from_db()
    if solve.status not in ACTIVE:
        return solve
    history = history_of(auction)
    due = history.format.determination(history.state)
    if due is None or due.stage != solve.stage or digest(due.case) != solve.input_hash:
        return _end(
            solve,
            SolveStatus.FAILED,
            error="The auction has moved on: this is the answer to a question it no longer asks.",
        )
    act = RecordResult(stage=solve.stage, result=result, at=instant(database_time()))
    try:
        history.format.apply(history.state, act)
    except (ActRefused, DocumentError) as error:
        return _end(solve, SolveStatus.FAILED, error=f"The result does not fit: {error}")
    write(auction, EntryKind.RESULT_RECORDED, by=None, act=act, input_hash=solve.input_hash)
    solve.result = result
    _end(solve, SolveStatus.DONE)
    queue_verification(solve)
    solve.save(update_fields=["verification_status", "verification", "heard_from_at"])
    return solve


@transaction.atomic(durable=True)
def fail_solve(*, solve_id: int, error: str) -> None:
    """Note that the computation itself failed; an officer may ask for it again."""
    solve = Solve.objects.get(pk=solve_id)
    locks.while_solving(solve)
    solve.refresh_from_db()
    if solve.status in ACTIVE:
        _end(solve, SolveStatus.FAILED, error=error)


@transaction.atomic(durable=True)
def restart_silent_solves() -> int:
    """Enqueue again what a dead worker, or a queue that lost its memory, left behind, computations and verifications.
    Returns how many.
    """
    silent = Solve.objects.filter(heard_from_at__lt=Now() - SILENT_AFTER).select_for_update(skip_locked=True)
    computing, verifying = silent.filter(status__in=ACTIVE), silent.filter(verification_status__in=UNDER_WAY)
    restarted = [*computing, *verifying.filter(status=SolveStatus.DONE)]
    for solve in restarted:
        log.warning("solve_restarted", solve=solve.pk, auction=solve.auction_id)
        solve.heard_from_at = database_time()
        if solve.status in ACTIVE:
            solve.status, solve.progress = SolveStatus.QUEUED, {}
            _enqueue(solve)
        else:
            solve.verification_status = VerificationStatus.QUEUED
            hand_over(solve)
        solve.save(update_fields=["status", "progress", "verification_status", "heard_from_at"])
    return len(restarted)


def question_of(solve: Solve) -> Determination:
    """The frozen question, as the format takes it."""
    return Determination(stage=solve.stage, case=solve.case)


def _reveal_seed_if_due(auction: Auction, by: Seat | None) -> None:
    history = history_of(auction)
    due = any(step.decision == REVEAL_SEED for step in history.format.next_steps(history.state))
    if due and not auction.seed:
        raise StepRefused(
            "The seed that the rulebook committed to must be revealed first; the platform was not given it."
        )
    if due:
        decide(auction, by=by, decision=REVEAL_SEED, body={"seed": auction.seed})


def _enqueue(solve: Solve) -> None:
    """Hand the solve to a worker once this is committed. Where the queue does not answer, ``tick`` tries again."""
    transaction.on_commit(lambda: current_app.send_task(DETERMINE_WINNERS, args=[solve.pk]), robust=True)


def _end(solve: Solve, status: SolveStatus, *, error: str = "") -> Solve:
    solve.status, solve.error, solve.progress, solve.finished_at = status, error, {}, database_time()
    solve.save(update_fields=["status", "error", "progress", "finished_at", "result"])
    return solve
