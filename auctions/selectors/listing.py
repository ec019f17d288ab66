"""Lists: auctions, a bidder's own bids, the journal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from auctions.models import Auction, Bid, Participant, PreparedBid, Round
from bidders.models import Organisation, OrganisationKind, Person, Seat, SeatRole
from bidders.selectors import seats_of
from journal.selectors import entries_of


@dataclass(frozen=True)
class JournalLine:
    """An entry as the auctioneer sees it. While a round is open, its bids show who and the commitment, not what.

    Bids of a round that was voided before it closed stay sealed until the result is published: the round may be held
    again. Encrypted ones are sealed until two custodians open their round, for ever where it was voided before.
    """

    sequence: int
    kind: str
    recorded_at: datetime
    hash: str
    previous_hash: str
    body: dict[str, Any]
    sealed: bool


def public_auctions() -> QuerySet[Auction]:
    """Every hosted auction but mocks, which only those who rehearse are led to; the newest first."""
    return Auction.objects.filter(mock_of="").select_related("regulator").order_by("-created_at", "-pk")


def auctions_of_authority(authority: Organisation) -> QuerySet[Auction]:
    """Every auction that the authority runs, mocks included, the newest first."""
    return Auction.objects.filter(regulator=authority).order_by("-created_at", "-pk")


def auctions_for(person: Person) -> list[tuple[Auction, Seat, SeatRole]]:
    """Where the person may go, and in which seat."""
    found: list[tuple[Auction, Seat, SeatRole]] = []
    for seat in seats_of(person):
        found += [(auction, seat, SeatRole(seat.role)) for auction in _auctions_of(seat)]
    return sorted(found, key=lambda row: (row[0].title, row[1].pk))


def own_bids(participant: Participant) -> QuerySet[Bid]:
    """All bids of the participant that were accepted, the newest first."""
    return Bid.objects.filter(participant=participant).select_related("round", "seat__person").order_by("-sequence")


def last_prepared_bid(participant: Participant, a_round: Round) -> PreparedBid | None:
    """The ballot that was put before the participant's submitters last in the round, whatever became of it; its
    bidder's to see and nobody else's.
    """
    people = ("prepared_by__person", "signed_by__person", "withdrawn_by__person", "bid__seat__person")
    prepared = PreparedBid.objects.filter(participant=participant, round=a_round).select_related(*people)
    return prepared.order_by("prepared_at").last()


def number_of_bids(rounds: Iterable[Round]) -> int:
    """How many ballots were accepted in these rounds."""
    return Bid.objects.filter(round__in=rounds).count()


def journal_entries(auction: Auction) -> list[JournalLine]:
    """The auction's chain in order."""
    never_closed = Q(round__closed_at=None) | Q(round__closed_at=F("round__voided_at"))
    in_clear = never_closed & Q(round__auction__published_at=None)
    encrypted = Q(round__unsealed_at=None) & ~Q(round__key=None)
    sealed_bids = set(
        Bid.objects.filter(in_clear | encrypted, round__auction=auction).values_list("sequence", flat=True)
    )
    lines: list[JournalLine] = []
    for entry in entries_of(auction.chain):
        sealed = entry.sequence in sealed_bids
        body = _without_content(entry.body) if sealed else entry.body
        lines.append(
            JournalLine(entry.sequence, entry.kind, entry.recorded_at, entry.hash, entry.previous_hash, body, sealed)
        )
    return lines


def _without_content(body: dict[str, Any]) -> dict[str, Any]:
    shown = ("by", "round", "commitment", "surrogate")
    bidder = body["bidder"] if "sealed" in body else body["act"]["bidder"]
    return {"bidder": bidder} | {name: body[name] for name in shown if name in body}


def _auctions_of(seat: Seat) -> QuerySet[Auction]:
    if seat.organisation.kind == OrganisationKind.REGULATOR:
        return Auction.objects.filter(regulator=seat.organisation)
    if seat.organisation.kind == OrganisationKind.AUDITOR:
        return Auction.objects.filter(auditors=seat.organisation)
    return Auction.objects.filter(participants__organisation=seat.organisation)
