"""What a rulebook says of the clock stage: activity, increments, extensions, closing (R-C3 to R-C7, R-C9)."""

from fractions import Fraction
from functools import cached_property

from pydantic import Field, model_validator

from auctions.formats.cca.rulebook.shares import Share, contradictions_refused
from auctions.rules.activity import ClockActivity
from auctions.rules.closing import ClosingRule
from auctions.rules.eligibility import ActivityRequirement, RequirementRounding
from auctions.rules.eligibility import RequirementStep as RequirementRule
from auctions.rules.extensions import ExtensionRule
from auctions.rules.increments import ExcessMeasure, IncrementLimits, IncrementTable
from auctions.rules.increments import IncrementStep as IncrementRule
from auctions.rules.undersell import Undersell
from winner_determination.documents import Document


class RequirementStep(Document):
    """From this round on, the share of eligibility that must be used to keep it."""

    from_round: int = Field(ge=1)
    share: Share


class Activity(Document):
    """Which bids a bidder may place in the clock rounds (R-C3, R-C4)."""

    rule: ClockActivity = ClockActivity.RELAXED
    requirement: Share | tuple[RequirementStep, ...] = Fraction(1)
    rounding: RequirementRounding = RequirementRounding.DOWN

    @model_validator(mode="after")
    def _steps_are_in_order(self) -> "Activity":
        with contradictions_refused():
            _ = self.requirement_rule
        return self

    @cached_property
    def requirement_rule(self) -> ActivityRequirement:
        """The requirement as the rules read it."""
        if isinstance(self.requirement, tuple):
            steps = tuple(RequirementRule(step.from_round, step.share) for step in self.requirement)
        else:
            steps = (RequirementRule(1, self.requirement),)
        return ActivityRequirement(steps, self.rounding)


class ClockRounds(Document):
    """How the bids of a clock round are taken (R-C6, R-C9)."""

    undersell: Undersell = Undersell.ALLOWED
    intra_round: bool = False


class IncrementStep(Document):
    """Where demand exceeds supply by at least ``excess``, the price rises by ``percent`` per cent."""

    excess: int = Field(ge=0)
    percent: Share


class Increments(Document):
    """How clock prices rise (R-C5): by the table, or by the auctioneer's choice between ``lowest`` and ``highest`` per
    cent."""

    steps: tuple[IncrementStep, ...] = (IncrementStep(excess=1, percent=Fraction(5)),)
    measure: ExcessMeasure = ExcessMeasure.LOTS
    auctioneer_may_choose: bool = True
    lowest: Share = Fraction(1)
    highest: Share = Fraction(20)
    round_to: int = Field(default=1, ge=1, description="prices are rounded up to a multiple of this")

    @model_validator(mode="after")
    def _percentages_are_in_order(self) -> "Increments":
        if not 0 <= self.lowest <= self.highest:
            raise ValueError("lowest is 0 or more and at most highest")
        with contradictions_refused():
            _ = self.table, self.limits
        return self

    @cached_property
    def table(self) -> IncrementTable:
        steps = tuple(IncrementRule(step.excess, _basis_points(step.percent)) for step in self.steps)
        return IncrementTable(steps, self.round_to, self.measure)

    @cached_property
    def limits(self) -> IncrementLimits:
        return IncrementLimits(_basis_points(self.lowest), _basis_points(self.highest), self.round_to)


def _basis_points(percent: Fraction) -> int:
    points = percent * 100
    if points.denominator != 1:
        raise ValueError(f"percentages have at most two decimals (given {float(percent)})")
    return points.numerator


class Closing(Document):
    """When the clock stops (R-C6): without excess demand always, by the auctioneer's decision only where this allows
    it."""

    needs_full_requirement: bool = False
    auctioneer_may_end: bool = False

    @property
    def rule(self) -> ClosingRule:
        return ClosingRule(self.needs_full_requirement, self.auctioneer_may_end)


class Extensions(Document):
    """What becomes of a bidder who misses a clock round, or cannot reach the system (R-C7)."""

    per_bidder: int = Field(default=0, ge=0)
    minutes: int = Field(default=30, ge=1)
    other_channel: bool = False

    @property
    def rule(self) -> ExtensionRule:
        return ExtensionRule(self.per_bidder, self.minutes)
