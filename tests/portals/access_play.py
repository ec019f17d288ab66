"""The auction that the access matrix walks through, who looks at it, and the secrets planted in it.

Rivals' quantities, amounts, deposits and prices are numbers that are found nowhere else, so that a page that shows one
of them to somebody who may not know it yet is caught by searching its text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from auctions import selectors, services
from auctions.drafts.document import begun
from auctions.drafts.models import AuctionDraft
from auctions.models import Auction, Bid, Proposal, Round, Solve
from bidders.models import OrganisationKind, Person, SeatRole
from tests import cast as casting
from tests.cast import BidderCast, Cast, a_person, a_seat, an_organisation, assemble


class Who(StrEnum):
    """Everybody who may try. Own is Alpha, the rival Beta."""

    AUCTIONEER = "auctioneer"
    SECOND_OFFICER = "second officer"
    COMPLIANCE = "compliance"
    OBSERVER = "observer"
    AUDITOR = "auditor"
    PREPARER = "own preparer"
    SUBMITTER = "own submitter"
    VIEWER = "own viewer"
    RIVAL = "rival submitter"
    OTHER_AUDITOR = "auditor of another auction"
    OTHER_OFFICER = "officer of another authority"
    OUTSIDER = "outsider signed in"
    NOBODY = "anonymous"


OFFICERS = frozenset({Who.AUCTIONEER, Who.SECOND_OFFICER})
INSIDERS = OFFICERS | {Who.COMPLIANCE, Who.AUDITOR}  # whom the disclosure policy tells everything that is closed
ALPHA = frozenset({Who.PREPARER, Who.SUBMITTER, Who.VIEWER})
PEOPLE_OF = {"Alpha": ALPHA, "Beta": frozenset({Who.RIVAL})}


class Stage(StrEnum):
    CLOCK = "clock"
    SUPPLEMENTARY = "supplementary"
    ASSIGNMENT = "assignment"
    FINISHED = "finished"
    PUBLISHED = "published"


class RoundState(StrEnum):
    NONE = "none yet"
    OPEN = "open"
    PAUSED = "paused"
    OVER = "over, not closed"
    VOIDED = "voided"
    CLOSED = "closed"


@dataclass(frozen=True)
class Moment:
    """Where the auction stands; ``result`` is how many of its two outcomes are computed."""

    stage: Stage
    state: RoundState
    result: int = 0

    def __str__(self) -> str:
        return f"{self.stage}, {self.state}"

    @property
    def has_round(self) -> bool:
        """Whether a round stands open, be it paused or over."""
        return self.state in {RoundState.OPEN, RoundState.PAUSED, RoundState.OVER}

    @property
    def published(self) -> bool:
        return self.stage is Stage.PUBLISHED


Told = Callable[[Who, Moment], bool]


@dataclass
class Secret:
    """Something that only some may read, by the moment."""

    what: str
    text: str
    told: Told


@dataclass
class Play:
    """One auction with everybody who looks at it."""

    cast: Cast
    people: dict[Who, Person | None]
    draft: int = 0  # of the authority: an auction in the making, without bidders yet
    secrets: list[Secret] = field(default_factory=list)
    opened: set[int] = field(default_factory=set)  # versions of rounds whose bids the officers may read
    bids: dict[str, Bid] = field(default_factory=dict)  # the last one of each
    seed_is_out: bool = False

    @property
    def auction(self) -> Auction:
        return Auction.objects.get(pk=self.cast.auction.pk)

    @property
    def proposal(self) -> int:
        """The number of the last one, which is settled; 0 before any."""
        last = Proposal.objects.filter(auction=self.cast.auction).order_by("sequence").last()
        return last.sequence if last else 0

    @property
    def round(self) -> Round | None:
        return selectors.open_round_of(self.cast.auction)

    def moments(self) -> Iterator[Moment]:
        """Walk the auction forward; it stands at each moment while that is looked at."""
        yield Moment(Stage.CLOCK, RoundState.NONE)
        yield from self._round(Stage.CLOCK, self._clock_bids)
        self.cast.open_round()
        self._clock_bids(last=True)
        self._close()
        yield Moment(Stage.SUPPLEMENTARY, RoundState.NONE)
        yield from self._round(Stage.SUPPLEMENTARY, self._supplementary_bids)
        self._determine()
        yield Moment(Stage.ASSIGNMENT, RoundState.NONE, 1)
        yield from self._round(Stage.ASSIGNMENT, self._assignment_bids, result=1)
        self._determine()
        yield Moment(Stage.FINISHED, RoundState.CLOSED, 2)
        self.cast.publish()
        yield Moment(Stage.PUBLISHED, RoundState.CLOSED, 2)

    def _round(self, stage: Stage, bids: Callable[[], None], *, result: int = 0) -> Iterator[Moment]:
        """One round of the stage in every state; it is voided once and held again."""
        opened = self.cast.open_round(minutes=30)
        bids()
        yield Moment(stage, RoundState.OPEN, result)
        services.pause_round(round=opened, by=self.cast.auctioneer, reason="The line is down.")
        yield Moment(stage, RoundState.PAUSED, result)
        services.resume_round(round=self._standing(), by=self.cast.auctioneer)
        Round.objects.filter(pk=opened.pk).update(deadline=opened.opened_at - timedelta(minutes=1))
        yield Moment(stage, RoundState.OVER, result)
        self.cast.void_rounds(self._standing())
        yield Moment(stage, RoundState.VOIDED, result)
        self.cast.open_round()
        bids()
        self._close()
        yield Moment(stage, RoundState.CLOSED, result)

    def _standing(self) -> Round:
        assert self.round is not None
        return self.round

    def _close(self) -> None:
        closed = self.cast.close_round()
        self.opened.add(closed.version)

    # --- What is bid, and who may know it ----------------------------------------------------------------------------

    def _clock_bids(self, *, last: bool = False) -> None:
        """Three want A in the first round, two in the last one."""
        version = self._standing().version
        wanted = {"A": 1 if last else 2, "B": 1, "C": 1_234_000 + 100 * version}
        self._bid(self.cast.alpha, {"package": wanted}, f"{wanted['C']}")
        rivals = {"A": 1, "C": 2_345_000 + 100 * version}
        self._bid(self.cast.beta, {"package": rivals}, f"{rivals['C']}")
        self.final = (wanted, rivals)

    def _supplementary_bids(self) -> None:
        version = self._standing().version
        amounts = (3_456_000 + 100 * version, 4_567_000 + 100 * version)
        for bidder, package, amount in zip((self.cast.alpha, self.cast.beta), self.final, amounts, strict=True):
            self._bid(bidder, {"bids": [{"package": package, "amount": amount}]}, f"{amount}")

    def _assignment_bids(self) -> None:
        version = self._standing().version
        for bidder, lot, amount in (
            (self.cast.alpha, "A1", 5_678_000 + 100 * version),
            (self.cast.beta, "A2", 6_789_000 + 100 * version),
        ):
            self._bid(bidder, {"bids": [{"option": {"A": [lot]}, "amount": amount}]}, f"{amount}")

    def _bid(self, bidder: BidderCast, ballot: dict[str, Any], marker: str) -> None:
        bid = bidder.submits(ballot)
        owner, version = bidder.participant.bidder_id, self._standing().version
        self.bids[owner] = bid

        def told(who: Who, moment: Moment) -> bool:
            return who in PEOPLE_OF[owner] or moment.published or (who in INSIDERS and version in self.opened)

        where = f"in opening {version}"
        self.secrets.append(Secret(f"{owner}'s bid {where}", marker, told))
        self.secrets.append(Secret(f"{owner}'s nonce {where}", str(bid.nonce), told))

    def _determine(self) -> None:
        first = not self.seed_is_out
        self.cast.determine()
        self.seed_is_out = True
        if not first:
            return
        result = Solve.objects.get(auction=self.auction).result
        assert result is not None
        for won in result["winners"]:
            own = PEOPLE_OF[won["bidder"]]
            self.secrets.append(
                Secret(
                    f"{won['bidder']}'s price",
                    f"{won['price']}",
                    lambda who, moment, own=own: (  # type: ignore[misc]
                        who in INSIDERS
                        or moment.published
                        or (who in own and (moment.has_round or moment.state is not RoundState.NONE))
                    ),
                )
            )


DEPOSITS = {"Alpha": 71_234_001, "Beta": 72_345_002, "Gamma": 73_456_003, "Delta": 74_567_004}


def rulebook() -> dict[str, Any]:
    """Two bands, blocks without frequencies of which any odd number may be wanted, deposits, and a policy that tells
    the public as little as a rulebook can.
    """
    blocks = {"id": "C", "name": "Blocks", "supply": 9_000_000, "reserve": 1, "points": 0}
    return {
        **casting.RULEBOOK,
        "categories": [*casting.RULEBOOK["categories"], blocks],
        "deposits": {"clock_share": 0.5},
        "extensions": {"other_channel": True},
        "disclosure": {"total_demand": "hidden", "bidders_known": False},
    }


def begin() -> Play:
    """Host the auction, and another one of another authority with its own auditor."""
    ordinary = dict(casting.DOCUMENT)
    casting.DOCUMENT |= {
        "rulebook": rulebook(),
        "bidders": [{**each, "deposit": DEPOSITS[each["id"]]} for each in ordinary["bidders"]],
    }
    try:
        cast = assemble(demonstration=True)
    finally:
        casting.DOCUMENT |= ordinary
    authority = an_organisation("Other authority", OrganisationKind.REGULATOR)
    auditors = an_organisation("Other auditors", OrganisationKind.AUDITOR)
    services.host_auction(
        document=ordinary,
        slug="elsewhere",
        title="Elsewhere",
        regulator=authority,
        auditors=(auditors,),
        seed=casting.SEED,
    )
    people: dict[Who, Person | None] = {
        Who.AUCTIONEER: cast.auctioneer.person,
        Who.SECOND_OFFICER: cast.second_officer.person,
        Who.COMPLIANCE: cast.compliance.person,
        Who.OBSERVER: a_seat(a_person("observer"), cast.regulator, SeatRole.OBSERVER).person,
        Who.AUDITOR: cast.auditor.person,
        Who.PREPARER: cast.alpha.preparer.person,
        Who.SUBMITTER: cast.alpha.submitter.person,
        Who.VIEWER: cast.alpha.viewer.person,
        Who.RIVAL: cast.beta.submitter.person,
        Who.OTHER_AUDITOR: a_seat(a_person("other-auditor"), auditors, SeatRole.AUDITOR).person,
        Who.OTHER_OFFICER: a_seat(a_person("other-officer"), authority, SeatRole.AUCTIONEER).person,
        Who.OUTSIDER: cast.outsider,
        Who.NOBODY: None,
    }
    content = begun("In the making", "in-the-making", casting.RULEBOOK)
    draft = AuctionDraft.objects.create(authority=cast.regulator, content=content)
    play = Play(cast, people, draft.pk)
    play.secrets += [
        Secret(
            "the seed", casting.SEED, lambda who, moment: moment.published or (who in OFFICERS and play.seed_is_out)
        ),
        *(
            Secret(
                f"{owner}'s deposit",
                f"{DEPOSITS[owner]}",
                lambda who, moment, owner=owner: moment.published or who in INSIDERS | PEOPLE_OF[owner],  # type: ignore[misc]
            )
            for owner in PEOPLE_OF
        ),
        *(
            Secret(
                f"that {owner} takes part",
                f"{owner}",
                lambda who, moment, owner=owner: moment.published or who in INSIDERS | PEOPLE_OF[owner],  # type: ignore[misc]
            )
            for owner in PEOPLE_OF
        ),
    ]
    return play


THOUSANDS = re.compile(r"(?<![\d,])\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?![\d,])")


def read_in(text: str, secrets: list[Secret]) -> list[Secret]:
    """The secrets that stand in ``text``, numbers with or without separators; digits within a hash are none."""
    plain = THOUSANDS.sub(lambda found: re.sub(r"\D", "", found.group()), text)
    by_text = {secret.text: secret for secret in secrets}
    words = "|".join(re.escape(each) for each in by_text)
    found = set(re.findall(rf"(?<![0-9a-f])(?:{words})(?![0-9a-f])", f"{text}\n{plain}"))
    return [by_text[each] for each in sorted(found)]
