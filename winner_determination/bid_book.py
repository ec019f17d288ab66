"""One bid book: combinatorial bids as arrays in canonical order.

A bid is a bidder, a package (so many lots of each category) and an amount; it is all-or-nothing, and at most one bid of
a bidder wins (XOR). The canonical order (bidder, package, higher amount first, id) makes every result independent of
the order in which bids came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, repeat
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from winner_determination.documents import DocumentError

Ints = npt.NDArray[np.int64]

LARGEST_AMOUNT = 10**15
"""Largest amount, and largest reserve value and points of the whole supply: sums over a thousand bidders stay exact
in 64 bits."""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of interchangeable lots."""

    id: str
    supply: int  # lots on offer
    reserve: int = 0  # bid units a lot
    points: int = 1  # eligibility points a lot


@dataclass(frozen=True, slots=True)
class Bid:
    """``amount`` (bid units) for the whole ``package`` (lots by category, zero where left out)."""

    id: str
    bidder: str
    package: Mapping[str, int]
    amount: int


class BidLike(Protocol):
    """What a book is built from: a ``Bid``, or the model of one in a document."""

    @property
    def id(self) -> str: ...
    @property
    def bidder(self) -> str: ...
    @property
    def package(self) -> Mapping[str, int]: ...
    @property
    def amount(self) -> int: ...


@dataclass(frozen=True, eq=False)
class BidBook:
    """n bids over k categories in canonical order. Build it with ``from_bids`` or ``from_arrays``."""

    categories: tuple[Category, ...]
    bidders: tuple[str, ...]  # sorted; every bidder with a bid
    bid_ids: tuple[str, ...]  # n
    owner: Ints  # int64[n], index into bidders
    quantity: Ints  # int64[n, k], lots
    amount: Ints  # int64[n], bid units
    supply: Ints = field(init=False)  # int64[k]
    reserve: Ints = field(init=False)  # int64[k], bid units a lot

    def __post_init__(self) -> None:
        object.__setattr__(self, "supply", np.array([c.supply for c in self.categories], dtype=np.int64))
        object.__setattr__(self, "reserve", np.array([c.reserve for c in self.categories], dtype=np.int64))
        for array in (self.owner, self.quantity, self.amount, self.supply, self.reserve):
            array.setflags(write=False)

    @classmethod
    def from_bids(cls, categories: Iterable[Category], bids: Iterable[BidLike]) -> "BidBook":
        """Check and order ``bids``.

        Raises DocumentError naming the place (``bids[17].package.B``, ``categories[0].supply``) for an unknown
        category, a package over supply or without a lot, a negative or too large number, or an id that came before.
        """
        bids = list(bids)
        return cls.from_columns(
            categories,
            bid_ids=[bid.id for bid in bids],
            owners=[bid.bidder for bid in bids],
            packages=[bid.package for bid in bids],
            amounts=[bid.amount for bid in bids],
        )

    @classmethod
    def from_columns(
        cls,
        categories: Iterable[Category],
        *,
        bid_ids: Sequence[str],
        owners: Sequence[str],
        packages: Sequence[Mapping[str, int]],
        amounts: Sequence[int],
    ) -> "BidBook":
        """``from_bids`` for a long list: each of the bids' fields by itself."""
        categories = tuple(categories)
        column = _columns(categories)
        rows = np.repeat(np.arange(len(packages)), _int64(list(map(len, packages))))
        columns = _int64(list(map(column.get, chain.from_iterable(packages), repeat(-1))))
        if (columns < 0).any():
            row = int(rows[columns < 0][0])
            unknown = next(category for category in packages[row] if category not in column)
            raise DocumentError(f"bids[{row}].package.{unknown}", "there is no such category")
        quantity = np.zeros((len(packages), len(categories)), dtype=np.int64)
        quantity[rows, columns] = _int64(list(chain.from_iterable(package.values() for package in packages)))
        return cls.from_arrays(categories, bid_ids=bid_ids, owners=owners, quantity=quantity, amount=_int64(amounts))

    @classmethod
    def from_arrays(
        cls,
        categories: Iterable[Category],
        *,
        bid_ids: Sequence[str],
        owners: Sequence[str],
        quantity: npt.ArrayLike,
        amount: npt.ArrayLike,
    ) -> "BidBook":
        """Build a book from columns: ``owners`` (bidder of each bid), ``quantity`` [n, k] lots, ``amount`` [n] bid
        units.

        Raises DocumentError as ``from_bids`` does.
        """
        categories = tuple(categories)
        _columns(categories)
        amounts = np.array(amount, dtype=np.int64).reshape(-1)
        quantities = np.array(quantity, dtype=np.int64).reshape(len(amounts), len(categories))
        _refuse_unfit_rows(categories, quantities, amounts)
        _refuse_repeated_ids(bid_ids)
        bidders = tuple(sorted(set(owners)))
        index = {bidder: i for i, bidder in enumerate(bidders)}
        owner = _int64(list(map(index.__getitem__, owners)))
        order = _canonical_order(owner, quantities, amounts, bid_ids)
        return cls(
            categories=categories,
            bidders=bidders,
            bid_ids=tuple(map(bid_ids.__getitem__, order.tolist())),
            owner=owner[order],
            quantity=quantities[order],
            amount=amounts[order],
        )

    def __len__(self) -> int:
        return len(self.bid_ids)

    def __getstate__(self) -> dict[str, Any]:
        return {
            name: getattr(self, name) for name in ("categories", "bidders", "bid_ids", "owner", "quantity", "amount")
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)
        self.__post_init__()

    @cached_property
    def reserve_value(self) -> Ints:
        """int64[n]: what each bid's package is worth at reserve, bid units."""
        return self.quantity @ self.reserve

    @cached_property
    def points(self) -> Ints:
        """int64[n]: eligibility points of each bid's package."""
        return self.quantity @ np.array([c.points for c in self.categories], dtype=np.int64)

    @cached_property
    def reserve_value_of_supply(self) -> int:
        """What all lots together are worth at reserve, bid units."""
        return int(self.supply @ self.reserve)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row by bid id."""
        return {bid_id: row for row, bid_id in enumerate(self.bid_ids)}

    def package(self, row: int) -> dict[str, int]:
        """Lots by category of bid ``row``, categories of zero lots left out."""
        return {c.id: int(q) for c, q in zip(self.categories, self.quantity[row], strict=True) if q}

    def bidder_of(self, row: int) -> str:
        return self.bidders[int(self.owner[row])]


def _columns(categories: tuple[Category, ...]) -> dict[str, int]:
    column: dict[str, int] = {}
    for place, category in enumerate(categories):
        if category.id in column:
            raise DocumentError(f"categories[{place}].id", f"{category.id} is given twice")
        for name, value in (("supply", category.supply), ("reserve", category.reserve), ("points", category.points)):
            if not 0 <= value <= LARGEST_AMOUNT:
                raise DocumentError(
                    f"categories[{place}].{name}", f"must be between 0 and {LARGEST_AMOUNT}, not {value}"
                )
        column[category.id] = place
    worth = sum(c.supply * c.reserve for c in categories)
    if worth > LARGEST_AMOUNT:
        raise DocumentError("categories", f"the supply at reserve is worth {worth}, more than {LARGEST_AMOUNT}")
    points = sum(c.supply * c.points for c in categories)
    if points > LARGEST_AMOUNT:
        raise DocumentError("categories", f"the supply has {points} points, more than {LARGEST_AMOUNT}")
    return column


def _int64(numbers: Sequence[int]) -> Ints:
    """As an array; a number that 64 bits do not hold becomes one that is refused all the same."""
    try:
        return np.array(numbers, dtype=np.int64)
    except OverflowError:
        return np.array([min(max(number, -1), LARGEST_AMOUNT + 1) for number in numbers], dtype=np.int64)


def _refuse_unfit_rows(categories: tuple[Category, ...], quantity: Ints, amount: Ints) -> None:
    supply = np.array([c.supply for c in categories], dtype=np.int64)
    unfit = np.argwhere((quantity < 0) | (quantity > supply))
    if len(unfit):
        row, column = (int(i) for i in unfit[0])
        category = categories[column]
        raise DocumentError(f"bids[{row}].package.{category.id}", _over_supply(category, int(quantity[row, column])))
    empty = np.flatnonzero(quantity.sum(axis=1) == 0)
    if len(empty):
        raise DocumentError(f"bids[{int(empty[0])}].package", "asks for no lot at all")
    unfit_amount = np.flatnonzero((amount < 0) | (amount > LARGEST_AMOUNT))
    if len(unfit_amount):
        row = int(unfit_amount[0])
        raise DocumentError(f"bids[{row}].amount", f"must be between 0 and {LARGEST_AMOUNT}, not {int(amount[row])}")


def _over_supply(category: Category, quantity: int) -> str:
    if quantity < 0:
        return f"must not be negative, not {quantity}"
    return f"supply is {category.supply}, the package asks for {quantity}"


def _refuse_repeated_ids(bid_ids: Sequence[str]) -> None:
    if len(set(bid_ids)) == len(bid_ids):
        return
    seen: set[str] = set()
    for number, bid_id in enumerate(bid_ids):
        if bid_id in seen:
            raise DocumentError(f"bids[{number}].id", f"{bid_id} is given twice")
        seen.add(bid_id)


def _canonical_order(owner: Ints, quantity: Ints, amount: Ints, bid_ids: Sequence[str]) -> Ints:
    by_id = np.array(sorted(range(len(bid_ids)), key=bid_ids.__getitem__), dtype=np.int64)
    keys = [-amount[by_id], *quantity[by_id].T[::-1], owner[by_id]]
    return by_id[np.lexsort(keys)] if len(by_id) else by_id
