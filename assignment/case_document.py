"""The document ``clearband.assignment/1``: read strictly into an ``AssignmentCase``."""

from typing import Annotated, Any, Literal

from pydantic import Field

from assignment.band_document import BandModel, read_band
from assignment.bands import Band
from assignment.bids_document import BidModel, read_bids
from assignment.case import AssignmentCase
from assignment.layout import unsold_name
from winner_determination.case import Method, Pricing
from winner_determination.case_document import Amount, MethodName, Name, PricingModel, pricing_of
from winner_determination.documents import Document, DocumentError, validate

CASE_FORMAT = "clearband.assignment/1"


class CaseModel(Document):
    """Bands, what everybody won, and bids on specific lots. Amounts are whole bid units on top of the base price."""

    format: Literal["clearband.assignment/1"]
    bands: Annotated[list[BandModel], Field(min_length=1)]
    winners: dict[Name, dict[str, Amount]]
    bids: list[BidModel] = Field(default_factory=list)
    unsold: Literal["contiguous", "any"] = "any"
    pricing: PricingModel = PricingModel()
    seed: str = ""
    method: Literal["auto", MethodName] = "auto"
    sequence: list[list[str]] = Field(default_factory=list)
    base_prices: dict[Name, Amount] = Field(default_factory=dict)


def case_schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return CaseModel.model_json_schema()


def read_case(document: Any) -> AssignmentCase:
    """Check parsed JSON and build the case.

    Raises DocumentError with the place for anything that does not fit: lots or categories that do not exist, more lots
    won than there are, a band without a plan (NoPlanError), bids on options that are not feasible.
    """
    model = validate(CaseModel, document)
    bands = tuple(read_band(band, f"bands[{number}]") for number, band in enumerate(model.bands))
    _refuse_repeated_categories(bands)
    _refuse_unknown_names(model, bands)
    without_bids = AssignmentCase(
        bands=bands,
        winners=model.winners,
        unsold_together=model.unsold == "contiguous",
        pricing=_pricing(model, bands),
        seed=model.seed,
        method=Method(model.method),
        sequence=_sequence(model.sequence, bands),
        base_prices=model.base_prices,
    )
    return read_bids(without_bids, model.bids)


def _refuse_repeated_categories(bands: tuple[Band, ...]) -> None:
    seen: set[str] = set()
    for band in bands:
        names = {"category": band.category}
        names |= {f"special[{number}].category": each.category for number, each in enumerate(band.special)}
        for field, category in names.items():
            if category in seen:
                raise DocumentError(f"{band.place}.{field}", f"{category} is given twice")
            seen.add(category)


def _refuse_unknown_names(model: CaseModel, bands: tuple[Band, ...]) -> None:
    categories = [name for band in bands for name in (band.category, *(each.category for each in band.special))]
    for bidder, won in model.winners.items():
        if bidder in {unsold_name(band) for band in bands}:
            raise DocumentError(f"winners.{bidder}", "is the name of the unsold lots; call the bidder otherwise")
        for category in won:
            if category not in categories:
                known = ", ".join(categories)
                raise DocumentError(
                    f"winners.{bidder}.{category}", f"no band has this category; categories are {known}"
                )
    for bidder in model.base_prices:
        if bidder not in model.winners:
            raise DocumentError(f"base_prices.{bidder}", "is no winner")


def _sequence(steps: list[list[str]], bands: tuple[Band, ...]) -> tuple[tuple[str, ...], ...]:
    named = [category for step in steps for category in step]
    for number, step in enumerate(steps):
        for place, category in enumerate(step):
            if category not in {band.category for band in bands}:
                raise DocumentError(f"sequence[{number}][{place}]", f"there is no band {category}")
            if named.count(category) > 1:
                raise DocumentError(f"sequence[{number}][{place}]", f"{category} is given twice")
    missing = [band.category for band in bands if band.category not in named]
    if steps and missing:
        raise DocumentError("sequence", f"leaves out {', '.join(missing)}; name every band once")
    return tuple(tuple(step) for step in steps if step)


def _pricing(model: CaseModel, bands: tuple[Band, ...]) -> Pricing:
    """The pricing rule; unsold lots, who pay nothing, weigh 1 where weights are given by name."""
    if model.pricing.weights == "reserve":
        raise DocumentError(
            "pricing.weights", "specific lots have no reserve to weigh by; equal passes, or a number for each bidder"
        )
    pricing, unsold = model.pricing, [unsold_name(band) for band in bands]
    if isinstance(pricing.weights, dict):
        pricing = pricing.model_copy(update={"weights": {**pricing.weights, **dict.fromkeys(unsold, 1)}})
    return pricing_of(pricing, [*model.winners, *unsold])
