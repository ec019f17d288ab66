"""The document ``clearband.wdp/1``: read strictly into a ``Case``."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, FiniteFloat, with_config
from typing_extensions import TypedDict

from winner_determination.bid_book import LARGEST_AMOUNT, BidBook, Category
from winner_determination.case import (
    AtLeastOne,
    Cap,
    Case,
    Counterfactual,
    Limit,
    Method,
    Norm,
    Objective,
    Pricing,
    PricingRule,
    Reference,
    Rounding,
    RoundingRule,
    Weighting,
)
from winner_determination.documents import Document, DocumentError, validate

CASE_FORMAT = "clearband.wdp/1"

Name = Annotated[str, Field(min_length=1)]
Amount = Annotated[int, Field(ge=0, le=LARGEST_AMOUNT)]
Number = FiniteFloat


MethodName = Literal["dynamic", "interval", "search", "branch", "milp", "second_opinion"]
TieName = Literal["most_points", "fewest_points", "most_lots", "fewest_lots", "most_winners", "fewest_winners", "seed"]


class CategoryModel(Document):
    id: Name
    supply: Amount
    reserve: Amount = 0
    points: Amount = 1


@with_config(extra="forbid", strict=True)
class BidFields(TypedDict):
    """A bid stays a dictionary: of these there may be a hundred thousand."""

    id: Name
    bidder: Name
    package: dict[str, Amount]
    amount: Amount


class OptionModel(Document):
    bidder: Name
    package: dict[str, Amount]


class LimitModel(Document):
    """A cap (``bidders``, ``categories``, ``max``) or a set of which one must be awarded (``at_least_one_of``)."""

    bidders: list[Name] | None = None
    categories: dict[str, Number] | None = None
    max: Number | None = None
    at_least_one_of: list[OptionModel] | None = None


class RoundUpTo(Document):
    up_to: Annotated[int, Field(ge=1, le=LARGEST_AMOUNT)]


class PricingModel(Document):
    rule: Literal["core", "vickrey", "pay_as_bid"] = "core"
    reference: Literal["vickrey", "bid", "reserve", "zero"] = "vickrey"
    norm: Literal["euclidean", "maximum"] = "euclidean"
    weights: Literal["equal", "reserve", "bid"] | dict[str, Number] = "equal"
    minimum_revenue: bool = True
    rounding: Literal["none", "up", "nearest"] | RoundUpTo = "none"


class CaseModel(Document):
    """Who bids for what, under which limits, pricing and tie rules. Amounts are whole numbers of the auction's bid
    unit."""

    format: Literal["clearband.wdp/1"]
    categories: list[CategoryModel]
    bids: list[BidFields]
    limits: list[LimitModel] = Field(default_factory=list)
    pricing: PricingModel = PricingModel()
    ties: list[TieName] = Field(default_factory=lambda: list[TieName](["most_points", "seed"]))
    seed: str = ""
    method: Literal["auto", MethodName] = "auto"
    must_win: list[Name] = Field(default_factory=list)
    counterfactual: Literal["removed", "zeroed"] = "removed"
    reserve_bids: bool = True
    scale: Annotated[int, Field(ge=1)] = 1


def case_schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return CaseModel.model_json_schema()


def read_case(document: Any) -> Case:
    """Check parsed JSON and build the case.

    Raises DocumentError with the place for anything that does not fit: see ``BidBook.from_bids``, and here unknown
    bidders and categories of limits, weights and must_win, repeated objectives.
    """
    model = validate(CaseModel, document)
    categories = tuple(Category(id=c.id, supply=c.supply, reserve=c.reserve, points=c.points) for c in model.categories)
    book = BidBook.from_columns(
        categories,
        bid_ids=[bid["id"] for bid in model.bids],
        owners=[bid["bidder"] for bid in model.bids],
        packages=[bid["package"] for bid in model.bids],
        amounts=[bid["amount"] for bid in model.bids],
    )
    return Case(
        book=book,
        limits=tuple(_limit(book, limit, f"limits[{i}]") for i, limit in enumerate(model.limits)),
        pricing=pricing_of(model.pricing, book.bidders),
        ties=_ties(model.ties),
        seed=model.seed,
        method=Method(model.method),
        must_win=_must_win(book, model.must_win),
        counterfactual=Counterfactual(model.counterfactual),
        reserve_bids=model.reserve_bids,
        scale=model.scale,
    )


def _limit(book: BidBook, limit: LimitModel, place: str) -> Limit:
    cap_fields = (limit.bidders, limit.categories, limit.max)
    if limit.at_least_one_of is not None:
        if any(field is not None for field in cap_fields):
            raise DocumentError(place, "give either bidders, categories and max, or at_least_one_of")
        return _at_least_one(book, limit.at_least_one_of, f"{place}.at_least_one_of")
    if limit.bidders is None or limit.categories is None or limit.max is None:
        raise DocumentError(place, "needs bidders, categories and max, or at_least_one_of")
    _known_categories(book, limit.categories, f"{place}.categories")
    if len(set(limit.bidders)) != len(limit.bidders):
        raise DocumentError(f"{place}.bidders", "names a bidder twice")
    return Cap(
        bidders=tuple(limit.bidders),
        weights={c: _number(w, f"{place}.categories.{c}") for c, w in limit.categories.items()},
        maximum=_number(limit.max, f"{place}.max"),
    )


def _at_least_one(book: BidBook, options: list[OptionModel], place: str) -> AtLeastOne:
    if not options:
        raise DocumentError(place, "names no option")
    for i, option in enumerate(options):
        _known_categories(book, option.package, f"{place}[{i}].package")
    return AtLeastOne(tuple((option.bidder, dict(option.package)) for option in options))


def _known_categories(book: BidBook, named: Mapping[str, Any], place: str) -> None:
    known = {c.id for c in book.categories}
    for category in named:
        if category not in known:
            raise DocumentError(f"{place}.{category}", "there is no such category")


def _number(value: Number, place: str) -> Fraction:
    exact = Fraction(str(value))
    if exact < 0:
        raise DocumentError(place, f"must not be negative, not {value}")
    return exact


def pricing_of(model: PricingModel, bidders: Iterable[str]) -> Pricing:
    """The pricing rule of ``model``. Raises DocumentError where weights by name leave out one of ``bidders``."""
    weights: Weighting | Mapping[str, Fraction]
    if isinstance(model.weights, dict):
        weights = {bidder: _positive(w, f"pricing.weights.{bidder}") for bidder, w in model.weights.items()}
        for bidder in bidders:
            if bidder not in weights:
                raise DocumentError("pricing.weights", f"has no weight for {bidder}")
    else:
        weights = Weighting(model.weights)
    return Pricing(
        rule=PricingRule(model.rule),
        reference=Reference(model.reference),
        norm=Norm(model.norm),
        weights=weights,
        minimum_revenue=model.minimum_revenue,
        rounding=_rounding(model.rounding),
    )


def _positive(value: Number, place: str) -> Fraction:
    exact = _number(value, place)
    if exact == 0:
        raise DocumentError(place, "must be more than 0")
    return exact


def _rounding(rounding: str | RoundUpTo) -> Rounding:
    if isinstance(rounding, RoundUpTo):
        return Rounding(RoundingRule.UP_TO, rounding.up_to)
    return Rounding(RoundingRule(rounding))


def _ties(names: Sequence[str]) -> tuple[Objective, ...]:
    if len(set(names)) != len(names):
        raise DocumentError("ties", "names an objective twice")
    if "seed" in names[:-1]:
        raise DocumentError("ties", "seed decides every tie and can only come last")
    return tuple(Objective(name) for name in names)


def _must_win(book: BidBook, names: list[str]) -> frozenset[str]:
    for i, name in enumerate(names):
        if name not in book.bidders:
            raise DocumentError(f"must_win[{i}]", f"{name} has no bid")
    return frozenset(names)
