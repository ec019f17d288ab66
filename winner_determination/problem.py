"""The integer programme behind a case: which bids can win, what each uses of what is scarce, and what must be awarded.

maximise    sum of score_j over the chosen bids j
subject to  at most one bid a bidder, exactly one of a bidder that must win
            sum of usage_j <= capacity, in every resource (lots of a category, or room under a cap of several bidders)
            at least one bid of every cover

A bid scores its amount net of reserve (R-W2), so that the value of an allocation is ``base`` + the sum of scores.
Bids keep their rows in the book throughout.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

import numpy as np
import numpy.typing as npt

from winner_determination.bid_book import BidBook, Ints
from winner_determination.case import AtLeastOne, Cap, Case
from winner_determination.documents import DocumentError

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Problem:
    """n bids of ``bidders`` bidders over r resources, the first k of them the lots of each category."""

    owner: Ints  # int64[n]
    usage: Ints  # int64[n, r]
    capacity: Ints  # int64[r]
    score: Ints  # int64[n], bid units: amount net of reserve
    eligible: Mask  # bool[n]: bids that can win at all
    bidders: int
    must_win: Mask  # bool[bidders]
    covers: tuple[Ints, ...]  # each: rows of which at least one is awarded
    base: int  # value of selling nothing, bid units

    def feasible(self, chosen: Ints) -> bool:
        """Whether awarding the rows ``chosen`` meets every condition, in integer arithmetic."""
        count = np.bincount(self.owner[chosen], minlength=self.bidders)
        return bool(
            self.eligible[chosen].all()
            and (count <= 1).all()
            and (count[self.must_win] == 1).all()
            and (self.usage[chosen].sum(axis=0) <= self.capacity).all()
            and all(np.isin(cover, chosen).any() for cover in self.covers)
        )


@lru_cache(maxsize=4)
def problem_of(case: Case) -> Problem:
    """Build the programme of ``case``.

    Not eligible are bids below the reserve of their package (R-W2), lower bids of a bidder on the same package, and
    bids that alone exceed a cap.
    Raises DocumentError where the weights of a cap need more digits than 64 bits hold.
    """
    book = case.book
    caps = [_resource(book, cap, place) for place, cap in enumerate(case.limits) if isinstance(cap, Cap)]
    usage = np.column_stack([book.quantity, *(used for used, _ in caps)]).astype(np.int64)
    capacity = np.array([*book.supply, *(most for _, most in caps)], dtype=np.int64)
    eligible = highest_on_package(book) & (book.amount >= book.reserve_value) & (usage <= capacity).all(axis=1)
    return Problem(
        owner=book.owner,
        usage=usage,
        capacity=capacity,
        score=book.amount - book.reserve_value if case.reserve_bids else book.amount,
        eligible=eligible,
        bidders=len(book.bidders),
        must_win=np.array([bidder in case.must_win for bidder in book.bidders], dtype=np.bool_),
        covers=tuple(_cover(book, limit) for limit in case.limits if isinstance(limit, AtLeastOne)),
        base=book.reserve_value_of_supply if case.reserve_bids else 0,
    )


def highest_on_package(book: BidBook) -> Mask:
    """bool[n]: the first of each run of equal (bidder, package), where the canonical order has the highest amount."""
    first = np.ones(len(book), dtype=np.bool_)
    first[1:] = (book.owner[1:] != book.owner[:-1]) | (book.quantity[1:] != book.quantity[:-1]).any(axis=1)
    return first


def _resource(book: BidBook, cap: Cap, place: int) -> tuple[Ints, int]:
    """A cap as a resource: what each bid uses of it, int64[n], and how much there is, both scaled to whole numbers."""
    scale = lcm(*(weight.denominator for weight in cap.weights.values()))
    weights = [int(cap.weights.get(category.id, Fraction(0)) * scale) for category in book.categories]
    if sum(w * c.supply for w, c in zip(weights, book.categories, strict=True)) >= 2**53:
        raise DocumentError(f"limits[{place}].categories", "the weights need more digits than can be computed with")
    members = np.isin(book.owner, [i for i, bidder in enumerate(book.bidders) if bidder in cap.bidders])
    used = np.where(members, book.quantity @ np.array(weights, dtype=np.int64), 0)
    return used, min(int(cap.maximum * scale), 2**53)


def _cover(book: BidBook, limit: AtLeastOne) -> Ints:
    options = {(bidder, tuple(package.get(c.id, 0) for c in book.categories)) for bidder, package in limit.options}
    rows = [row for row in range(len(book)) if (book.bidder_of(row), tuple(book.quantity[row].tolist())) in options]
    return np.array(rows, dtype=np.int64)
