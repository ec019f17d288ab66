"""What one bidder did in the clock rounds: the only thing the rules look at.

A package is a tuple of quantities in the order of the auction's categories; prices are tuples in the same order.
Everything is a whole number (lots, eligibility points, bid units), so that every rule is exact and a simulator can call
the rules many thousand times.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import mul
from typing import Any

from auctions.rules.errors import UnknownCategoryError

Package = tuple[int, ...]
Prices = tuple[int, ...]
Number = int | str | list[int] | list[str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One rule that a bid breaks: its id, a sentence for the bidder that says what would pass, and its numbers."""

    rule: str  # id such as R-S2
    reason: str
    numbers: Mapping[str, Number] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The refusal as JSON."""
        return {"rule": self.rule, "reason": self.reason, "numbers": dict(self.numbers)}


@dataclass(frozen=True, slots=True)
class Category:
    """Interchangeable lots sold under one price."""

    id: str
    supply: int  # lots on offer
    points: int  # eligibility points a lot
    reserve: int  # bid units a lot, the opening price


@dataclass(frozen=True, slots=True)
class BidderRound:
    """One clock round of one bidder. No bid, or a refused one, is the empty package."""

    number: int
    prices: Prices  # bid units a lot
    package: Package
    eligibility_before: int  # points
    eligibility_after: int  # points

    @property
    def reduced_eligibility(self) -> bool:
        return self.eligibility_after < self.eligibility_before

    @property
    def amount(self) -> int:
        """The clock bid in bid units: the package at this round's prices."""
        return amount_of(self.package, self.prices)


@dataclass(frozen=True)
class BidderHistory:
    """The categories, the initial eligibility and the clock rounds so far of one bidder, in order."""

    categories: tuple[Category, ...]
    initial_eligibility: int  # points
    rounds: tuple[BidderRound, ...] = ()

    @property
    def eligibility(self) -> int:
        """Points the bidder may use in the round that comes next."""
        return self.rounds[-1].eligibility_after if self.rounds else self.initial_eligibility

    @property
    def final_package(self) -> Package:
        """The package of the last clock round; the empty one where no round was played."""
        return self.rounds[-1].package if self.rounds else empty_package(self.categories)

    @cached_property
    def clock_bids(self) -> Mapping[Package, int]:
        """Highest clock bid (bid units) on every package the bidder asked for, the empty one left out."""
        highest: dict[Package, int] = {}
        for played in self.rounds:
            if any(played.package):
                highest[played.package] = max(played.amount, highest.get(played.package, 0))
        return highest

    def points(self, package: Package) -> int:
        """Eligibility points of ``package``."""
        return points_of(self.categories, package)

    def reserve(self, package: Package) -> int:
        """Reserve of ``package`` in bid units."""
        return reserve_of(self.categories, package)

    def append(self, played: BidderRound) -> "BidderHistory":
        """The history with one more round."""
        return BidderHistory(self.categories, self.initial_eligibility, (*self.rounds, played))


def amount_of(package: Package, prices: Sequence[int]) -> int:
    """What ``package`` costs at ``prices``, in bid units."""
    return sum(map(mul, package, prices))


def points_of(categories: Iterable[Category], package: Package) -> int:
    """Eligibility points of ``package``."""
    return sum([category.points * lots for category, lots in zip(categories, package, strict=True)])


def reserve_of(categories: Iterable[Category], package: Package) -> int:
    """Reserve of ``package``: its lots at their reserve prices, in bid units."""
    return sum([category.reserve * lots for category, lots in zip(categories, package, strict=True)])


def opening_prices(categories: Iterable[Category]) -> Prices:
    """Prices of the first round: the reserve prices."""
    return tuple(category.reserve for category in categories)


def empty_package(categories: Sequence[Category]) -> Package:
    return (0,) * len(categories)


def package_from(categories: Sequence[Category], quantities: Mapping[str, int]) -> Package:
    """Read a package written by category id; categories left out are 0.

    Raises UnknownCategoryError where an id is not one of ``categories``.
    """
    known = {category.id for category in categories}
    for identifier in quantities:
        if identifier not in known:
            raise UnknownCategoryError(identifier)
    return tuple(quantities.get(category.id, 0) for category in categories)


def quantities_of(categories: Sequence[Category], package: Package) -> dict[str, int]:
    """Write a package by category id, categories at 0 left out."""
    return dict(_asked_for(categories, package))


def counted(number: int, noun: str) -> str:
    """``1 point``, ``2 points``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def name_package(categories: Sequence[Category], package: Package) -> str:
    """Write a package the way a bidder reads it: ``2 A + 1 B``."""
    return " + ".join(f"{lots} {identifier}" for identifier, lots in _asked_for(categories, package)) or "no lots"


def _asked_for(categories: Sequence[Category], package: Package) -> Iterator[tuple[str, int]]:
    return ((category.id, lots) for category, lots in zip(categories, package, strict=True) if lots)
