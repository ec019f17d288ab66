"""A result is computed, then verified by another method, then certified by two officers; only then is it built on.

The verification runs like the computation: by a worker outside any transaction, which gives signs of life and is
started again where it falls silent.
"""

from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import QuerySet

from auctions import locks
from auctions.errors import StepRefused
from auctions.models import Auction, Solve, SolveStatus, VerificationStatus
from auctions.record import Approval, EntryKind, write
from auctions.services.authority import require_officer
from bidders.models import Seat
from journal.canonical import digest
from journal.chain import instant
from journal.locks import database_time

VERIFY_RESULT = "auctions.tasks.verify_result"  # by name: the tasks build on the services, not the reverse
SILENT_AFTER = timedelta(
    seconds=20
)  # a worker that gave no sign of life for so long is taken for dead; it gives one every 5 seconds
UNDER_WAY = (VerificationStatus.QUEUED, VerificationStatus.RUNNING)


def standing_results(auction: Auction) -> QuerySet[Solve]:
    """The results that count, in order."""
    return Solve.objects.filter(auction=auction, status=SolveStatus.DONE).order_by("pk")


def uncertified_result(auction: Auction) -> Solve | None:
    """The result that waits for its certificate; the next one is not computed before."""
    return standing_results(auction).filter(certified_at=None).first()


def require_certified(auction: Auction) -> None:
    """Raises StepRefused where a result that would be built on is not certified."""
    waiting = uncertified_result(auction)
    if waiting is not None:
        raise StepRefused(f"The result of the {waiting.stage} stage is not certified yet.")


def certificate_due(auction: Auction) -> dict[str, Any]:
    """What a certificate of the waiting result would certify. Raises StepRefused where it cannot be certified."""
    solve = uncertified_result(auction)
    if solve is None:
        raise StepRefused("No result waits for its certificate.")
    if solve.result is None or solve.result.get("proved_optimal") is not True:
        raise StepRefused("The result is not proved optimal: it cannot be certified.")
    match VerificationStatus(solve.verification_status):
        case VerificationStatus.QUEUED | VerificationStatus.RUNNING:
            raise StepRefused("The result is still being verified by another method: wait until that has ended.")
        case VerificationStatus.NONE:
            raise StepRefused("The result was not verified by another method: have it verified first.")
        case VerificationStatus.DIFFERS:
            raise StepRefused("Another method came to another result: this one cannot be certified.")
    return {
        "stage": solve.stage,
        "input_hash": solve.input_hash,
        "result_hash": digest(solve.result),
        "verification": solve.verification,
    }


def certify_result(auction: Auction, *, by: Approval | None, certificate: dict[str, Any]) -> Solve:
    """Certify the waiting result on the hashes in ``certificate``.

    1. Hold the auction's lock.  2. Read the database clock; the result must be the one whose hashes were approved,
    proved optimal, and verified.  3. Journal and store. Runs in the transaction of the approval.

    Raises StepRefused where it cannot be certified.
    """
    locks.while_moving_on(auction)
    now = database_time()
    solve = uncertified_result(auction)
    if certificate_due(auction) != certificate or solve is None:
        raise StepRefused("The result, or its verification, is not the one that was proposed.")
    write(auction, EntryKind.RESULT_CERTIFIED, by=by, at=instant(now), **certificate)
    solve.certified_at = now
    solve.save(update_fields=["certified_at"])
    return solve


@transaction.atomic(durable=True)
def request_verification(*, auction: Auction, by: Seat | None) -> Solve:
    """Have the waiting result verified again, where that took too long or failed.

    1. Hold the auction's lock.  2. Enqueue on commit. While it is being verified, asking again changes nothing.

    Raises NotAnOfficer; StepRefused where no result waits, or it was verified.
    """
    require_officer(auction, by)
    locks.while_moving_on(auction)
    solve = uncertified_result(auction)
    if solve is None:
        raise StepRefused("No result waits for its certificate.")
    locks.while_solving(solve)
    solve.refresh_from_db()
    if solve.verification_status in UNDER_WAY:
        return solve
    if solve.verification_status != VerificationStatus.NONE:
        raise StepRefused("The result was verified.")
    queue_verification(solve)
    solve.save(update_fields=["verification_status", "verification", "heard_from_at"])
    return solve


def queue_verification(solve: Solve) -> None:
    """Ask for a verification in the caller's transaction, who saves the solve; a worker starts once it is committed."""
    solve.verification_status, solve.verification = VerificationStatus.QUEUED, None
    solve.heard_from_at = database_time()
    hand_over(solve)


def hand_over(solve: Solve) -> None:
    """To a worker, on commit. Where the queue does not answer, ``tick`` tries again."""
    transaction.on_commit(lambda: current_app.send_task(VERIFY_RESULT, args=[solve.pk]), robust=True)


@transaction.atomic(durable=True)
def start_verification(*, solve_id: int) -> Solve | None:
    """Take a result to verify it; None where that is done, or another worker is at it and alive."""
    solve = Solve.objects.get(pk=solve_id)
    locks.while_solving(solve)
    now = database_time()
    solve.refresh_from_db()
    alive = solve.verification_status == VerificationStatus.RUNNING and now - solve.heard_from_at < SILENT_AFTER
    if solve.verification_status not in UNDER_WAY or alive:
        return None
    solve.verification_status, solve.heard_from_at = VerificationStatus.RUNNING, now
    solve.verification, solve.progress = {"started_at": instant(now)}, {}
    solve.save(update_fields=["verification_status", "verification", "progress", "heard_from_at"])
    return solve


@transaction.atomic(durable=True)
def finish_verification(*, solve_id: int, found: dict[str, Any]) -> Solve:
    """Store what another method found: ``{"method", "agrees", "differences", "versions"}``, or ``{"error"}``."""
    solve = Solve.objects.get(pk=solve_id)
    locks.while_solving(solve)
    solve.refresh_from_db()
    if solve.verification_status not in UNDER_WAY:
        return solve
    solve.verification = {**(solve.verification or {}), **found, "finished_at": instant(database_time())}
    solve.verification_status = (
        VerificationStatus.NONE
        if "error" in found
        else VerificationStatus.AGREES
        if found["agrees"]
        else VerificationStatus.DIFFERS
    )
    solve.progress = {}
    solve.save(update_fields=["verification_status", "verification", "progress"])
    return solve
