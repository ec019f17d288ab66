"""Eligibility: the points a bidder may use, where they come from (R-C2) and how they shrink (R-C3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from auctions.rules.errors import BadRuleError
from auctions.rules.history import BidderHistory, BidderRound, Package, Prices

FULL = Fraction(1)


class RequirementRounding(StrEnum):
    """How a fraction of a point is rounded when the points used are divided by the activity requirement."""

    DOWN = "down"
    UP = "up"
    NEAREST = "nearest"  # a half goes up


@dataclass(frozen=True, slots=True)
class RequirementStep:
    """From this round on, the bidder must use this share of its eligibility to keep it."""

    from_round: int
    share: Fraction  # above 0, at most 1


@dataclass(frozen=True, slots=True)
class ActivityRequirement:
    """The share of eligibility to be used, by round, and the rounding. The default is strict: 100 %, rounded down."""

    steps: tuple[RequirementStep, ...] = (RequirementStep(1, FULL),)
    rounding: RequirementRounding = RequirementRounding.DOWN

    def __post_init__(self) -> None:
        starts = [step.from_round for step in self.steps]
        if not starts or starts[0] != 1 or any(a >= b for a, b in pairwise(starts)):
            raise BadRuleError("the activity requirement starts at round 1 and its steps follow one another")
        if any(not 0 < step.share <= 1 for step in self.steps):
            raise BadRuleError("an activity requirement is above 0 and at most 1")

    def at(self, round_number: int) -> Fraction:
        """The share required in ``round_number`` (R-C3)."""
        return next(step.share for step in reversed(self.steps) if step.from_round <= round_number)


STRICT = ActivityRequirement()


def next_eligibility(
    before: int,
    points: int,
    requirement: Fraction = FULL,
    rounding: RequirementRounding = RequirementRounding.DOWN,
) -> int:
    """Eligibility after a round in which a bidder with ``before`` points used ``points`` of them (R-C3).

    ``points / requirement``, rounded, but never more than before: at 70 % a bid of 8 points keeps floor(8 / 0.7) = 11,
    and of a bidder who had 10 it keeps 10. No bid uses 0 points and leaves 0.
    Source: docs/rules/eligibility.md, R-C3.
    """
    needed, kept = requirement.numerator, points * requirement.denominator
    match rounding:
        case RequirementRounding.DOWN:
            supported = kept // needed
        case RequirementRounding.UP:
            supported = -(-kept // needed)
        case RequirementRounding.NEAREST:
            supported = (2 * kept + needed) // (2 * needed)
    return min(before, supported)


def points_to_keep(before: int, requirement: Fraction, rounding: RequirementRounding = RequirementRounding.DOWN) -> int:
    """The least number of points a bid must use for the bidder to keep all ``before`` points (R-C3)."""
    least = before * requirement.numerator // requirement.denominator
    while next_eligibility(before, least, requirement, rounding) < before:
        least += 1
    while least > 0 and next_eligibility(before, least - 1, requirement, rounding) == before:
        least -= 1
    return least


def play_round(
    history: BidderHistory, prices: Prices, package: Package, requirement: ActivityRequirement = STRICT
) -> BidderHistory:
    """The history after one more round (R-C3) with ``package`` accepted; the empty one where there was no bid."""
    number, before = len(history.rounds) + 1, history.eligibility
    after = next_eligibility(before, history.points(package), requirement.at(number), requirement.rounding)
    return history.append(BidderRound(number, prices, package, before, after))


@dataclass(frozen=True, slots=True)
class DepositStep:
    """A straight piece of the deposit schedule: above ``above``, ``deposit_per_point`` buys a point; None: no more."""

    above: int  # bid units of deposit
    deposit_per_point: Fraction | None


@dataclass(frozen=True, slots=True)
class DepositSchedule:
    """A piecewise-linear schedule from deposit to initial eligibility, its steps in ascending order from 0."""

    steps: tuple[DepositStep, ...]

    def __post_init__(self) -> None:
        starts = [step.above for step in self.steps]
        if not starts or starts[0] != 0 or any(a >= b for a, b in pairwise(starts)):
            raise BadRuleError("a deposit schedule starts at 0 and its steps follow one another")
        if any(step.deposit_per_point is not None and step.deposit_per_point <= 0 for step in self.steps):
            raise BadRuleError("a point costs a positive deposit")


def eligibility_from_deposit(schedule: DepositSchedule, deposit: int) -> int:
    """Initial eligibility that ``deposit`` bid units buy, rounded down (R-C2).

    The schedule of SI 2018/86 reg. 18 (read): up to 30m a point a million, up to 70m 30 + (D - 30m) / 2.5m, then 46.
    Source: docs/rules/eligibility.md, R-C2.
    """
    total = Fraction(0)
    ends: Sequence[int] = [*(step.above for step in schedule.steps[1:]), deposit]
    for step, end in zip(schedule.steps, ends, strict=True):
        covered = min(deposit, end) - step.above
        if covered > 0 and step.deposit_per_point is not None:
            total += covered / step.deposit_per_point
    return total.numerator // total.denominator
