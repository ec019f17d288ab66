"""Interruptions: pause and resume a round, void rounds and go back to the boundary before them. Nothing is deleted."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from auctions import locks
from auctions.custody import HandedShare
from auctions.errors import StepRefused
from auctions.models import Auction, Round, Solve, SolveStatus
from auctions.record import Approval, EntryKind, write
from auctions.services.authority import require_officer, require_reason
from auctions.services.determination import ACTIVE
from auctions.services.messaging import tell_everybody
from auctions.services.rounds import is_over, named, written
from bidders.models import Seat
from journal.chain import instant
from journal.locks import database_time
from journal.models import Entry


@transaction.atomic(durable=True)
def pause_round(*, round: Round, by: Seat | None, reason: str) -> Round:
    """Stop the open round's clock: no bids are taken, its deadline does not come, until it is resumed.

    1. Hold the auction's lock: bids being recorded are in, later ones are out.  2. Read the database clock and the
    round's status.  3. Journal and store.  Pausing again changes nothing.

    Raises NotAnOfficer; StepRefused without a reason, or where the round is closed or its time is over.
    """
    auction = round.auction
    require_officer(auction, by)
    require_reason(reason)
    locks.while_moving_on(auction)
    now = database_time()
    pausing = Round.objects.get(pk=round.pk)
    if pausing.closed_at is not None or is_over(pausing, now):
        raise StepRefused("The round is over; it cannot be paused.")
    if pausing.paused_at is not None:
        return pausing
    entry = write(auction, EntryKind.ROUND_PAUSED, by=by, round=named(pausing), at=instant(now), reason=reason)
    tell_everybody(auction, entry, at=now)
    pausing.paused_at = now
    pausing.save(update_fields=["paused_at"])
    return pausing


@transaction.atomic(durable=True)
def resume_round(*, round: Round, by: Seat | None) -> Round:
    """Let a paused round go on with the time it had left: its deadline moves by the length of the pause.

    1. Hold the auction's lock.  2. Read the database clock and the round's status.  3. Journal and store.  Resuming
    again changes nothing.

    Raises NotAnOfficer; StepRefused where the round is closed.
    """
    auction = round.auction
    require_officer(auction, by)
    locks.while_moving_on(auction)
    now = database_time()
    resuming = Round.objects.get(pk=round.pk)
    if resuming.closed_at is not None:
        raise StepRefused("The round is closed; it cannot be resumed.")
    if resuming.paused_at is None:
        return resuming
    if resuming.deadline is not None:
        resuming.deadline += now - resuming.paused_at
    resuming.paused_at = None
    deadline = written(resuming.deadline)
    entry = write(auction, EntryKind.ROUND_RESUMED, by=by, round=named(resuming), at=instant(now), deadline=deadline)
    tell_everybody(auction, entry, at=now)
    resuming.save(update_fields=["paused_at", "deadline"])
    return resuming


def void_rounds(auction: Auction, *, since: int, by: Approval | None, reason: str) -> list[Round]:
    """Void the round of version ``since`` and every one after it; the auction stands again where it stood before that
    round was opened.

    1. Hold the auction's lock: bids being recorded are in the voided rounds, later ones are refused.  2. Read the
    database clock and the rounds that stand.  3. Journal.  4. Mark rounds, results and their certificates; bids,
    entries and receipts stay. Runs in the transaction of the approval. Returns the rounds that were voided.

    Raises StepRefused without a reason, where the round is void already, or once the result is public.
    """
    require_reason(reason)
    locks.while_moving_on(auction)
    now = database_time()
    auction.refresh_from_db()
    if auction.published_at is not None:
        raise StepRefused("The result is published: what everybody has seen cannot be taken back.")
    voided = list(Round.objects.filter(auction=auction, version__gte=since, voided_at=None))
    if not voided or voided[0].version != since:
        raise StepRefused("This round was voided before.")
    opening = Entry.objects.get(chain=auction.chain, kind=EntryKind.ROUND_OPENED, body__version=since)
    entry = write(
        auction,
        EntryKind.ROUNDS_VOIDED,
        by=by,
        from_sequence=opening.sequence,
        rounds=[{**named(each), "version": each.version} for each in voided],
        at=instant(now),
        reason=reason,
    )
    tell_everybody(auction, entry, at=now)
    Round.objects.filter(pk__in=[each.pk for each in voided]).update(
        voided_at=now, closed_at=Coalesce(F("closed_at"), now), paused_at=None
    )
    HandedShare.objects.filter(round__in=voided).delete()
    _set_results_aside(auction, since=voided[0].opened_at)
    return list(Round.objects.filter(pk__in=[each.pk for each in voided]))


def _set_results_aside(auction: Auction, *, since: datetime) -> None:
    """Results that followed from the voided rounds no longer count; computations in hand answer no question now."""
    later = Solve.objects.filter(auction=auction)
    later.filter(status=SolveStatus.DONE, finished_at__gte=since).update(status=SolveStatus.VOIDED)
    later.filter(status__in=ACTIVE).update(
        status=SolveStatus.FAILED, error="The rounds that this was computed from were voided.", progress={}
    )
