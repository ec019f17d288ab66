"""Who sees what, and when (R-C8): one policy object, and nothing is shown that it does not name.

A fact about one bidder is two facts here, the own one and the others': the same bid is ``OWN_BID`` to its bidder and
``OTHERS_BIDS`` to everybody else. Source of the defaults: SI 2012/2817 regs 52, 58 (read).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from auctions.rules.history import Category, Package


class Role(StrEnum):
    """For whom facts are asked."""

    BIDDER = "bidder"
    AUCTIONEER = "auctioneer"
    COMPLIANCE = "compliance"
    AUDITOR = "auditor"
    PUBLIC = "public"


class Stage(StrEnum):
    """Where the auction stands."""

    SETUP = "setup"
    ROUND_OPEN = "round_open"
    ROUND_CLOSED = "round_closed"
    SUPPLEMENTARY_OPEN = "supplementary_open"
    SUPPLEMENTARY_CLOSED = "supplementary_closed"  # winners are being determined
    ASSIGNMENT_OPEN = "assignment_open"
    ASSIGNMENT_CLOSED = "assignment_closed"
    CERTIFIED = "certified"  # the result is final


class Fact(StrEnum):
    """What there is to know."""

    RULEBOOK = "rulebook"
    SCHEDULE = "schedule"
    PRICES = "prices"  # of the round that runs or comes next
    TOTAL_DEMAND = "total_demand"  # of closed rounds, shown as the policy's ``demand`` says
    OWN_BID = "own_bid"
    OWN_ELIGIBILITY = "own_eligibility"
    OWN_LIMITS = "own_limits"  # caps, floors, the sure bid
    OWN_RESULT = "own_result"
    OTHERS_BIDS = "others_bids"
    OTHERS_ELIGIBILITY = "others_eligibility"
    WHO_HAS_BID = "who_has_bid"  # that a bidder has submitted, not what
    REFUSED_ATTEMPTS = "refused_attempts"
    BIDDERS = "bidders"  # who takes part
    RESULTS = "results"  # winners and prices
    ALL_BIDS = "all_bids"  # the complete bid book, with the bundle
    SEED = "seed"


class DemandShown(StrEnum):
    """In what form total demand is told after a round."""

    EXACT = "exact"
    BANDED = "banded"
    EXCESS_YES_NO = "excess_yes_no"
    HIDDEN = "hidden"


STAGES = tuple(Stage)
AFTER_BIDDING = frozenset({Stage.CERTIFIED})
ALWAYS = frozenset(STAGES)
FROM_FIRST_ROUND = ALWAYS - {Stage.SETUP}
BETWEEN_BIDS = FROM_FIRST_ROUND - {Stage.ROUND_OPEN, Stage.SUPPLEMENTARY_OPEN, Stage.ASSIGNMENT_OPEN}
FROM_DETERMINATION = frozenset({Stage.ASSIGNMENT_OPEN, Stage.ASSIGNMENT_CLOSED, Stage.CERTIFIED})

Windows = Mapping[Fact, frozenset[Stage]]

EVERYBODY: Windows = {
    Fact.RULEBOOK: ALWAYS,
    Fact.SCHEDULE: ALWAYS,
    Fact.RESULTS: AFTER_BIDDING,
    Fact.SEED: AFTER_BIDDING,
}
BIDDER: Windows = {
    **EVERYBODY,
    Fact.PRICES: ALWAYS,
    Fact.TOTAL_DEMAND: FROM_FIRST_ROUND,
    Fact.OWN_BID: FROM_FIRST_ROUND,
    Fact.OWN_ELIGIBILITY: ALWAYS,
    Fact.OWN_LIMITS: FROM_FIRST_ROUND,
    Fact.OWN_RESULT: FROM_DETERMINATION,
}
AUCTIONEER: Windows = {
    **EVERYBODY,
    Fact.PRICES: ALWAYS,
    Fact.BIDDERS: ALWAYS,
    Fact.WHO_HAS_BID: FROM_FIRST_ROUND,
    Fact.TOTAL_DEMAND: FROM_FIRST_ROUND,
    Fact.OTHERS_ELIGIBILITY: BETWEEN_BIDS,
    Fact.OTHERS_BIDS: BETWEEN_BIDS,
    Fact.RESULTS: FROM_DETERMINATION | {Stage.SUPPLEMENTARY_CLOSED},
    Fact.ALL_BIDS: AFTER_BIDDING,
}
COMPLIANCE: Windows = {**AUCTIONEER, Fact.REFUSED_ATTEMPTS: BETWEEN_BIDS}


@dataclass(frozen=True)
class DisclosurePolicy:
    """What each role sees at each stage; every choice of a rulebook is a field."""

    demand: DemandShown = DemandShown.EXACT
    bands: tuple[int, ...] = ()  # lower ends of the bands of excess demand, in lots, ascending, for ``BANDED``
    bidders_known: bool = True  # to bidders and public, from the start
    prices_public: bool = False  # to the public while the auction runs
    demand_public: bool = False
    bids_published: bool = True  # the complete bid book after certification
    auctioneer_sees_open_bids: bool = False
    changes: Mapping[Role, Windows] = field(default_factory=dict)  # a rulebook's own windows, over the defaults

    def sees(self, role: Role, stage: Stage, fact: Fact) -> bool:
        """Whether ``role`` may see ``fact`` at ``stage`` (R-C8). What no window names is not shown."""
        if fact is Fact.TOTAL_DEMAND and role in {Role.BIDDER, Role.PUBLIC} and self.demand is DemandShown.HIDDEN:
            return False
        window = self.changes.get(role, {}).get(fact)
        if window is None:
            window = self._windows(role).get(fact, frozenset())
        return stage in window

    def facts(self, role: Role, stage: Stage) -> frozenset[Fact]:
        """Everything ``role`` may see at ``stage`` (R-C8)."""
        return frozenset(fact for fact in Fact if self.sees(role, stage, fact))

    def demand_shown(self, role: Role, categories: Sequence[Category], demand: Package) -> tuple[int | str | None, ...]:
        """Total demand by category in the form ``role`` is told it (R-C8).

        Exact: lots. Banded: ``balanced`` or the band of excess, such as ``1-4`` or ``5+``. Yes or no: ``excess`` or
        ``no excess``. Hidden: None. The auctioneer, compliance and the auditor get the exact figures.
        """
        inside = role not in {Role.BIDDER, Role.PUBLIC}
        shown = DemandShown.EXACT if inside else self.demand
        return tuple(self._shown(shown, lots, c.supply) for c, lots in zip(categories, demand, strict=True))

    def _shown(self, shown: DemandShown, demand: int, supply: int) -> int | str | None:
        match shown:
            case DemandShown.EXACT:
                return demand
            case DemandShown.BANDED:
                return _band(demand - supply, self.bands)
            case DemandShown.EXCESS_YES_NO:
                return "excess" if demand > supply else "no excess"
            case DemandShown.HIDDEN:
                return None

    def _windows(self, role: Role) -> Windows:
        windows: dict[Fact, frozenset[Stage]] = dict(_DEFAULTS[role])
        if role in {Role.BIDDER, Role.PUBLIC}:
            windows |= self._outside(role)
        elif self.auctioneer_sees_open_bids:
            windows |= {Fact.OTHERS_BIDS: FROM_FIRST_ROUND, Fact.OTHERS_ELIGIBILITY: FROM_FIRST_ROUND}
        return windows

    def _outside(self, role: Role) -> dict[Fact, frozenset[Stage]]:
        opened: dict[Fact, frozenset[Stage]] = {Fact.BIDDERS: ALWAYS if self.bidders_known else AFTER_BIDDING}
        if self.bids_published:
            opened[Fact.ALL_BIDS] = AFTER_BIDDING
        if role is Role.PUBLIC:
            opened[Fact.PRICES] = ALWAYS if self.prices_public else AFTER_BIDDING
            opened[Fact.TOTAL_DEMAND] = FROM_FIRST_ROUND if self.demand_public else AFTER_BIDDING
        return opened


_DEFAULTS: Mapping[Role, Windows] = {
    Role.BIDDER: BIDDER,
    Role.AUCTIONEER: AUCTIONEER,
    Role.COMPLIANCE: COMPLIANCE,
    Role.AUDITOR: COMPLIANCE,
    Role.PUBLIC: EVERYBODY,
}


def _band(excess: int, bands: Sequence[int]) -> str:
    if excess <= 0:
        return "balanced"
    starts = sorted({1, *bands})
    start = max(low for low in starts if low <= excess)
    after = [low for low in starts if low > start]
    if not after:
        return f"{start}+"
    return str(start) if after[0] == start + 1 else f"{start}-{after[0] - 1}"
