"""The rulebook of a combinatorial clock auction: one validated, frozen document that decides everything the rules leave
open.

Every field is explained in docs/rulebook.md. Amounts are whole bid units, shares are exact fractions written as
decimals or ``"7/10"``.
"""

from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from auctions.rules.activity import ClockActivity
from auctions.rules.disclosure import DemandShown, DisclosurePolicy
from auctions.rules.eligibility import ActivityRequirement, RequirementRounding
from auctions.rules.eligibility import RequirementStep as RequirementRule
from auctions.rules.history import Category as RulesCategory
from auctions.rules.increments import IncrementLimits, IncrementTable
from auctions.rules.increments import IncrementStep as IncrementRule
from auctions.rules.permissible import Permissible, SpectrumCap
from auctions.rules.supplementary import SupplementaryCap
from winner_determination.case import Objective
from winner_determination.case_document import PricingModel
from winner_determination.documents import Document


def _share(value: Any) -> Any:
    """Read 0.7, 1 or "7/10" as the fraction that was meant: 0.7 is 7/10, not the nearest binary number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Fraction):
        raise ValueError("should be a number such as 0.7 or a fraction such as '7/10'")
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError("should be a number such as 0.7 or a fraction such as '7/10'") from error


Share = Annotated[Any, BeforeValidator(_share)]


class Unit(Document):
    """What one unit of an amount is worth: ``multiple`` units of money of ``currency``."""

    currency: str = "EUR"
    multiple: int = Field(default=1, ge=1)

    @property
    def label(self) -> str:
        return self.currency if self.multiple == 1 else f"{self.currency} x {self.multiple:,}"


class Lot(Document):
    """A specific lot with its real frequencies in MHz; ``uplink_*`` where it is paired."""

    id: str
    start: float | None = None
    end: float | None = None
    uplink_start: float | None = None
    uplink_end: float | None = None


class Category(Document):
    """Lots so alike that bidders bid for a number of them; which ones is the assignment stage's business."""

    id: str = Field(min_length=1)
    name: str = ""
    description: str = ""
    supply: int = Field(ge=1)
    reserve: int = Field(ge=0, description="opening price per lot")
    points: int = Field(ge=0, description="eligibility points per lot")
    lots: tuple[Lot, ...] = Field(
        default=(), description="the specific lots in order of frequency; none: nothing to assign"
    )
    contiguous: bool = True

    @model_validator(mode="after")
    def _lots_match_supply(self) -> "Category":
        if self.lots and len(self.lots) != self.supply:
            raise ValueError(f"{len(self.lots)} lots are listed but the supply is {self.supply}")
        if len({lot.id for lot in self.lots}) != len(self.lots):
            raise ValueError("two lots have the same id")
        return self


class RequirementStep(Document):
    """From this round on, the share of eligibility that must be used to keep it."""

    from_round: int = Field(ge=1)
    share: Share


class Activity(Document):
    """Which bids a bidder may place in the clock rounds (R-C3, R-C4)."""

    rule: ClockActivity = ClockActivity.RELAXED
    requirement: Share | tuple[RequirementStep, ...] = Fraction(1)
    rounding: RequirementRounding = RequirementRounding.DOWN

    @cached_property
    def requirement_rule(self) -> ActivityRequirement:
        """The requirement as the rules read it."""
        if isinstance(self.requirement, tuple):
            steps = tuple(RequirementRule(step.from_round, step.share) for step in self.requirement)
        else:
            steps = (RequirementRule(1, self.requirement),)
        return ActivityRequirement(steps, self.rounding)


class IncrementStep(Document):
    """Where demand exceeds supply by at least ``excess`` lots, the price rises by ``percent`` per cent."""

    excess: int = Field(ge=1)
    percent: Share


class Increments(Document):
    """How clock prices rise (R-C5): by the table, or by the auctioneer's choice between ``lowest`` and ``highest`` per
    cent."""

    steps: tuple[IncrementStep, ...] = (IncrementStep(excess=1, percent="5"),)
    lowest: Share = Fraction(1)
    highest: Share = Fraction(20)
    round_to: int = Field(default=1, ge=1, description="prices are rounded up to a multiple of this")

    @cached_property
    def table(self) -> IncrementTable:
        steps = tuple(IncrementRule(step.excess, _basis_points(step.percent)) for step in self.steps)
        return IncrementTable(steps, self.round_to)

    @cached_property
    def limits(self) -> IncrementLimits:
        return IncrementLimits(_basis_points(self.lowest), _basis_points(self.highest), self.round_to)


def _basis_points(percent: Fraction) -> int:
    return int(percent * 100)


class Cap(Document):
    """A spectrum cap (R-C1): the package's lots, weighted by category, come to at most ``max``, for ``bidders`` or for
    everybody."""

    categories: dict[str, int]
    max: int = Field(ge=0)
    bidders: tuple[str, ...] | None = None


class SupplementaryRound(Document):
    """The sealed round after the clock stage (R-S1 to R-S7)."""

    caps: tuple[SupplementaryCap, ...] = (SupplementaryCap.RELATIVE, SupplementaryCap.FINAL)
    max_packages: int = Field(default=4000, ge=1)


class WinnerDetermination(Document):
    """Who wins (R-W1 to R-W4). ``reserve_bids``: unsold lots count at their reserve price (R-W2)."""

    reserve_bids: bool = True
    ties: tuple[Objective, ...] = (Objective.MOST_POINTS, Objective.SEED)


class AssignmentStage(Document):
    """Which specific lots the winners get (R-A1 to R-A4)."""

    unsold: Literal["contiguous", "any"] = "contiguous"
    pricing: PricingModel = PricingModel(rounding="up")


class Schedule(Document):
    """Planned length of the rounds in minutes; the host may open a round for longer or shorter."""

    clock_minutes: int = Field(default=30, ge=1)
    supplementary_minutes: int = Field(default=180, ge=1)
    assignment_minutes: int = Field(default=60, ge=1)


class Disclosure(Document):
    """Who learns what, and when (R-C8)."""

    total_demand: DemandShown = DemandShown.EXACT
    bands: tuple[int, ...] = Field(default=(), description="lower ends of the bands of excess demand, for ``banded``")
    bidders_known: bool = True
    prices_public: bool = False
    demand_public: bool = False

    @cached_property
    def policy(self) -> DisclosurePolicy:
        return DisclosurePolicy(
            demand=self.total_demand,
            bands=self.bands,
            bidders_known=self.bidders_known,
            prices_public=self.prices_public,
            demand_public=self.demand_public,
        )


class Closing(Document):
    """When the clock stops (R-C6): without excess demand always, by the auctioneer's decision only where this allows
    it."""

    auctioneer_may_end: bool = False


class Rulebook(Document):
    """Everything that governs one combinatorial clock auction."""

    format: Literal["cca"] = "cca"
    title: str = ""
    notice: str = Field(default="", description="shown on every page, for example that bids are simulated")
    unit: Unit = Unit()
    categories: tuple[Category, ...] = Field(min_length=1)
    caps: tuple[Cap, ...] = ()
    activity: Activity = Activity()
    increments: Increments = Increments()
    closing: Closing = Closing()
    supplementary: SupplementaryRound = SupplementaryRound()
    winner_determination: WinnerDetermination = WinnerDetermination()
    pricing: PricingModel = PricingModel(rounding="up")
    assignment: AssignmentStage = AssignmentStage()
    schedule: Schedule = Schedule()
    disclosure: Disclosure = Disclosure()
    seed_commitment: str = Field(
        default="",
        pattern="^([0-9a-f]{64})?$",
        description="SHA-256 of the tie-breaking seed, committed before bidding",
    )

    @model_validator(mode="after")
    def _ids_differ(self) -> "Rulebook":
        ids = [category.id for category in self.categories]
        for category in ids:
            if ids.count(category) > 1:
                raise ValueError(f"category {category} is listed twice")
        return self

    @model_validator(mode="after")
    def _caps_name_categories(self) -> "Rulebook":
        known = {category.id for category in self.categories}
        for i, cap in enumerate(self.caps):
            for category in cap.categories:
                if category not in known:
                    raise ValueError(
                        f"caps[{i}].categories.{category}: unknown category; there are {', '.join(sorted(known))}"
                    )
        return self

    @cached_property
    def rules_categories(self) -> tuple[RulesCategory, ...]:
        """The categories as the rules know them: no names, no frequencies."""
        return tuple(
            RulesCategory(id=c.id, supply=c.supply, points=c.points, reserve=c.reserve) for c in self.categories
        )

    @cached_property
    def permissible(self) -> Permissible:
        """What R-C1 forbids, as the rules read it."""
        caps = tuple(
            SpectrumCap(
                weights=tuple(cap.categories.get(category.id, 0) for category in self.categories),
                limit=cap.max,
                bidders=None if cap.bidders is None else frozenset(cap.bidders),
            )
            for cap in self.caps
        )
        return Permissible(self.rules_categories, caps=caps)
