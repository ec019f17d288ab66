"""Rounds: open, close, extend."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from auctions import locks
from auctions.errors import StepRefused
from auctions.formats.contract import Act, ActRefused, CloseRound, OpenRound, Step, StepKind
from auctions.history import History, history_of
from auctions.models import Auction, Round
from auctions.record import EntryKind, write
from auctions.services.authority import require_officer
from bidders.models import Seat
from journal.canonical import digest
from journal.chain import instant
from journal.locks import database_time
from winner_determination.documents import DocumentError


@transaction.atomic(durable=True)
def open_round(
    *, auction: Auction, by: Seat | None, prices: dict[str, int] | None = None, minutes: int | None = None
) -> Round:
    """Open the next round, at the prices the rules propose or at the officer's.

    1. Hold the auction's lock.  2. Read the database clock.  3. Ask the format.  4. Journal and store.
    Without ``minutes`` the round is as long as the rulebook plans, or open-ended where it plans nothing.

    Raises NotAnOfficer; StepRefused where the rules do not allow it now or not at these prices.
    """
    require_officer(auction, by)
    locks.while_moving_on(auction)
    now = database_time()
    history = history_of(auction)
    proposed = _opening(history)
    chosen = prices if prices is not None or proposed is None else proposed.proposal.get("prices")
    planned = proposed.minutes if proposed is not None else None
    act = OpenRound(prices=chosen, at=instant(now))
    phase = history.format.phase(applied(history, act))
    version = Round.objects.filter(auction=auction).count() + 1
    opened = Round(
        auction=auction,
        stage=phase.stage,
        number=phase.round,
        version=version,
        prices=chosen,
        prices_hash=prices_hash(auction.slug, stage=phase.stage, number=phase.round, version=version, prices=chosen),
        opened_at=now,
        deadline=_deadline(now, planned if minutes is None else minutes),
    )
    write(
        auction,
        EntryKind.ROUND_OPENED,
        by=by,
        act=act,
        round=named(opened),
        version=version,
        deadline=written(opened.deadline),
    )
    opened.save()
    return opened


@transaction.atomic(durable=True)
def close_round(*, round: Round, by: Seat | None, early: bool = False) -> Round:
    """Close the round, or extend it where the rules give an extension to bidders who missed it (R-C7). Closing it
    again changes nothing.

    1. Hold the auction's lock: bids being recorded are in, later ones are out.  2. Read the database clock and the
    round's status. 3. Ask the format.  4. Journal and store. Without ``by`` the deadline closes the round: before it,
    nothing happens.

    Raises NotAnOfficer; StepRefused where the rules do not allow it.
    """
    auction = round.auction
    require_officer(auction, by)
    locks.while_moving_on(auction)
    now = database_time()
    closing = Round.objects.get(pk=round.pk)
    if closing.closed_at is not None or (by is None and not early and not is_over(closing, now)):
        return closing
    if closing.paused_at is not None:
        raise StepRefused("The round is paused: resume it before it is closed.")
    act = CloseRound(at=instant(now))
    history = history_of(auction)
    extension = history.format.phase(applied(history, act)).extension
    if extension is not None:
        closing.deadline = now + timedelta(minutes=extension.minutes)
        return _extended(closing, by=by, minutes=extension.minutes, act=act, bidders=list(extension.used_by))
    write(auction, EntryKind.ROUND_CLOSED, by=by, act=act, round=named(closing), bids=closing.bids.count())
    closing.closed_at = now
    closing.save(update_fields=["closed_at"])
    return closing


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


def prices_hash(slug: str, *, stage: str, number: int, version: int, prices: Mapping[str, int] | None) -> str:
    """What a form carries to prove for which round and prices it was made."""
    return digest(
        {
            "auction": slug,
            "stage": stage,
            "number": number,
            "version": version,
            "prices": dict(prices) if prices else None,
        }
    )


def applied(history: History, act: Act) -> Any:
    """The state after the act. Raises StepRefused with the rules' own reasons."""
    try:
        return history.format.apply(history.state, act)
    except (ActRefused, DocumentError) as error:
        raise StepRefused(str(error)) from error


def _extended(extended: Round, *, by: Seat | None, minutes: int, act: Act | None = None, **body: list[str]) -> Round:
    """Journal and store the round's new deadline; ``act`` where the rules extended it, ``bidders`` for whom."""
    deadline = written(extended.deadline)
    entry = {"round": named(extended), "minutes": minutes, "deadline": deadline, **body}
    write(extended.auction, EntryKind.ROUND_EXTENDED, by=by, act=act, **entry)
    extended.save(update_fields=["deadline"])
    return extended


def _opening(history: History) -> Step | None:
    """The step that the rules offer to open the next round."""
    steps = history.format.next_steps(history.state)
    return next((step for step in steps if step.kind is StepKind.OPEN_ROUND), None)


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
