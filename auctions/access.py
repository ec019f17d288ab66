"""The only way to a protected object: what a person may not reach does not exist (404), what it may see but not do is
refused (403).

Every refusal is logged with the person and what was asked for.
"""

from dataclasses import dataclass
from uuid import UUID

import structlog
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from auctions.correspondence import IssuedDocument, Notice
from auctions.models import Auction, Bid, Participant, PreparedBid, Proposal
from auctions.services.authority import OFFICERS
from bidders.models import Person, Seat, SeatRole
from bidders.selectors import seats_of

log = structlog.get_logger(__name__)

OBSERVERS = frozenset({SeatRole.COMPLIANCE, SeatRole.AUDITOR})


@dataclass(frozen=True)
class BidderAccess:
    """A person in its seat of a participant's organisation."""

    auction: Auction
    seat: Seat
    participant: Participant

    @property
    def may_submit(self) -> bool:
        return self.seat.role == SeatRole.SUBMITTER

    @property
    def may_prepare(self) -> bool:
        return self.seat.role in {SeatRole.SUBMITTER, SeatRole.PREPARER}


@dataclass(frozen=True)
class OfficerAccess:
    """An auctioneer or second officer of the authority that runs the auction."""

    auction: Auction
    seat: Seat


@dataclass(frozen=True)
class ObserverAccess:
    """The authority's compliance desk, or an auditor appointed to the auction."""

    auction: Auction
    seat: Seat


@dataclass(frozen=True)
class SealingAccess:
    """A custodian of the auction's sealed rounds, or an officer who runs it."""

    auction: Auction
    seat: Seat

    @property
    def runs_auction(self) -> bool:
        return self.seat.role in OFFICERS


Anybody = Person | AnonymousUser


def access_public_auction(slug: str) -> Auction:
    """An auction as the public sees it."""
    known = Auction.objects.select_related("regulator").defer("document")  # long, and a remembered state needs it not
    auction = known.filter(slug=slug).first()
    if auction is None:
        raise Http404("There is no such auction.")
    return auction


def access_as_bidder(person: Anybody, slug: str) -> BidderAccess:
    """The auction as one of its bidders. Raises Http404 for anybody without a seat of a participant."""
    auction = access_public_auction(slug)
    for seat in seats_held(person):
        participant = Participant.objects.filter(auction=auction, organisation=seat.organisation).first()
        if participant is not None:
            return BidderAccess(auction, seat, participant)
    raise hidden(person, slug, "bidder")


def access_as_officer(person: Anybody, slug: str) -> OfficerAccess:
    """The auction as its auctioneer or second officer.

    Raises PermissionDenied for the authority's other people, Http404 for others.
    """
    auction = access_public_auction(slug)
    seats = [seat for seat in seats_held(person) if seat.organisation_id == auction.regulator_id]
    for seat in seats:
        if seat.role in OFFICERS:
            return OfficerAccess(auction, seat)
    if seats:
        log.warning("access_refused", person=str(person), auction=slug, wanted="officer")
        raise PermissionDenied("Only an auctioneer or second officer may see this.")
    raise hidden(person, slug, "officer")


def access_to_sealing(person: Anybody, slug: str) -> SealingAccess:
    """The auction's key ceremony and the opening of its ballots, as a custodian or an officer.

    Raises PermissionDenied for the authority's other people, Http404 for others.
    """
    auction = access_public_auction(slug)
    for seat in seats_held(person):
        if auction.custodians.filter(seat=seat).exists():
            return SealingAccess(auction, seat)
    allowed = access_as_officer(person, slug)
    return SealingAccess(auction, allowed.seat)


def access_as_observer(person: Anybody, slug: str) -> ObserverAccess:
    """The auction as its compliance desk or as an auditor appointed to it. Raises Http404 for others."""
    auction = access_public_auction(slug)
    auditors = set(auction.auditors.values_list("pk", flat=True))
    for seat in seats_held(person):
        if seat.role in OBSERVERS and seat.organisation_id in {auction.regulator_id, *auditors}:
            return ObserverAccess(auction, seat)
    raise hidden(person, slug, "observer")


def access_record(person: Anybody, slug: str) -> Auction:
    """The auction's whole record, as its officers, its compliance desk and its auditors may have it.

    Raises Http404 for others.
    """
    auction = access_public_auction(slug)
    if _may_have_record(person, auction):
        return auction
    raise hidden(person, slug, "record")


def access_prepared_bid(allowed: BidderAccess, prepared_id: UUID) -> PreparedBid:
    """A ballot of this bidder that was put before its submitters. Raises Http404 for any other."""
    related = PreparedBid.objects.select_related("round", "participant__auction", "bid")
    prepared = related.filter(pk=prepared_id, participant=allowed.participant).first()
    if prepared is None:
        raise hidden(allowed.seat.person, str(prepared_id), "prepared bid")
    return prepared


def access_participant(auction: Auction, participant_id: int) -> Participant:
    """A bidder of the auction, for an officer whose access was checked. Raises Http404 for one of another auction."""
    participants = Participant.objects.select_related("auction", "organisation")
    found = participants.filter(auction=auction, pk=participant_id).first()
    if found is None:
        raise Http404("There is no such bidder.")
    return found


def access_notice(allowed: BidderAccess, number: int) -> Notice:
    """A notice that asks for an acknowledgement, by its number. Raises Http404 where there is none."""
    asking = Notice.objects.select_related("auction").filter(auction=allowed.auction, must_acknowledge=True)
    found = asking.filter(number=number).first()
    if found is None:
        raise hidden(allowed.seat.person, f"{allowed.auction.slug}/{number}", "notice")
    return found


def access_document(person: Anybody, auction: Auction, number: int) -> IssuedDocument:
    """A document that was issued to everybody; to the bidders, for them and for who may have the whole record.

    Raises Http404 for others.
    """
    issued = IssuedDocument.objects.select_related("auction").filter(auction=auction, number=number).first()
    if issued is not None and (issued.public or _is_bidder(person, auction) or _may_have_record(person, auction)):
        return issued
    raise hidden(person, f"{auction.slug}/{number}", "document")


def access_own_bid(person: Anybody, bid_id: UUID) -> Bid:
    """A bid of an organisation in which the person has a seat. Raises Http404 for any other."""
    bid = Bid.objects.select_related("round", "participant__auction", "seat__person").filter(pk=bid_id).first()
    if bid is not None and any(seat.organisation_id == bid.participant.organisation_id for seat in seats_held(person)):
        return bid
    raise hidden(person, str(bid_id), "bid")


def access_proposal(allowed: OfficerAccess, number: int) -> Proposal:
    """A proposal of an auction that the officer runs, by the number of its entry. Raises Http404."""
    people = ("proposed_by__person", "proposed_by__organisation", "decided_by__person", "decided_by__organisation")
    proposals = Proposal.objects.select_related("auction", *people)
    found = proposals.filter(auction=allowed.auction, sequence=number).first()
    if found is None:
        raise hidden(allowed.seat.person, f"{allowed.auction.slug}/{number}", "proposal")
    return found


def _may_have_record(person: Anybody, auction: Auction) -> bool:
    auditors = set(auction.auditors.values_list("pk", flat=True))
    return any(
        (seat.organisation_id == auction.regulator_id and seat.role in OFFICERS | OBSERVERS)
        or (seat.organisation_id in auditors and seat.role in OBSERVERS)
        for seat in seats_held(person)
    )


def _is_bidder(person: Anybody, auction: Auction) -> bool:
    organisations = [seat.organisation_id for seat in seats_held(person)]
    return Participant.objects.filter(auction=auction, organisation__in=organisations).exists()


def seats_held(person: Anybody) -> list[Seat]:
    return list(seats_of(person)) if isinstance(person, Person) else []


def hidden(person: Anybody, asked_for: str, wanted: str) -> Http404:
    log.warning("access_refused", person=str(person), asked_for=asked_for, wanted=wanted)
    return Http404("There is nothing here for you.")
