"""Four eyes: one officer proposes an act, another person approves it on the same hash, and only then is it done.

The hash covers the auction and its rules, the act with every parameter, and the moment it was made for. What was
approved is thereby what was proposed; where the auction has moved on in between, nothing is done.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from auctions import locks
from auctions.errors import AuctionError, NeedsTwoOfficers, ProposalOvertaken, ProposalRefused, StepRefused
from auctions.models import Auction, Proposal, ProposalKind, ProposalStatus
from auctions.record import Approval, EntryKind, write
from auctions.replay.projection import proposal_hash
from auctions.services.acts import ACTS, Body
from auctions.services.authority import require_officer, require_reason
from bidders.models import Seat
from journal.chain import instant
from journal.locks import database_time

MOVED_ON = "The auction has moved on since this was proposed. Nothing was done."


@transaction.atomic(durable=True)
def propose(*, auction: Auction, kind: ProposalKind, body: Body, by: Seat, form_key: UUID | None = None) -> Proposal:
    """Propose an act to the other officers.

    1. Hold the auction's lock.  2. A repeated ``form_key``, or the very same proposal while it is open, returns the
    first.  3. Make every parameter explicit; try the act and undo it.  4. Journal and store.

    Raises NotAnOfficer; StepRefused where the act could not be done now.
    """
    require_officer(auction, by)
    locks.while_moving_on(auction)
    first = None if form_key is None else Proposal.objects.filter(auction=auction, form_key=form_key).first()
    if first is not None:
        return first
    act, now = ACTS[kind], database_time()
    complete = act.complete(auction, body)
    moment = act.moment(auction, complete)
    hashed = proposal_hash(auction.slug, auction.rulebook_hash, kind=kind, body=complete, moment=moment)
    same = Proposal.objects.filter(auction=auction, hash=hashed, status=ProposalStatus.OPEN).first()
    if same is not None:
        return same
    _try(auction, kind, _with_code(complete, body.get("code", "")))
    key: Body = {} if form_key is None else {"form_key": str(form_key)}
    entry = write(
        auction,
        EntryKind.PROPOSED,
        by=by,
        at=instant(now),
        proposal=hashed,
        proposed={"kind": kind.value, "body": complete, "moment": moment},
        **key,
    )
    return Proposal.objects.create(
        auction=auction,
        kind=kind,
        body=complete,
        moment=moment,
        hash=hashed,
        form_key=form_key,
        sequence=entry.sequence,
        proposed_by=by,
        proposed_at=now,
    )


def approve(*, proposal: Proposal, by: Seat, hash: str, code: str = "") -> Proposal:
    """Approve what another person proposed, and do it: one transaction. Approving again changes nothing. ``code`` opens
    the ballot of a bid by telephone in a sealed round.

    1. Hold the auction's lock.  2. Read the database clock and the proposal.  3. Another officer, the same hash, the
    same moment; else it is refused, or marked overtaken.  4. Do the act; its entry names both people and the hash.

    Raises NotAnOfficer; NeedsTwoOfficers for the proposer; ProposalOvertaken; ProposalRefused where it was decided
    otherwise or ``hash`` is another; StepRefused where the rules do not allow it.
    """
    require_officer(proposal.auction, by)
    return _or_overtaken(_approved(proposal, by, hash, code))


def approve_as_simulated_officer(*, proposal: Proposal) -> Proposal:
    """The second officer of a demonstration in which nobody else is there. Raises as ``approve``."""
    if not proposal.auction.demonstration:
        raise NeedsTwoOfficers("Outside demonstrations the second officer is a person.")
    return _or_overtaken(_approved(proposal, None, proposal.hash))


@transaction.atomic(durable=True)
def refuse(*, proposal: Proposal, by: Seat, reason: str) -> Proposal:
    """Turn another's proposal down, for the record. Refusing again changes nothing.

    Raises NotAnOfficer; NeedsTwoOfficers for the proposer, who withdraws; StepRefused without a reason;
    ProposalRefused where it was decided otherwise.
    """
    require_officer(proposal.auction, by)
    require_reason(reason)
    current, now = _held(proposal)
    if current.proposed_by.person_id == by.person_id:
        raise NeedsTwoOfficers("You proposed this yourself: withdraw it.")
    if _is_settled(current, ProposalStatus.REFUSED, by):
        return current
    return _settle(current, EntryKind.PROPOSAL_REFUSED, ProposalStatus.REFUSED, by=by, at=now, reason=reason)


@transaction.atomic(durable=True)
def withdraw(*, proposal: Proposal, by: Seat) -> Proposal:
    """Take one's own proposal back. Withdrawing again changes nothing.

    Raises NotAnOfficer; ProposalRefused for anybody else, and where it was decided otherwise.
    """
    require_officer(proposal.auction, by)
    current, now = _held(proposal)
    if current.proposed_by.person_id != by.person_id:
        raise ProposalRefused("Only who proposed it withdraws it; you may refuse it.")
    if _is_settled(current, ProposalStatus.WITHDRAWN, by):
        return current
    return _settle(current, EntryKind.PROPOSAL_WITHDRAWN, ProposalStatus.WITHDRAWN, by=by, at=now)


@transaction.atomic(durable=True)
def mark_overtaken(*, auction: Auction) -> int:
    """Settle the open proposals whose moment has passed. Returns how many."""
    locks.while_moving_on(auction)
    now = database_time()
    passed = [each for each in _open_proposals(auction) if not stands(each)]
    for proposal in passed:
        _overtake(proposal, now)
    return len(passed)


@transaction.atomic(durable=True)
def act_of_the_system(*, auction: Auction, kind: ProposalKind, body: Body | None = None) -> Any:
    """What the unattended demonstration does by itself, under the same conditions. Raises StepRefused."""
    if not auction.demonstration:
        raise NeedsTwoOfficers("Outside demonstrations one officer proposes this and another approves it.")
    locks.while_moving_on(auction)
    return ACTS[kind].perform(auction, ACTS[kind].complete(auction, body or {}), None)


def stands(proposal: Proposal) -> bool:
    """Whether the auction still stands where it stood when this was proposed."""
    moment: Body = proposal.moment
    return ACTS[ProposalKind(proposal.kind)].moment(proposal.auction, proposal.body) == moment


@transaction.atomic(durable=True)
def _approved(proposal: Proposal, by: Seat | None, hash: str, code: str = "") -> Proposal:
    current, now = _held(proposal)
    approval = Approval(current, by, now)
    if _is_settled(current, ProposalStatus.APPROVED, by):
        return current
    if hash != current.hash:
        raise ProposalRefused("This is not what was proposed: look at the proposal again. Nothing was done.")
    if not stands(current):
        return _overtake(current, now)
    require_officer(current.auction, current.proposed_by)
    ACTS[ProposalKind(current.kind)].perform(current.auction, _with_code(current.body, code), approval)
    return _settled(current, ProposalStatus.APPROVED, by=by, at=now)


def _or_overtaken(decided: Proposal) -> Proposal:
    """The overtaken one is on the record by now."""
    if decided.status == ProposalStatus.OVERTAKEN:
        raise ProposalOvertaken(MOVED_ON)
    return decided


def _held(proposal: Proposal) -> tuple[Proposal, datetime]:
    """The proposal as it stands under the auction's lock, and the database clock."""
    locks.while_moving_on(proposal.auction)
    now = database_time()
    related = Proposal.objects.select_related(
        "auction", "proposed_by__person", "proposed_by__organisation", "decided_by"
    )
    return related.get(pk=proposal.pk), now


def _is_settled(proposal: Proposal, status: ProposalStatus, by: Seat | None) -> bool:
    """Whether this person settled it in this way before. Raises ProposalRefused where it was settled otherwise."""
    if proposal.status == ProposalStatus.OPEN:
        return False
    if proposal.status == status and by is not None and proposal.decided_by == by:
        return True
    raise ProposalRefused(f"This proposal is no longer open: it was {proposal.get_status_display()}.")


def _overtake(proposal: Proposal, now: datetime) -> Proposal:
    return _settle(proposal, EntryKind.PROPOSAL_OVERTAKEN, ProposalStatus.OVERTAKEN, by=None, at=now, reason=MOVED_ON)


def _settle(
    proposal: Proposal, kind: EntryKind, status: ProposalStatus, *, by: Seat | None, at: datetime, reason: str = ""
) -> Proposal:
    write(proposal.auction, kind, by=by, at=instant(at), proposal=proposal.hash, reason=reason)
    return _settled(proposal, status, by=by, at=at, reason=reason)


def _settled(
    proposal: Proposal, status: ProposalStatus, *, by: Seat | None, at: datetime, reason: str = ""
) -> Proposal:
    proposal.status, proposal.decided_by, proposal.decided_at, proposal.reason = status, by, at, reason
    proposal.save(update_fields=["status", "decided_by", "decided_at", "reason"])
    return proposal


def _open_proposals(auction: Auction) -> list[Proposal]:
    return list(Proposal.objects.filter(auction=auction, status=ProposalStatus.OPEN).select_related("auction"))


def _with_code(body: Body, code: str) -> Body:
    """The body, and the code that opens its sealed ballot and is kept nowhere."""
    return {**body, "code": code} if code else body


class _Undone(Exception):
    """Takes the trial back."""


def _try(auction: Auction, kind: ProposalKind, body: Body) -> None:
    """Do the act and undo it, so that nobody is asked to approve what cannot be done. Raises StepRefused."""
    try:
        with transaction.atomic():
            ACTS[kind].perform(Auction.objects.get(pk=auction.pk), body, None)
            raise _Undone
    except _Undone:
        return
    except AuctionError as error:
        raise error if isinstance(error, StepRefused) else StepRefused(str(error)) from error
