"""The cast of every test that needs people: one authority, its auditor, four bidders, somebody from outside, and a
small auction.

    cast = assemble()
    cast.open_round()
    cast.alpha.bids({"A": 2})
    cast.close_round()

Two lots of A at 10 a lot and one of B at 5; bids are whole units. Alpha and Beta may want everything, Gamma and Delta
one lot less.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.utils.text import slugify

from auctions import selectors, services, tasks
from auctions.formats.contract import Status
from auctions.models import Auction, Bid, Participant, Proposal, ProposalKind, Round
from auctions.second_method import recomputed
from auctions.services import certification
from bidders.models import Organisation, OrganisationKind, Person, Seat, SeatRole

SEED = "thrown before anybody bid"
RULEBOOK: dict[str, Any] = {
    "format": "cca",
    "title": "Two bands",
    "categories": [
        {
            "id": "A",
            "name": "800 MHz",
            "supply": 2,
            "reserve": 10,
            "points": 2,
            "lots": [{"id": "A1", "start": 791, "end": 796}, {"id": "A2", "start": 796, "end": 801}],
        },
        {
            "id": "B",
            "name": "900 MHz",
            "supply": 1,
            "reserve": 5,
            "points": 1,
            "lots": [{"id": "B1", "start": 880.1, "end": 885.1}],
        },
    ],
    "increments": {"steps": [{"excess": 1, "percent": 10}], "lowest": 1, "highest": 50},
    "disclosure": {"prices_public": True, "demand_public": True},
    "seed_commitment": hashlib.sha256(SEED.encode()).hexdigest(),
}
ELIGIBILITY = {"Alpha": 5, "Beta": 5, "Gamma": 3, "Delta": 3}
DOCUMENT: dict[str, Any] = {
    "format": "clearband.auction/1",
    "rulebook": RULEBOOK,
    "bidders": [{"id": name, "eligibility": points} for name, points in ELIGIBILITY.items()],
}


_counted = count(1)


def a_person(username: str | None = None) -> Person:
    return Person.objects.create(username=username or f"person{next(_counted)}")


def an_organisation(name: str | None = None, kind: OrganisationKind = OrganisationKind.BIDDER) -> Organisation:
    name = name or f"Organisation {next(_counted)}"
    return Organisation.objects.create(name=name, slug=slugify(name), kind=kind)


def a_seat(
    person: Person | None = None,
    organisation: Organisation | None = None,
    role: SeatRole = SeatRole.SUBMITTER,
    last_seen_at: datetime | None = None,
) -> Seat:
    return Seat.objects.create(
        person=person or a_person(),
        organisation=organisation or an_organisation(),
        role=role,
        last_seen_at=last_seen_at,
    )


@dataclass(frozen=True)
class BidderCast:
    """A bidder and its three people."""

    participant: Participant
    preparer: Seat
    submitter: Seat
    viewer: Seat

    def submits(
        self,
        ballot: dict[str, Any],
        *,
        form_key: UUID | None = None,
        by: Seat | None = None,
        form_of: Round | None = None,
    ) -> Bid:
        """Submit a ballot on the form of the open round, or of another."""
        auction = self.participant.auction
        opened = form_of or selectors.open_round_of(auction)
        assert opened is not None
        return services.place_bid(
            auction=auction,
            by=by or self.submitter,
            participant=self.participant,
            ballot=ballot,
            form_key=form_key or uuid4(),
            round_version=opened.version,
            prices_hash=opened.prices_hash,
        )

    def bids(self, package: Mapping[str, int]) -> Bid:
        """Submit a clock bid."""
        return self.submits({"package": dict(package)})


@dataclass(frozen=True)
class Cast:
    auction: Auction
    regulator: Organisation
    auctioneer: Seat
    second_officer: Seat
    compliance: Seat
    auditor: Seat
    alpha: BidderCast
    beta: BidderCast
    gamma: BidderCast
    delta: BidderCast
    outsider: Person
    share_files: dict[tuple[int, int], dict[str, Any]]  # that its custodians took home, by seat and ceremony

    @property
    def bidders(self) -> tuple[BidderCast, ...]:
        return (self.alpha, self.beta, self.gamma, self.delta)

    def proposes(self, kind: ProposalKind, *, by: Seat | None = None, **body: Any) -> Proposal:
        """The auctioneer (or another) proposes an act."""
        return services.propose(auction=self.auction, kind=kind, body=body, by=by or self.auctioneer)

    def approves(self, proposal: Proposal, *, by: Seat | None = None, hash: str | None = None) -> Proposal:
        """The second officer (or another) approves it."""
        return services.approve(proposal=proposal, by=by or self.second_officer, hash=hash or proposal.hash)

    def does(self, kind: ProposalKind, **body: Any) -> Proposal:
        """The auctioneer proposes, the second officer approves."""
        return self.approves(self.proposes(kind, **body))

    def open_round(self, *, minutes: int | None = None, prices: dict[str, int] | None = None) -> Round:
        self.does(ProposalKind.OPEN_ROUND, minutes=minutes, prices=prices)
        return Round.objects.select_related("auction").get(auction=self.auction, closed_at=None)

    def close_round(self) -> Round:
        """Close the open round, or let the rules extend it."""
        self.does(ProposalKind.CLOSE_ROUND)
        return Round.objects.select_related("auction").filter(auction=self.auction, voided_at=None).latest("version")

    def end_round(self) -> None:
        """Close the open round and, where its ballots are sealed, open them."""
        self.close_round()
        if selectors.awaiting_opening(self.auction) is not None:
            self.open_ballots()

    def void_rounds(self, since: Round, *, reason: str = "a fault of the system") -> None:
        self.does(ProposalKind.VOID_ROUNDS, since=since.version, reason=reason)

    @property
    def custodians(self) -> tuple[Seat, ...]:
        return (self.auctioneer, self.second_officer, self.compliance)

    def hold_ceremony(self) -> None:
        """The custodians choose their passphrases and confirm their shares; ``share_files`` has the files."""
        for seat in self.custodians:
            services.choose_passphrase(auction=self.auction, by=seat, passphrase=passphrase_of(seat), another=True)
        for seat in self.custodians:
            file = services.share_file(auction=self.auction, by=seat)
            self.share_files[seat.pk, file["ceremony"]] = file
            services.confirm_share(auction=self.auction, by=seat, file=file, passphrase=passphrase_of(seat))

    def hands_in(self, seat: Seat, *, file: dict[str, Any] | None = None, passphrase: str | None = None) -> Round:
        """A custodian hands in its share of the round that was opened last."""
        last = Round.objects.select_related("auction", "key__ceremony").latest("version")
        own = None if last.key is None else self.share_files.get((seat.pk, last.key.ceremony.number))
        return services.hand_in_share(
            round=last, by=seat, file=file or own, passphrase=passphrase or passphrase_of(seat)
        )

    def open_ballots(self) -> Round:
        """The auctioneer's share and the second officer's open the round that was closed."""
        self.hands_in(self.auctioneer)
        return self.hands_in(self.second_officer)

    def publish(self) -> None:
        self.does(ProposalKind.PUBLISH_RESULT)
        self.auction.refresh_from_db()

    def play_round(self, **packages: Mapping[str, int]) -> Round:
        """Open a clock round, let the named bidders bid (``alpha={"A": 1}``), close it."""
        self.open_round()
        for name, package in packages.items():
            bidder: BidderCast = getattr(self, name)
            bidder.bids(package)
        return self.close_round()

    def play_clock(self) -> None:
        """Two rounds: three want A at 10, and two at 11. Alpha ends with 1 A and the B, Beta with 1 A."""
        self.play_round(alpha={"A": 1, "B": 1}, beta={"A": 1}, gamma={"A": 1})
        self.play_round(alpha={"A": 1, "B": 1}, beta={"A": 1}, gamma={})

    def play_supplementary(self) -> None:
        """Alpha raises its final package to 30, Beta to 25; Gamma bids what it did in the clock."""
        self.open_round()
        self.alpha.submits({"bids": [{"package": {"A": 1, "B": 1}, "amount": 30}]})
        self.beta.submits({"bids": [{"package": {"A": 1}, "amount": 25}]})
        self.end_round()

    def play_contested_supplementary(self) -> None:
        """The same, and Gamma bids 11 for the A that it dropped in the second round: more than its reserve of 10."""
        self.open_round()
        self.alpha.submits({"bids": [{"package": {"A": 1, "B": 1}, "amount": 30}]})
        self.beta.submits({"bids": [{"package": {"A": 1}, "amount": 25}]})
        self.gamma.submits({"bids": [{"package": {"A": 1}, "amount": 11}]})
        self.close_round()

    def compute(self) -> None:
        """Have the outcome that is due computed, as the worker does."""
        solve = services.request_determination(auction=self.auction, by=self.auctioneer)
        tasks.determine_winners(solve.pk)

    def verify(self) -> None:
        """Have the result computed again by another method, as the worker does, in this process."""
        solve = selectors.uncertified_result(self.auction)
        assert solve is not None and solve.result is not None
        certification.start_verification(solve_id=solve.pk)
        certification.finish_verification(solve_id=solve.pk, found=recomputed(solve.case, solve.result))

    def determine(self) -> None:
        """Have the outcome computed and verified, and certify it."""
        self.compute()
        self.verify()
        self.does(ProposalKind.CERTIFY_RESULT)

    def play_to_the_end(self) -> None:
        """Everything up to the unpublished result."""
        self.play_clock()
        self.play_supplementary()
        self.determine()
        if selectors.phase(self.auction).status is not Status.FINISHED:
            self.open_round()
            self.end_round()
            self.determine()
        self.auction.refresh_from_db()


def passphrase_of(seat: Seat) -> str:
    """What the custodian in this seat chooses at every ceremony."""
    return f"the passphrase of {seat.person.username}"


def assemble(
    *,
    slug: str = "two-bands",
    demonstration: bool = False,
    two_signatures: Collection[str] = (),
    custodians: bool = False,
) -> Cast:
    """Found the organisations, seat their people, host the auction; with ``custodians`` its three officers divide the
    keys of sealed rounds among them, once they ``hold_ceremony``.
    """
    regulator = an_organisation("Authority", OrganisationKind.REGULATOR)
    auctioneer = _seat(regulator, SeatRole.AUCTIONEER, "auctioneer")
    second_officer = _seat(regulator, SeatRole.SECOND_OFFICER, "officer2")
    compliance = _seat(regulator, SeatRole.COMPLIANCE, "compliance")
    auditors = an_organisation("Auditors", OrganisationKind.AUDITOR)
    organisations = {name: an_organisation(name) for name in ELIGIBILITY}
    auction = services.host_auction(
        document=DOCUMENT,
        slug=slug,
        title="Two bands",
        regulator=regulator,
        organisations=organisations,
        auditors=(auditors,),
        seed=SEED,
        demonstration=demonstration,
        two_signatures=two_signatures,
        custodians=(auctioneer, second_officer, compliance) if custodians else (),
    )
    bidders = {name.lower(): _bidder(auction, name) for name in ELIGIBILITY}
    return Cast(
        auction=auction,
        regulator=regulator,
        auctioneer=auctioneer,
        second_officer=second_officer,
        compliance=compliance,
        auditor=_seat(auditors, SeatRole.AUDITOR, "auditor"),
        outsider=a_person("outsider"),
        share_files={},
        **bidders,
    )


def _bidder(auction: Auction, name: str) -> BidderCast:
    participant = Participant.objects.select_related("auction", "organisation").get(auction=auction, bidder_id=name)
    preparer, submitter, viewer = (
        _seat(participant.organisation, role, f"{name.lower()}-{role}")
        for role in (SeatRole.PREPARER, SeatRole.SUBMITTER, SeatRole.VIEWER)
    )
    return BidderCast(participant, preparer, submitter, viewer)


def _seat(organisation: Organisation, role: SeatRole, username: str) -> Seat:
    return a_seat(a_person(username), organisation, role)
