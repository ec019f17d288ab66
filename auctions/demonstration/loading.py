"""Load the demonstration: host a file's auction and replay the first half of its clock stage through the services that
everybody uses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from auctions.demonstration.sign_ins import PASSPHRASE, seat_everybody
from auctions.formats.auction_file import AuctionFile, read_auction
from auctions.formats.contract import CloseRound, OpenRound, PlaceBid
from auctions.models import Auction, Participant, ProposalKind, Round
from auctions.services import (
    approve,
    choose_passphrase,
    host_auction,
    place_bid,
    propose,
    set_autopilot,
    set_own_key,
)
from auctions.services.own_keys import own_key_of
from auctions.services.sealing import last_ceremony
from bidders.models import Organisation, Seat, SeatRole

CLOCK = "clock"
OPEN_MINUTES = 30  # of the round that is left open for visitors


@dataclass(frozen=True)
class Officers:
    """The two who run the auction: one proposes, the other approves."""

    auctioneer: Seat
    second: Seat

    @classmethod
    def of(cls, authority: Organisation) -> "Officers":
        seats = Seat.objects.select_related("person", "organisation").filter(organisation=authority)
        return cls(seats.get(role=SeatRole.AUCTIONEER), seats.get(role=SeatRole.SECOND_OFFICER))

    def do(self, auction: Auction, kind: ProposalKind, **body: Any) -> None:
        proposal = propose(auction=auction, kind=kind, body=body, by=self.auctioneer)
        approve(proposal=proposal, by=self.second, hash=proposal.hash)


@dataclass
class FileRound:
    """A clock round of the file: its prices where the auctioneer chose them, and its bids in order."""

    prices: dict[str, int] | None
    bids: list[PlaceBid] = field(default_factory=list)


def load(document: Mapping[str, Any], *, slug: str, simulation_seed: str) -> Auction:
    """Host the auction unless it is hosted already, hold its key ceremony, and replay it to the middle of its clock
    stage, where a round is left open.

    Loading goes on where an earlier, interrupted one stopped; an auction that has come further is left alone.
    Raises NotTheDemonstration outside the embedded mode, AuctionUnreadable for a file that cannot be hosted.
    """
    file = read_auction(document)
    regulator, auditor, organisations = seat_everybody({bidder.id: bidder.label for bidder in file.bidders})
    officers = Officers.of(regulator)
    auction = Auction.objects.filter(slug=slug).first() or host_auction(
        document=document,
        slug=slug,
        title=document["rulebook"].get("title") or slug,
        regulator=regulator,
        by=officers.auctioneer,
        demonstration=True,
        simulation_seed=simulation_seed,
        organisations=organisations,
        auditors=(auditor,),
        custodians=custodians_of(regulator),
    )
    hold_ceremony(auction)
    participants = {
        participant.bidder_id: participant
        for participant in auction.participants.select_related("auction", "organisation")
    }
    for participant in participants.values():
        set_passphrase(participant)
        if not participant.autopilot and not auction.rounds.exists():
            set_autopilot(participant=participant, on=True, by=None)
    played = list(clock_rounds(file))
    before = played[: len(played) // 2]
    for number, file_round in enumerate(before, start=1):
        _replay(auction, number, file_round, participants, officers)
    if auction.rounds.count() == len(before) and not auction.rounds.filter(closed_at=None).exists():
        officers.do(auction, ProposalKind.OPEN_ROUND, minutes=OPEN_MINUTES)
    return auction


def custodians_of(authority: Organisation) -> tuple[Seat, ...]:
    """The three who divide the keys of sealed rounds among them."""
    seats = Seat.objects.select_related("person", "organisation").filter(organisation=authority)
    return tuple(seats.get(role=role) for role in (SeatRole.AUCTIONEER, SeatRole.SECOND_OFFICER, SeatRole.COMPLIANCE))


def hold_ceremony(auction: Auction) -> None:
    """Choose everybody's passphrase; the shares stay with the platform, which hands them in for whoever is not there.
    Holding it again changes nothing.
    """
    for custodian in auction.custodians.select_related("seat__person", "seat__organisation"):
        if last_ceremony(auction) is None:
            choose_passphrase(auction=auction, by=custodian.seat, passphrase=PASSPHRASE)


def set_passphrase(participant: Participant) -> None:
    """Give the bidder a key for its own sealed ballots, where it has none."""
    if own_key_of(participant) is None:
        by = Seat.objects.get(organisation=participant.organisation, role=SeatRole.SUBMITTER)
        set_own_key(participant=participant, by=by, passphrase=PASSPHRASE)


def clock_rounds(file: AuctionFile) -> Iterator[FileRound]:
    """The file's clock rounds in order. Those of the sealed stages, whose ballots are no packages, are left out."""
    current: FileRound | None = None
    for act in file.acts:
        if isinstance(act, OpenRound):
            current = FileRound(act.prices)
        elif isinstance(act, PlaceBid) and current is not None:
            current.bids.append(act)
        elif isinstance(act, CloseRound) and current is not None:
            if all("package" in bid.ballot for bid in current.bids):
                yield current
            current = None


def _replay(
    auction: Auction, number: int, file_round: FileRound, participants: Mapping[str, Participant], officers: Officers
) -> None:
    """Open, bid, close; each of them does nothing where an earlier loading did it."""
    known = Round.objects.select_related("auction").filter(auction=auction, stage=CLOCK, number=number).first()
    if known is not None and known.closed_at is not None:
        return
    if known is None:
        officers.do(auction, ProposalKind.OPEN_ROUND, prices=file_round.prices)
    opened = Round.objects.get(auction=auction, closed_at=None)
    for n, bid in enumerate(file_round.bids):
        place_bid(
            auction=auction,
            by=None,
            participant=participants[bid.bidder],
            ballot=bid.ballot,
            form_key=uuid5(NAMESPACE_URL, f"file/{opened.pk}/{n}"),
            round_version=opened.version,
            prices_hash=opened.prices_hash,
            simulated=True,
        )
    officers.do(auction, ProposalKind.CLOSE_ROUND)
