"""What bids use of every resource, packed into words, so that one addition tests all resources at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from winner_determination.bid_book import Ints
from winner_determination.case import Case
from winner_determination.problem import Mask, problem_of

Words = npt.NDArray[np.uint64]

WORD = 64


@dataclass(frozen=True, eq=False)
class PackedUsage:
    """What bids use, as words that can be added.

    A resource of one unit is one bit; a larger one is a field with a guard bit on top, which overflows just above its
    capacity. A bit for each bidder says that it is left aside.
    """

    usage: Words  # [n, words]
    aside: Words  # [bidders, words]
    nothing: Words  # [words]
    single: Words  # [words]: bits of the resources of one unit
    guards: Words  # [words]

    def fits(self, used: Words, more: Words) -> Mask:
        """Whether ``used`` and ``more`` (either is [m, words]) are within capacity together; bool[m]."""
        clash = used & more & self.single | used + more & self.guards
        clear: Mask = np.logical_not(clash.any(axis=1))
        return clear


@lru_cache(maxsize=2)
def packed_usage(case: Case) -> PackedUsage:
    """What every bid of ``case`` uses."""
    problem = problem_of(case)
    bids, bidders, resources = len(problem.owner), problem.bidders, len(problem.capacity)
    capacity = np.concatenate([problem.capacity, np.ones(bidders, dtype=np.int64)])
    single = capacity == 1
    bits = [1 if most == 1 else most.bit_length() + 1 for most in capacity.tolist()]
    guard = np.array([1 << size - 1 for size in bits], dtype=np.int64)

    def pack(values: Ints) -> Words:
        return _packed(values, bits)

    return PackedUsage(
        usage=pack(np.hstack([problem.usage, np.zeros((bids, bidders), dtype=np.int64)])),
        aside=pack(np.hstack([np.zeros((bidders, resources), dtype=np.int64), np.eye(bidders, dtype=np.int64)])),
        nothing=pack(np.where(single, 0, guard - 1 - capacity)[None])[0],
        single=pack(single.astype(np.int64)[None])[0],
        guards=pack(np.where(single, 0, guard)[None])[0],
    )


def _packed(values: Ints, bits: Sequence[int]) -> Words:
    """[m, words]: the columns of ``values`` [m, fields] side by side, so many ``bits`` each, none across two words."""
    words = [np.zeros(len(values), dtype=np.uint64)]
    shift = 0
    for column, size in zip(values.T, bits, strict=True):
        if shift + size > WORD:
            words.append(np.zeros(len(values), dtype=np.uint64))
            shift = 0
        words[-1] |= column.astype(np.uint64) << np.uint64(shift)
        shift += size
    return np.column_stack(words)
