"""How clock prices rise (R-C5): only where demand exceeds supply, by a table or by the auctioneer within limits.

A price never falls, and what it rises to is a whole number of the rounding unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from auctions.rules.errors import BadRuleError
from auctions.rules.history import Category, Package, Prices, Refusal

WHOLE = 10_000  # basis points


class ExcessMeasure(StrEnum):
    """In what the steps of an increment table count the excess demand."""

    LOTS = "lots"
    PERCENT_OF_SUPPLY = "percent_of_supply"


@dataclass(frozen=True, slots=True)
class IncrementStep:
    """From this excess on, the price rises by this many basis points (500 is 5 %)."""

    from_excess: int
    basis_points: int


@dataclass(frozen=True, slots=True)
class IncrementTable:
    """Excess demand to percentage, ascending from an excess of at most 1; the last step reached counts."""

    steps: tuple[IncrementStep, ...]
    unit: int = 1  # new prices are multiples of it, in bid units
    measure: ExcessMeasure = ExcessMeasure.LOTS

    def __post_init__(self) -> None:
        starts = [step.from_excess for step in self.steps]
        if not starts or starts[0] > 1 or starts != sorted(set(starts)):
            raise BadRuleError("an increment table starts at an excess of at most 1 and its steps follow one another")
        if self.unit < 1 or any(step.basis_points < 0 for step in self.steps):
            raise BadRuleError("an increment table has a unit of at least 1 and no negative percentage")

    def basis_points(self, category: Category, demand: int) -> int:
        """The percentage for ``demand`` lots of ``category``, in basis points."""
        excess = demand - category.supply
        if self.measure is ExcessMeasure.PERCENT_OF_SUPPLY:
            excess = max(1, 100 * excess // category.supply)
        return next(step.basis_points for step in reversed(self.steps) if step.from_excess <= excess)


@dataclass(frozen=True, slots=True)
class IncrementLimits:
    """Between which percentages an auctioneer may raise a price."""

    least_basis_points: int
    most_basis_points: int
    unit: int = 1


def next_prices(categories: Sequence[Category], prices: Prices, demand: Package, table: IncrementTable) -> Prices:
    """Prices of the next round, in bid units (R-C5); ``demand`` is the total by category.

    A price with excess demand rises by at least one unit, the others stay.
    Source: docs/rules/increments.md, R-C5.
    """
    return tuple(
        raised(price, table.basis_points(category, lots), table.unit) if lots > category.supply else price
        for category, price, lots in zip(categories, prices, demand, strict=True)
    )


def raised(price: int, basis_points: int, unit: int) -> int:
    """``price`` plus a percentage, rounded up to a multiple of ``unit``, and above ``price`` in any case."""
    exact = max(price * (WHOLE + basis_points), (price + 1) * WHOLE)
    return -(-exact // (WHOLE * unit)) * unit


def check_prices(
    categories: Sequence[Category], prices: Prices, proposed: Prices, demand: Package, limits: IncrementLimits
) -> list[Refusal]:
    """What forbids the prices an auctioneer chose for the next round (R-C5); an empty list if nothing does."""
    refusals = []
    for category, price, wanted, lots in zip(categories, prices, proposed, demand, strict=True):
        least, most = _range(category, price, lots, limits)
        if not least <= wanted <= most:
            passes = f"{least}" if least == most else f"{least} to {most}"
            reason = f"{category.id}: {passes} would pass"
            refusals.append(_refused(category, reason, wanted, least, most))
        elif wanted != price and wanted % limits.unit:
            reason = f"{category.id}: a multiple of {limits.unit} from {least} to {most} would pass"
            refusals.append(_refused(category, reason, wanted, least, most))
    return refusals


def _range(category: Category, price: int, demand: int, limits: IncrementLimits) -> tuple[int, int]:
    if demand <= category.supply:
        return price, price
    least = raised(price, limits.least_basis_points, limits.unit)
    return least, max(least, raised(price, limits.most_basis_points, limits.unit))


def _refused(category: Category, reason: str, wanted: int, least: int, most: int) -> Refusal:
    return Refusal("R-C5", reason, {"category": category.id, "price": wanted, "at_least": least, "at_most": most})
