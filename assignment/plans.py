"""Which runs fit together: filling a band from its lowest lot to its highest, position by position.

A plan cuts the band into runs. What matters at a position is only *how many* pieces of each kind (same size, same
permitted starts) stand below it, so a dynamic programme over (position, pieces placed) decides every question about the
whole band. The set of reachable states at one position is one Python integer used as a bit set: placing a piece of kind
c is a shift by the stride of digit c. Twelve winners, all different, make 4,096 states: 40 positions take well under a
millisecond.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assignment.layout import Mask


@dataclass(frozen=True)
class Piece:
    """A run of ``size`` lots that may begin where ``starts`` says."""

    size: int
    starts: Mask


@dataclass(frozen=True)
class Kind:
    """All pieces alike: ``count`` of them, one digit of the state with its ``stride``; ``open`` has a bit for each
    state that lacks one.
    """

    piece: Piece
    count: int
    stride: int
    open: int


Layer = list[int]
"""For each position (one more than there are lots) the set of states reachable there."""


class PlanTable:
    """All plans that place every one of ``pieces``, lots marked ``skippable`` being allowed to stay free.

    Attributes: ``feasible`` (is there any plan).
    """

    def __init__(self, pieces: Sequence[Piece], skippable: Mask) -> None:
        self._skippable = skippable
        self._kinds = _kinds(pieces)
        self._states = 1
        for kind in self._kinds.values():
            self._states *= kind.count + 1
        ground = [0] * (len(skippable) + 1)
        ground[0] = 1
        self._below = self._extend(ground)
        self.feasible = bool(self._below[-1] >> (self._states - 1) & 1)
        self._above = self._backward() if self.feasible else [0] * (len(skippable) + 1)

    def starts(self, piece: Piece) -> list[int]:
        """Positions at which ``piece`` (one of the table's) begins in some plan."""
        return self._closing(self._below, piece)

    def placements(self, pieces: Sequence[Piece]) -> Iterator[tuple[int, ...]]:
        """Every set of positions that ``pieces``, all of one party, together cover in some plan; a set may come more
        than once.
        """
        yield from self._place(self._below, tuple(pieces), 0)

    def _place(self, below: Layer, pieces: tuple[Piece, ...], lowest: int) -> Iterator[tuple[int, ...]]:
        for index in _distinct(pieces):
            piece, rest = pieces[index], pieces[:index] + pieces[index + 1 :]
            if not rest:
                yield from (_run(start, piece) for start in self._closing(below, piece) if start >= lowest)
                continue
            kind = self._kinds[piece]
            for start in range(lowest, len(self._skippable)):
                placed = (below[start] & kind.open) << kind.stride if piece.starts[start] else 0
                if placed:
                    seed = [0] * len(below)
                    seed[start + piece.size] = placed
                    for lots in self._place(self._extend(seed), rest, start + piece.size):
                        yield _run(start, piece) + lots

    def _closing(self, below: Layer, piece: Piece) -> list[int]:
        kind = self._kinds[piece]
        return [
            start
            for start, may_start in enumerate(piece.starts)
            if may_start and (below[start] & kind.open) << kind.stride & self._above[start + piece.size]
        ]

    def _extend(self, layer: Layer) -> Layer:
        """Close ``layer`` under placing pieces and skipping lots, upwards."""
        reach = list(layer)
        for position, skip in enumerate(self._skippable):
            here = reach[position]
            if not here:
                continue
            if skip:
                reach[position + 1] |= here
            for kind in self._kinds.values():
                if kind.piece.starts[position]:
                    reach[position + kind.piece.size] |= (here & kind.open) << kind.stride
        return reach

    def _backward(self) -> Layer:
        """For each position the states from which the rest of the band can be filled."""
        above = [0] * (len(self._skippable) + 1)
        above[-1] = 1 << (self._states - 1)
        for position in reversed(range(len(self._skippable))):
            reach = above[position + 1] if self._skippable[position] else 0
            for kind in self._kinds.values():
                if kind.piece.starts[position]:
                    reach |= (above[position + kind.piece.size] >> kind.stride) & kind.open
            above[position] = reach
        return above


def _kinds(pieces: Sequence[Piece]) -> dict[Piece, Kind]:
    counts: dict[Piece, int] = {}
    for piece in pieces:
        counts[piece] = counts.get(piece, 0) + 1
    strides = [1]
    for count in counts.values():
        strides.append(strides[-1] * (count + 1))
    return {
        piece: Kind(piece, counts[piece], stride, _open_states(stride, next_stride, strides[-1]))
        for piece, (stride, next_stride) in zip(counts, pairwise(strides), strict=True)
    }


def _open_states(stride: int, next_stride: int, states: int) -> int:
    """Bit set of the states whose digit (``stride`` to ``next_stride``) is below its largest value."""
    one_period = (1 << (next_stride - stride)) - 1
    return one_period * (((1 << states) - 1) // ((1 << next_stride) - 1))


def _distinct(pieces: tuple[Piece, ...]) -> list[int]:
    return [index for index, piece in enumerate(pieces) if piece not in pieces[:index]]


def _run(start: int, piece: Piece) -> tuple[int, ...]:
    return tuple(range(start, start + piece.size))
