"""A case: the bid book and every rule under which it is decided and priced."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from winner_determination.bid_book import BidBook


class Method(StrEnum):
    """Who solves: the exact dynamic programme over the supply vector or over the positions of a row of lots, the search
    within the gap, branch and bound in whole numbers, HiGHS, or PuLP with CBC. ``auto`` picks any but the last."""

    AUTO = "auto"
    DYNAMIC = "dynamic"
    INTERVAL = "interval"
    SEARCH = "search"
    BRANCH = "branch"
    MILP = "milp"
    SECOND_OPINION = "second_opinion"


class PricingRule(StrEnum):
    """What winners pay: a point of the core (R-P1), their opportunity cost (R-P0), or their bid."""

    CORE = "core"
    VICKREY = "vickrey"
    PAY_AS_BID = "pay_as_bid"


class Reference(StrEnum):
    """The point that core prices are to be nearest to (R-P1b)."""

    VICKREY = "vickrey"
    BID = "bid"
    RESERVE = "reserve"
    ZERO = "zero"


class Norm(StrEnum):
    """How far prices are from the reference: weighted squares, or the largest weighted deviation (then weighted
    squares)."""

    EUCLIDEAN = "euclidean"
    MAXIMUM = "maximum"


class Weighting(StrEnum):
    """Weight of a winner's deviation: 1, 1 / reserve value of its package, or 1 / its bid (R-P1b)."""

    EQUAL = "equal"
    RESERVE = "reserve"
    BID = "bid"


class RoundingRule(StrEnum):
    """How an exact price becomes whole units (R-P2): cut down, up, to the nearest (halves up), or up to a multiple."""

    NONE = "none"
    UP = "up"
    NEAREST = "nearest"
    UP_TO = "up_to"


class Objective(StrEnum):
    """Ordered secondary objectives among allocations of equal value (R-W4). ``seed`` ends every list."""

    MOST_POINTS = "most_points"
    FEWEST_POINTS = "fewest_points"
    MOST_LOTS = "most_lots"
    FEWEST_LOTS = "fewest_lots"
    MOST_WINNERS = "most_winners"
    FEWEST_WINNERS = "fewest_winners"
    SEED = "seed"


class Counterfactual(StrEnum):
    """What a coalition without a bidder is: the bidder gone, or its bids kept at amount zero (R-A3).

    A bidder that must win cannot be gone: no allocation leaves it out, so that under ``removed`` it pays the reserve
    value of its package.
    """

    REMOVED = "removed"
    ZEROED = "zeroed"


@dataclass(frozen=True)
class Rounding:
    """``unit`` is the multiple that prices are rounded up to under ``up_to``, bid units."""

    rule: RoundingRule = RoundingRule.NONE
    unit: int = 1


@dataclass(frozen=True)
class Pricing:
    """The pricing rule of R-P0 to R-P2."""

    rule: PricingRule = PricingRule.CORE
    reference: Reference = Reference.VICKREY
    norm: Norm = Norm.EUCLIDEAN
    weights: Weighting | Mapping[str, Fraction] = Weighting.EQUAL
    minimum_revenue: bool = True
    rounding: Rounding = Rounding()


@dataclass(frozen=True)
class Cap:
    """The weighted lots won by ``bidders`` together are at most ``maximum`` (R-W3)."""

    bidders: tuple[str, ...]
    weights: Mapping[str, Fraction]  # by category; a category left out weighs nothing
    maximum: Fraction


@dataclass(frozen=True)
class AtLeastOne:
    """At least one of these (bidder, package) pairs is awarded (R-W3, the fourth operator)."""

    options: tuple[tuple[str, Mapping[str, int]], ...]


Limit = Cap | AtLeastOne


@dataclass(frozen=True, eq=False)
class Case:
    """Everything that decides who wins and what they pay."""

    book: BidBook
    limits: tuple[Limit, ...] = ()
    pricing: Pricing = Pricing()
    ties: tuple[Objective, ...] = (Objective.MOST_POINTS, Objective.SEED)
    seed: str = ""
    method: Method = Method.AUTO
    must_win: frozenset[str] = field(default_factory=frozenset)  # bidders awarded exactly one of their bids
    counterfactual: Counterfactual = Counterfactual.REMOVED
    reserve_bids: bool = True  # R-W2: unsold lots count at reserve; off: a bid must only reach its own reserve
    scale: int = 1  # bid units to one unit of the source, where its amounts were multiplied to become whole
