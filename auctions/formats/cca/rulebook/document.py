"""The rulebook as a whole, and what its parts must say of one another."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from auctions.formats.cca.rulebook.assignment import AssignmentStage
from auctions.formats.cca.rulebook.bidders import BidderClass, Cap, Deposits, ReservedPortfolios, SetAside
from auctions.formats.cca.rulebook.clock import Activity, ClockRounds, Closing, Extensions, Increments
from auctions.formats.cca.rulebook.conduct import Disclosure, Schedule
from auctions.formats.cca.rulebook.lots import Category, Unit
from auctions.formats.cca.rulebook.sealed import SupplementaryRound, WinnerDetermination
from auctions.rules.history import Category as RulesCategory
from auctions.rules.history import Package
from auctions.rules.permissible import ExcludedCombination, GroupCap, Permissible, ReservedLots, SpectrumCap
from auctions.rules.undersell import Undersell
from winner_determination.case_document import PricingModel
from winner_determination.documents import Document


class Rulebook(Document):
    """Everything that governs one combinatorial clock auction."""

    format: Literal["cca"] = "cca"
    title: str = ""
    notice: str = Field(default="", description="shown on every page, for example that bids are simulated")
    unit: Unit = Unit()
    categories: tuple[Category, ...] = Field(min_length=1)
    classes: tuple[BidderClass, ...] = ()
    caps: tuple[Cap, ...] = ()
    set_asides: tuple[SetAside, ...] = ()
    excluded: tuple[dict[str, int], ...] = Field(
        default=(), description="no package holds all of these lots (or more) together"
    )
    reserved_portfolios: ReservedPortfolios | None = None
    deposits: Deposits = Deposits()
    activity: Activity = Activity()
    clock: ClockRounds = ClockRounds()
    increments: Increments = Increments()
    extensions: Extensions = Extensions()
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
        for what, ids in (
            ("category", [category.id for category in self.categories]),
            ("class", [each.id for each in self.classes]),
        ):
            for each in ids:
                if ids.count(each) > 1:
                    raise ValueError(f"{what} {each} is listed twice")
        return self

    @model_validator(mode="after")
    def _parts_name_categories_and_classes_that_exist(self) -> "Rulebook":
        categories = {category.id for category in self.categories}
        for place, named in self._categories_named():
            for category in named:
                if category not in categories:
                    known = ", ".join(sorted(categories))
                    raise ValueError(f"{place}.{category}: unknown category; there are {known}")
        classes = {each.id for each in self.classes}
        for place, bidder_class in self._classes_named():
            if bidder_class not in classes:
                known = ", ".join(sorted(classes)) or "none"
                raise ValueError(f"{place}.bidder_class: unknown class {bidder_class}; there are {known}")
        return self

    @model_validator(mode="after")
    def _every_band_has_one_step(self) -> "Rulebook":
        self.assignment.check_sequence([category.id for category in self.categories if category.lots])
        return self

    @model_validator(mode="after")
    def _quantities_can_be_held(self) -> "Rulebook":
        supply = {category.id: category.supply for category in self.categories}
        for place, package in self._packages_named():
            for category, lots in package.items():
                if not 1 <= lots <= supply[category]:
                    raise ValueError(f"{place}.{category}: 1 to {supply[category]} lots would pass (given {lots})")
            if not package:
                raise ValueError(f"{place}: names no lots")
        for category, lots in supply.items():
            set_aside = sum(each.lots for each in self.set_asides if each.category == category)
            if set_aside > lots:
                raise ValueError(f"set_asides: {set_aside} lots of {category} are set aside, the supply is {lots}")
        return self

    @model_validator(mode="after")
    def _demand_is_counted_in_one_way(self) -> "Rulebook":
        undersell = self.clock.undersell is not Undersell.ALLOWED
        if self.clock.intra_round and undersell:
            raise ValueError(
                "clock.intra_round: goes with undersell allowed only; bids within a round count as they are"
            )
        if (self.clock.intra_round or undersell) and (self.reserved_portfolios or self.set_asides):
            # A bidder could be held to lots for which, as prices count demand, there is too much of it already.
            name = "intra_round" if self.clock.intra_round else "undersell"
            reason = "looks at the sum of the bids, and so goes with neither reserved_portfolios nor set_asides"
            raise ValueError(f"clock.{name}: {reason}")
        return self

    def _categories_named(self) -> Iterator[tuple[str, Mapping[str, int]]]:
        yield from ((f"caps[{i}].categories", cap.categories) for i, cap in enumerate(self.caps))
        yield from ((f"set_asides[{i}].category", {each.category: each.lots}) for i, each in enumerate(self.set_asides))
        yield from self._packages_named()

    def _packages_named(self) -> Iterator[tuple[str, Mapping[str, int]]]:
        yield from ((f"excluded[{i}]", package) for i, package in enumerate(self.excluded))
        portfolios = self.reserved_portfolios.portfolios if self.reserved_portfolios else ()
        yield from ((f"reserved_portfolios.portfolios[{i}]", package) for i, package in enumerate(portfolios))

    def _classes_named(self) -> Iterator[tuple[str, str]]:
        yield from ((f"set_asides[{i}]", each.bidder_class) for i, each in enumerate(self.set_asides))
        if self.reserved_portfolios:
            yield "reserved_portfolios", self.reserved_portfolios.bidder_class

    @cached_property
    def by_id(self) -> dict[str, Category]:
        """The categories by id, in their order."""
        return {category.id: category for category in self.categories}

    @cached_property
    def rules_categories(self) -> tuple[RulesCategory, ...]:
        """The categories as the rules know them: no names, no frequencies."""
        return tuple(
            RulesCategory(id=c.id, supply=c.supply, points=c.points, reserve=c.reserve) for c in self.categories
        )

    @cached_property
    def permissible(self) -> Permissible:
        """What R-C1 forbids, as the rules read it."""
        alone, together = [], []
        for cap in self.caps:
            weights, bidders = self.package(cap.categories), frozenset(cap.bidders or ())
            if cap.together:
                together.append(GroupCap(bidders, weights, cap.max))
            else:
                alone.append(SpectrumCap(weights, cap.max, bidders or None))
        return Permissible(
            self.rules_categories,
            caps=tuple(alone),
            groups=tuple(together),
            excluded=tuple(ExcludedCombination(self.package(quantities)) for quantities in self.excluded),
            reserved=tuple(ReservedLots(each.category, each.lots, each.bidder_class) for each in self.set_asides),
        )

    @cached_property
    def portfolios(self) -> tuple[Package, ...]:
        """The reserved portfolios; none where nothing is kept for a new operator."""
        reserved = self.reserved_portfolios
        return tuple(map(self.package, reserved.portfolios)) if reserved else ()

    def package(self, quantities: Mapping[str, int]) -> Package:
        """Quantities in the order of the categories; those left out are 0."""
        return tuple(quantities.get(category.id, 0) for category in self.categories)
