"""A band as a strip: plain data from which a page draws frequencies from left to right.

In a band with frequencies coordinates are kHz; without, lot number n reaches from n - 1 to n. The same segments,
shifted by the duplex offset, are the uplink of a paired band.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from assignment.bands import Band, pieces
from assignment.choices import Choice


class SegmentKind(StrEnum):
    """What a stretch of the band is."""

    LOT = "lot"
    UNSOLD = "unsold"
    GAP = "gap"
    HOLDING = "holding"


@dataclass(frozen=True)
class Segment:
    """From ``start`` to ``end`` in the strip's unit; ``holder`` is None where nobody holds it; ``lots`` are the lots
    inside.
    """

    kind: SegmentKind
    start: int
    end: int
    holder: str | None = None
    lots: tuple[str, ...] = ()


@dataclass(frozen=True)
class Strip:
    """Segments in ascending order, without overlap. ``in_khz``: coordinates are kHz, else lot numbers."""

    category: str
    in_khz: bool
    segments: tuple[Segment, ...]
    duplex_offset: int | None = None

    @property
    def start(self) -> int:
        return self.segments[0].start

    @property
    def end(self) -> int:
        return self.segments[-1].end

    def uplink(self) -> "Strip | None":
        """The paired uplink, None in an unpaired band or where lots have no frequencies."""
        if self.duplex_offset is None or not self.in_khz:
            return None
        shift = self.duplex_offset
        moved = tuple(Segment(s.kind, s.start + shift, s.end + shift, s.holder, s.lots) for s in self.segments)
        return Strip(self.category, self.in_khz, moved)


def strip_of_lots(band: Band) -> Strip:
    """The band before assignment: every lot on its own, existing holdings and gaps around them."""
    return _strip(band, [Segment(SegmentKind.LOT, *_reach(band, (p,)), None, (lot,)) for p, lot in enumerate(band.ids)])


def strip_of_plan(band: Band, plan: Mapping[str, Choice]) -> Strip:
    """The band plan: one segment for each contiguous run of a winner (``plan``: bidder -> positions), and the unsold
    runs.
    """
    held = {position for lots in plan.values() for position in lots}
    unsold = tuple(position for position in range(len(band.lots)) if position not in held)
    runs = [(bidder, run) for bidder, lots in plan.items() for run in pieces(lots, band.joined(bidder))]
    segments = [_run(band, SegmentKind.LOT, bidder, part) for bidder, run in runs for part in _unbroken(band, run)]
    segments += [_run(band, SegmentKind.UNSOLD, None, run) for run in pieces(unsold, band.joined(None))]
    return _strip(band, segments)


def _unbroken(band: Band, run: Choice) -> tuple[Choice, ...]:
    """A run around an existing holding is drawn as the parts before and after it."""
    return pieces(run, band.joined(None))


def _run(band: Band, kind: SegmentKind, holder: str | None, run: Choice) -> Segment:
    return Segment(kind, *_reach(band, run), holder, tuple(band.ids[position] for position in run))


def _reach(band: Band, run: Choice) -> tuple[int, int]:
    first, last = band.lots[run[0]], band.lots[run[-1]]
    if first.start is None or last.end is None:
        return run[0], run[-1] + 1
    return first.start, last.end


def _strip(band: Band, lots: list[Segment]) -> Strip:
    holdings = [Segment(SegmentKind.HOLDING, each.start, each.end, each.holder) for each in band.holdings]
    filled = sorted(lots + holdings, key=lambda segment: segment.start)
    gaps = [Segment(SegmentKind.GAP, a.end, b.start) for a, b in pairwise(filled) if a.end < b.start]
    segments = sorted(filled + gaps, key=lambda segment: segment.start)
    return Strip(band.category, band.lots[0].start is not None, tuple(segments), band.duplex_offset)
