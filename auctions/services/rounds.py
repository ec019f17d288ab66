"""Rounds: open, close, extend."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from auctions import locks
from auctions.errors import StepRefused
from auctions.formats.contract import Act, ActRefused, CloseRound, OpenRound, Step, StepKind
from auctions.history import History, history_of
from auctions.models import Auction, Round
from auctions.record import Approval, Authority, EntryKind, write
from auctions.replay.projection import prices_hash
from auctions.services.authority import require_officer
from auctions.services.certification import require_certified
from auctions.services.messaging import tell_everybody
from auctions.services.sealing import key_of_next_round
from auctions.services.standing import require_opened
from bidders.models import Seat
from journal.chain import instant
from journal.locks import database_time
from winner_determination.documents import DocumentError


def open_round(auction: Auction, *, by: Approval | None, prices: dict[str, int] | None, minutes: int | None) -> Round:
    """Open the next round at these prices for so many minutes, or open-ended.

    1. Hold the auction's lock.  2. Read the database clock.  3. Ask the format.  4. Journal and store. Runs in the
    transaction of the approval.

    Raises StepRefused where the rules do not allow it now or not at these prices, or where the round would build on a
    result that is not certified; CeremonyMissing where it is sealed and no key is ready.
    """
    locks.while_moving_on(auction)
    now = database_time()
    require_certified(auction)
    require_opened(auction)
    history = history_of(auction)
    act = OpenRound(prices=prices, at=instant(now))
    phase = history.format.phase(applied(history, act))
    key = key_of_next_round(auction) if phase.sealed else None
    version = openings(auction) + 1
    opened = Round(
        auction=auction,
        stage=phase.stage,
        number=phase.round,
        version=version,
        prices=prices,
        prices_hash=prices_hash(auction.slug, stage=phase.stage, number=phase.round, version=version, prices=prices),
        opened_at=now,
        deadline=_deadline(now, minutes),
        key=key,
    )
    sealed = {} if key is None else {"key": {"number": key.number, "public_key": key.public_key}}
    write(
        auction,
        EntryKind.ROUND_OPENED,
        by=by,
        act=act,
        round=named(opened),
        version=version,
        deadline=written(opened.deadline),
        **sealed,
    )
    opened.save()
    return opened


def close_round(auction: Auction, *, by: Approval | None) -> Round:
    """Close the open round, or extend it where the rules give an extension to bidders who missed it (R-C7). The format
    is told of the close of a sealed round when its ballots are opened.

    1. Hold the auction's lock: bids being recorded are in, later ones are out.  2. Read the database clock and the
    round's status. 3. Ask the format.  4. Journal and store. Runs in the transaction of the approval, or of the
    deadline.

    Raises StepRefused where no round is open, or it is paused.
    """
    locks.while_moving_on(auction)
    now = database_time()
    closing = Round.objects.select_related("auction").filter(auction=auction, closed_at=None).first()
    if closing is None:
        raise StepRefused("No round is open.")
    if closing.paused_at is not None:
        raise StepRefused("The round is paused: resume it before it is closed.")
    if closing.is_sealed:
        write(auction, EntryKind.ROUND_CLOSED, by=by, round=named(closing), bids=closing.bids.count(), at=instant(now))
        return _closed(closing, now)
    act = CloseRound(at=instant(now))
    history = history_of(auction)
    extension = history.format.phase(applied(history, act)).extension
    if extension is not None:
        closing.deadline = now + timedelta(minutes=extension.minutes)
        return _extended(closing, by=by, minutes=extension.minutes, act=act, bidders=list(extension.used_by))
    write(auction, EntryKind.ROUND_CLOSED, by=by, act=act, round=named(closing), bids=closing.bids.count())
    return _closed(closing, now)


@transaction.atomic(durable=True)
def close_overdue_round(*, round: Round) -> Round:
    """Let the deadline close the round. Before it, and once the round is closed, nothing happens."""
    locks.while_moving_on(round.auction)
    closing = Round.objects.get(pk=round.pk)
    if closing.closed_at is not None or not is_over(closing, database_time()):
        return closing
    return close_round(round.auction, by=None)


@transaction.atomic(durable=True)
def extend_round(*, round: Round, by: Seat | None, minutes: int) -> Round:
    """Move the open round's deadline ``minutes`` further away; one that had passed or did not exist counts from now.

    Raises NotAnOfficer; StepRefused where the round is closed or minutes is not a positive number.
    """
    auction = round.auction
    require_officer(auction, by)
    if minutes < 1:
        raise StepRefused("An extension is at least one minute.")
    locks.while_moving_on(auction)
    now = database_time()
    extended = Round.objects.get(pk=round.pk)
    if extended.closed_at is not None:
        raise StepRefused("The round is closed; it cannot be extended.")
    running_from = extended.paused_at or now
    extended.deadline = max(extended.deadline or running_from, running_from) + timedelta(minutes=minutes)
    return _extended(extended, by=by, minutes=minutes)


def applied(history: History, *acts: Act) -> Any:
    """The state after the acts. Raises StepRefused with the rules' own reasons."""
    state = history.state
    try:
        for act in acts:
            state = history.format.apply(state, act)
        return state
    except (ActRefused, DocumentError) as error:
        raise StepRefused(str(error)) from error


def _closed(closing: Round, now: datetime) -> Round:
    closing.closed_at = now
    closing.save(update_fields=["closed_at"])
    return closing


def _extended(extended: Round, *, by: Authority, minutes: int, act: Act | None = None, **body: list[str]) -> Round:
    """Journal and store the round's new deadline; ``act`` where the rules extended it, ``bidders`` for whom."""
    deadline = written(extended.deadline)
    stated = {"round": named(extended), "minutes": minutes, "deadline": deadline, **body}
    entry = write(extended.auction, EntryKind.ROUND_EXTENDED, by=by, act=act, **stated)
    tell_everybody(extended.auction, entry, at=entry.recorded_at)
    extended.save(update_fields=["deadline"])
    return extended


def opening_offered(history: History) -> Step | None:
    """The step that the rules offer to open the next round."""
    steps = history.format.next_steps(history.state)
    return next((step for step in steps if step.kind is StepKind.OPEN_ROUND), None)


def openings(auction: Auction) -> int:
    """How often a round of the auction was opened, voided ones included: the version of the last one."""
    return Round.objects.filter(auction=auction).count()


def _deadline(now: datetime, minutes: int | None) -> datetime | None:
    """When a round ends that is opened now for ``minutes``; open-ended without."""
    if minutes is None:
        return None
    if minutes < 1:
        raise StepRefused("A round is open for at least one minute.")
    return now + timedelta(minutes=minutes)


def is_over(running: Round, now: datetime) -> bool:
    """Whether the round's time has run out; that of a paused round stands still."""
    return running.paused_at is None and running.deadline is not None and now >= running.deadline


def named(a_round: Round) -> dict[str, Any]:
    return {"stage": a_round.stage, "number": a_round.number}


def written(moment: datetime | None) -> str | None:
    return None if moment is None else instant(moment)
