"""The simulated people of a demonstration: bidders who bid by themselves, an auctioneer who goes on while none is
there, and a second officer for an auctioneer who is there alone.

They act through the services that everybody uses. A simulated bidder stands aside while one of the participant's
people is there, unless that person handed over; the simulated auctioneer acts only while somebody watches (a bidder's
person is there) and no officer is; the simulated second officer approves what a person proposed while no second
person is there to do it.
"""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import structlog
from django.db.models import Q

from auctions.demonstration.simulated_custodians import open_ballots
from auctions.errors import AuctionError
from auctions.formats.contract import Bidder, Status, StepKind
from auctions.formats.registry import format_named
from auctions.history import history_of
from auctions.lab.bidder import StraightforwardBidder
from auctions.lab.spectrum import seeded_bidders
from auctions.models import Auction, Bid, Participant, Proposal, ProposalKind, Round, VerificationStatus
from auctions.selectors import (
    awaiting_opening,
    entered_surrogate,
    latest_solve,
    next_steps,
    open_proposals,
    open_round_of,
    phase,
)
from auctions.services import place_bid, request_determination
from auctions.services.authority import OFFICERS
from auctions.services.certification import uncertified_result
from auctions.services.proposals import act_of_the_system, approve_as_simulated_officer
from bidders.models import Organisation, SeatRole
from bidders.selectors import present_seats
from journal.locks import database_time

log = structlog.get_logger(__name__)

BIDDING_ROLES = frozenset({SeatRole.SUBMITTER, SeatRole.PREPARER})  # whom a simulated bidder makes room for
THINKING_SECONDS = (2.0, 12.0)  # how long after the opening of a round a simulated bidder submits
SECOND_THOUGHTS = 20  # seconds after the last expected ballot, before the simulated auctioneer closes a round
NOTHING: dict[str, Any] = {"bids": []}  # the ballot of a sealed round for whoever bids on nothing
PACE_SECONDS = 5  # between two steps of the simulated auctioneer
SECOND_OFFICER_WAITS = 10  # seconds before the simulated second officer approves a person's proposal
ROUND_MINUTES = 10  # of a round that the simulated auctioneer opens


def running() -> Iterable[Auction]:
    """Demonstrations that are not over, and the mocks of real auctions, in which bidders alone are simulated."""
    simulated = Q(demonstration=True) | ~Q(mock_of="")
    return Auction.objects.filter(simulated, published_at=None).select_related("regulator")


def play(auction: Auction) -> None:
    """Let the simulated people do what is due now: every bidder whose time has come, or one step of the auctioneer."""
    if auction.demonstration:
        _approve_what_waits(auction, database_time())
    waiting = awaiting_opening(auction)
    if waiting is not None:
        if auction.demonstration:
            open_ballots(auction, waiting, is_unattended=_is_unattended(auction), now=database_time())
        return
    opened, now = open_round_of(auction), database_time()
    if opened is not None and opened.paused_at is not None:
        return
    if opened is not None:
        for participant in _due_bidders(auction, opened, now):
            try:
                submit_simulated(auction, opened, participant)
            except AuctionError as error:
                log.warning("simulated_bid_refused", participant=participant.pk, reason=str(error))
        if _is_unattended(auction) and _everybody_has_bid(auction, opened, now):
            act_of_the_system(auction=auction, kind=ProposalKind.CLOSE_ROUND)
    elif _is_unattended(auction) and _pause_is_over(auction, now):
        _take_next_step(auction)


def submit_simulated(auction: Auction, opened: Round, participant: Participant) -> Bid:
    """Submit the simulated bidder's ballot for the open round; one that has nothing to say submits an empty list.

    Submitting again changes nothing and returns the first bid.
    """
    history = history_of(auction)
    bidder = _simulated_bidders(auction)[participant.bidder_id]
    ballot = bidder.ballot(history.format, history.state)
    return place_bid(
        auction=auction,
        by=None,
        participant=participant,
        ballot=ballot if ballot is not None else NOTHING,
        form_key=uuid5(NAMESPACE_URL, f"simulated/{opened.pk}/{participant.pk}"),
        round_version=opened.version,
        prices_hash=opened.prices_hash,
        simulated=True,
    )


def _approve_what_waits(auction: Auction, now: datetime) -> None:
    """Approve proposals that have waited long enough while no other officer was there than who proposed them."""
    for proposal in filter(_needs_no_code, open_proposals(auction)):
        others = present_seats([auction.regulator]).filter(role__in=OFFICERS).exclude(pk=proposal.proposed_by_id)
        if now - proposal.proposed_at > timedelta(seconds=SECOND_OFFICER_WAITS) and not others.exists():
            try:
                approve_as_simulated_officer(proposal=proposal)
            except AuctionError as error:
                log.warning("simulated_approval_refused", proposal=proposal.pk, reason=str(error))


def _needs_no_code(proposal: Proposal) -> bool:
    """A bid by telephone in a sealed round is approved by whoever was told its code."""
    return proposal.kind != ProposalKind.SURROGATE_BID or entered_surrogate(proposal).sealed is None


def _due_bidders(auction: Auction, opened: Round, now: datetime) -> list[Participant]:
    """Participants on autopilot who have not bid in the round, whose time has come, and whose people are away or have
    handed over.
    """
    history = history_of(auction)
    waiting = list(
        Participant.objects.filter(
            auction=auction, autopilot=True, bidder_id__in=history.format.expected(history.state)
        )
        .exclude(bids__round=opened)
        .select_related("organisation")
    )
    watched = set(_present([participant.organisation for participant in waiting], BIDDING_ROLES))
    return [
        participant
        for participant in waiting
        if (participant.handed_over or participant.organisation_id not in watched)
        and now >= _time_of(participant, opened)
    ]


def _time_of(participant: Participant, opened: Round) -> datetime:
    draw = random.Random(f"{opened.pk}/{participant.pk}")  # noqa: S311 (a simulation)
    return opened.opened_at + timedelta(seconds=draw.uniform(*THINKING_SECONDS))


def _present(organisations: list[Organisation], roles: frozenset[SeatRole]) -> list[int]:
    """Organisations of which somebody in one of these roles is there."""
    return list(present_seats(organisations).filter(role__in=roles).values_list("organisation", flat=True))


def _is_unattended(auction: Auction) -> bool:
    """Whether a bidder's person is there and no officer is. A mock waits for its officers: they rehearse, too."""
    if not auction.demonstration or _present([auction.regulator], OFFICERS):
        return False
    bidders = [participant.organisation for participant in auction.participants.select_related("organisation")]
    return bool(_present(bidders, BIDDING_ROLES | {SeatRole.VIEWER}))


def _everybody_has_bid(auction: Auction, opened: Round, now: datetime) -> bool:
    """Whether every expected bidder has submitted, the last one long enough ago for second thoughts."""
    history = history_of(auction)
    bids = Bid.objects.filter(round=opened).order_by("sequence")
    received = dict(bids.values_list("participant__bidder_id", "received_at"))
    if not set(history.format.expected(history.state)) <= set(received):
        return False
    return now - max(received.values(), default=opened.opened_at) > timedelta(seconds=SECOND_THOUGHTS)


def _pause_is_over(auction: Auction, now: datetime) -> bool:
    last = Round.objects.filter(auction=auction).order_by("-version").first()
    return last is None or last.closed_at is None or now - last.closed_at > timedelta(seconds=PACE_SECONDS)


def _take_next_step(auction: Auction) -> None:
    """What officers would do: certify what was verified, open the next round as the rules propose, have the outcome
    computed, publish.
    """
    waiting = uncertified_result(auction)
    if waiting is not None:
        if waiting.verification_status == VerificationStatus.AGREES:
            act_of_the_system(auction=auction, kind=ProposalKind.CERTIFY_RESULT)
        return
    match phase(auction).status:
        case Status.WAITING:
            step = next_steps(auction)[0]
            if step.kind is StepKind.OPEN_ROUND:
                act_of_the_system(auction=auction, kind=ProposalKind.OPEN_ROUND, body={"minutes": ROUND_MINUTES})
            else:
                act_of_the_system(auction=auction, kind=ProposalKind.DECIDE, body={"decision": step.decision})
        case Status.DETERMINING:
            last = latest_solve(auction)
            if last is None or last.status != "failed":
                request_determination(auction=auction, by=None)
        case Status.FINISHED:
            act_of_the_system(auction=auction, kind=ProposalKind.PUBLISH_RESULT)
        case Status.OPEN | Status.SEALED:
            raise AuctionError("A round is open in the format but not in the table of rounds.")


def _simulated_bidders(auction: Auction) -> dict[str, StraightforwardBidder]:
    return _drawn_bidders(auction.pk, auction.rulebook_hash, auction.simulation_seed)


@lru_cache(maxsize=8)
def _drawn_bidders(auction_id: int, rules_hash: str, seed: str) -> dict[str, StraightforwardBidder]:
    """Drawing the value models takes a moment, and they are the same for the whole auction."""
    auction = Auction.objects.get(pk=auction_id)
    rulebook = format_named(auction.format).read_rulebook(auction.document["rulebook"])
    return seeded_bidders(rulebook, [Bidder(**bidder) for bidder in auction.document["bidders"]], seed)
