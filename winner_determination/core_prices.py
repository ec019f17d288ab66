"""R-P1: prices in the core, by rows that are generated until no coalition blocks, at exact rational points.

Every price lies between the winner's opportunity cost (itself the row of the coalition of everybody else), at least the
reserve value of its package, and its bid. Among core points the least total comes first where the rule says so, then
the point nearest the reference: in weighted squares, or in the largest weighted deviation (and in weighted squares
among those). Source: R-P1a, R-P1b; Day & Raghavan 2007; Day & Cramton 2012.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction

from winner_determination.case import Case, Norm, Pricing, Reference, Weighting
from winner_determination.errors import InconsistentSolve
from winner_determination.lexicographic_qp import LexicographicProgramme, Row
from winner_determination.method import Blocking, Coalitions
from winner_determination.separation import Separation


class Bound(Enum):
    """What else can hold a price."""

    LEAST = auto()
    BID = auto()
    DEVIATION = auto()


@dataclass(frozen=True)
class CorePrices:
    """Exact prices by bidder (index) and the coalitions of several payers that hold them there."""

    price: dict[int, Fraction]
    binding: tuple[Blocking, ...]


def core_prices(
    case: Case,
    separation: Separation,
    coalitions: Coalitions,
    least: Mapping[int, int],
    tell: Callable[[int], None],
) -> CorePrices:
    """Prices of the winners of ``separation``; ``least``: opportunity cost, or reserve value where that is more, by
    bidder. ``tell`` is told how many coalitions are known, before each look for more.

    Raises InconsistentSolve when a coalition still blocks although its row is satisfied.
    """
    if not separation.winners:
        return CorePrices(price={}, binding=())
    programme = _programme(case, separation, least)
    column = {bidder: i for i, bidder in enumerate(separation.winners)}
    known: set[Blocking] = set()
    while True:
        tell(len(known))
        point = programme.solve()
        price = {bidder: point[i] for bidder, i in column.items()}
        found = coalitions.blocking(price)
        if not found:
            break
        for blocking in found:
            if blocking in known:
                raise InconsistentSolve(f"a coalition blocks although its row holds: {blocking}")
            known.add(blocking)
            programme.add(_row(blocking, column, len(column) + 1))
    binding = [row.name for row in programme.binding()]
    return CorePrices(price=price, binding=tuple(name for name in binding if isinstance(name, Blocking)))


def weights_of(pricing: Pricing, separation: Separation) -> dict[int, Fraction]:
    """Weight of each winner's deviation. Packages without reserve and bids of nothing count as one bid unit."""
    book = separation.case.book
    if not isinstance(pricing.weights, Weighting):
        return {bidder: pricing.weights[book.bidders[bidder]] for bidder in separation.winners}
    size = {
        Weighting.EQUAL: lambda bidder: 1,
        Weighting.RESERVE: separation.reserve_value,
        Weighting.BID: separation.bid,
    }[pricing.weights]
    return {bidder: Fraction(1, max(size(bidder), 1)) for bidder in separation.winners}


def _reference(pricing: Pricing, separation: Separation, least: Mapping[int, int], bidder: int) -> Fraction:
    points = {
        Reference.VICKREY: least[bidder],
        Reference.BID: separation.bid(bidder),
        Reference.RESERVE: separation.reserve_value(bidder),
        Reference.ZERO: 0,
    }
    return Fraction(points[pricing.reference])


def _programme(case: Case, separation: Separation, least: Mapping[int, int]) -> LexicographicProgramme:
    """Columns: the price of each winner, then the largest weighted deviation (kept at no cost unless the norm asks for
    it)."""
    pricing, winners = case.pricing, separation.winners
    weights = weights_of(pricing, separation)
    reference = [_reference(pricing, separation, least, bidder) for bidder in winners]
    total, deviation = Fraction(pricing.minimum_revenue), Fraction(pricing.norm is Norm.MAXIMUM)
    programme = LexicographicProgramme(
        curvature=[*(weights[bidder] for bidder in winners), Fraction(1)],
        centre=[*reference, Fraction(0)],
        first=[*(total for _ in winners), Fraction(0)],
        second=[*(Fraction(0) for _ in winners), deviation],
    )
    for i, bidder in enumerate(winners):
        programme.add(_unit_row(i, 1, least[bidder], len(winners) + 1, Bound.LEAST))
        programme.add(_unit_row(i, -1, -separation.bid(bidder), len(winners) + 1, Bound.BID))
        if deviation:
            for sign in (1, -1):
                programme.add(_deviation_row(i, sign * weights[bidder], reference[i], len(winners)))
    return programme


def _unit_row(i: int, sign: int, least: int, size: int, name: Bound) -> Row:
    return Row(tuple(Fraction(sign if j == i else 0) for j in range(size)), Fraction(least), name)


def _deviation_row(i: int, weight: Fraction, reference: Fraction, deviation_column: int) -> Row:
    """Largest deviation >= weight * (price - reference)."""
    coefficients = [Fraction(0)] * deviation_column + [Fraction(1)]
    coefficients[i] = -weight
    return Row(tuple(coefficients), -weight * reference, Bound.DEVIATION)


def _row(blocking: Blocking, column: Mapping[int, int], size: int) -> Row:
    paying = {column[bidder] for bidder in blocking.payers}
    return Row(tuple(Fraction(int(j in paying)) for j in range(size)), Fraction(blocking.at_least), blocking)
