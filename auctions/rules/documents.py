"""The document of ``python -m auctions.rules``: categories, rules, rounds and bids of any number of bidders."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from auctions.rules.activity import ClockActivity
from auctions.rules.eligibility import ActivityRequirement, RequirementRounding, RequirementStep
from auctions.rules.history import Category, Package, package_from
from auctions.rules.supplementary import CapRules, SupplementaryCap
from winner_determination.documents import Document, DocumentError

Name = Annotated[str, Field(min_length=1)]
Amount = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(gt=0, le=1)]
Quantities = dict[str, Amount]
OnRefusal = Literal["no_bid", "keep"]


class CategoryDocument(Document):
    """Interchangeable lots under one price."""

    id: Name
    supply: Annotated[int, Field(ge=1, description="lots on offer")]
    points: Amount = Field(default=1, description="eligibility points a lot")
    reserve: Amount = Field(default=0, description="reserve price a lot, in bid units")


class RequirementStepDocument(Document):
    """An activity requirement that starts at a round."""

    from_round: Annotated[int, Field(ge=1)]
    share: Share


def _as_steps(given: Any) -> Any:
    """A requirement written as one number holds from round 1 on."""
    return given if isinstance(given, list) else [{"from_round": 1, "share": given}]


RequirementSteps = Annotated[
    list[RequirementStepDocument],
    BeforeValidator(_as_steps, json_schema_input_type=Share | list[RequirementStepDocument]),
]


class RulesDocument(Document):
    """Which of the rules apply."""

    clock_activity: Literal["points", "relaxed", "warp", "garp", "monotone", "none"] = "points"
    activity_requirement: RequirementSteps = Field(
        default=[RequirementStepDocument(from_round=1, share=1.0)], description="a share, or shares by round (R-C3)"
    )
    requirement_rounding: Literal["down", "up", "nearest"] = "down"
    supplementary_caps: list[Literal["relative", "intermediate", "final", "garp"]] = Field(
        default=["relative", "final"]
    )
    max_packages: Annotated[int, Field(ge=1)] | None = Field(default=None, description="R-S7; null: no limit")
    on_refusal: OnRefusal | None = Field(default=None, description="what a refused clock bid counts as")


class RoundDocument(Document):
    """A clock round: its prices a lot and who bid on what."""

    number: Annotated[int, Field(ge=1)]
    prices: Quantities
    bids: dict[str, Quantities] = Field(default={})


class SupplementaryBidDocument(Document):
    bidder: Name
    package: Quantities
    amount: Amount


class WhatIfDocument(Document):
    """A question: with ``round_prices`` about the next clock round, without them about the supplementary round."""

    bidder: Name
    package: Quantities
    round_prices: Quantities | None = None


class HistoryDocument(Document):
    """What happened in an auction's clock and supplementary round, and by which rules it is to be judged."""

    format: Literal["clearband.history/1"]
    categories: Annotated[list[CategoryDocument], Field(min_length=1)]
    rules: RulesDocument = RulesDocument()
    on_refusal: OnRefusal | None = Field(default=None, description="the same as in the rules")
    eligibility: dict[str, Amount] = Field(description="initial eligibility of each bidder, in points")
    rounds: list[RoundDocument] = Field(default=[])
    supplementary: list[SupplementaryBidDocument] = Field(default=[])
    what_if: list[WhatIfDocument] = Field(default=[])

    def category_tuple(self) -> tuple[Category, ...]:
        return tuple(Category(c.id, c.supply, c.points, c.reserve) for c in self.categories)

    @property
    def keeps_refused_bids(self) -> bool:
        return "keep" in {self.on_refusal, self.rules.on_refusal}


def activity_of(rules: RulesDocument) -> ClockActivity:
    return ClockActivity(rules.clock_activity)


def requirement_of(rules: RulesDocument) -> ActivityRequirement:
    """The activity requirement; a share written as 0.7 is exactly 7/10."""
    steps = (RequirementStep(step.from_round, Fraction(repr(step.share))) for step in rules.activity_requirement)
    return ActivityRequirement(tuple(steps), RequirementRounding(rules.requirement_rounding))


def cap_rules_of(rules: RulesDocument) -> CapRules:
    return CapRules(frozenset(map(SupplementaryCap, rules.supplementary_caps)), rules.max_packages)


def check_document(document: HistoryDocument) -> None:
    """Check what the types cannot say. Raises DocumentError naming the place of the first thing that is wrong."""
    _check_categories(document)
    _check_rules(document)
    _check_rounds(document)
    for place, bidder, package in _packages(document):
        if bidder not in document.eligibility:
            raise DocumentError(place, f"{bidder} is not a bidder named in eligibility")
        _check_package(document, f"{place}.package" if "rounds" not in place else place, package)
    _check_supplementary(document)


def package_of(document: HistoryDocument, quantities: Quantities) -> Package:
    return package_from(document.category_tuple(), quantities)


def _check_categories(document: HistoryDocument) -> None:
    seen: set[str] = set()
    for index, category in enumerate(document.categories):
        if category.id in seen:
            raise DocumentError(f"categories[{index}].id", f"{category.id} is named twice")
        seen.add(category.id)


def _check_rules(document: HistoryDocument) -> None:
    starts = [step.from_round for step in document.rules.activity_requirement]
    if starts[:1] != [1] or any(a >= b for a, b in pairwise(starts)):
        raise DocumentError("rules.activity_requirement", "the first step starts at round 1, each later than the last")
    caps = document.rules.supplementary_caps
    if len(set(caps)) < len(caps):
        raise DocumentError("rules.supplementary_caps", "a cap is named twice")
    if {document.on_refusal, document.rules.on_refusal} == {"keep", "no_bid"}:
        raise DocumentError("on_refusal", "says something else than rules.on_refusal")


def _check_rounds(document: HistoryDocument) -> None:
    for index, played in enumerate(document.rounds):
        if played.number != index + 1:
            raise DocumentError(
                f"rounds[{index}].number", f"rounds are numbered from 1 without gaps; {index + 1} would pass"
            )
        _check_prices(document, f"rounds[{index}].prices", played.prices)
    for index, question in enumerate(document.what_if):
        if question.round_prices is not None:
            _check_prices(document, f"what_if[{index}].round_prices", question.round_prices)


def _check_prices(document: HistoryDocument, place: str, prices: Quantities) -> None:
    known = {category.id for category in document.categories}
    for name in prices:
        if name not in known:
            raise DocumentError(f"{place}.{name}", f"unknown category {name}")
    for category in document.categories:
        if category.id not in prices:
            raise DocumentError(f"{place}.{category.id}", "missing")


def _packages(document: HistoryDocument) -> Iterator[tuple[str, str, Quantities]]:
    """Every package of the document with its place and bidder."""
    for index, played in enumerate(document.rounds):
        for bidder, package in played.bids.items():
            yield f"rounds[{index}].bids.{bidder}", bidder, package
    for index, bid in enumerate(document.supplementary):
        yield f"supplementary[{index}]", bid.bidder, bid.package
    for index, question in enumerate(document.what_if):
        yield f"what_if[{index}]", question.bidder, question.package


def _check_package(document: HistoryDocument, place: str, package: Quantities) -> None:
    supply = {category.id: category.supply for category in document.categories}
    for name, lots in package.items():
        if name not in supply:
            raise DocumentError(f"{place}.{name}", f"unknown category {name}")
        if lots > supply[name]:
            raise DocumentError(f"{place}.{name}", f"supply is {supply[name]}, the package asks for {lots}")


def _check_supplementary(document: HistoryDocument) -> None:
    seen: set[tuple[str, Package]] = set()
    for index, bid in enumerate(document.supplementary):
        key = (bid.bidder, package_of(document, bid.package))
        if key in seen:
            raise DocumentError(f"supplementary[{index}].package", f"{bid.bidder} bids on this package twice")
        seen.add(key)
