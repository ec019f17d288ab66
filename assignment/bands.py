"""A band: the ordered specific lots behind one generic category, and who may stand where.

Frequencies are whole kilohertz, so that "this lot ends where the next begins" is exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Lot:
    """One specific lot; ``start`` and ``end`` are its (downlink) bounds in kHz, both None in a band without
    frequencies.
    """

    id: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Holding:
    """Spectrum somebody holds already, in or beside the band, in kHz."""

    holder: str
    start: int
    end: int


@dataclass(frozen=True)
class SpecialLot:
    """A lot sold under its own category (a coverage lot, say) whose place in the band is fixed: it is assigned first
    (R-A1).
    """

    category: str
    lots: tuple[str, ...]


class Fallback(StrEnum):
    """What happens where no plan lets everybody be contiguous."""

    FRAGMENTED_SUPPLY = "fragmented_supply"
    """Fewest pieces where the supply itself is fragmented; exclusions alone never split a winner: they are refused."""
    ALWAYS = "always"
    """Fewest pieces, whatever the reason."""
    NEVER = "never"
    """Refused."""


@dataclass(frozen=True)
class Band:
    """The lots of one category, lowest frequency first.

    ``excluded`` maps a bidder to the lots it may not get; ``guard_after`` names lots followed by a guard gap (a jump in
    the frequencies is one too); ``duplex_offset`` is the distance from downlink to paired uplink in kHz, None in an
    unpaired band; ``place`` says where the band stands in its document.
    """

    category: str
    lots: tuple[Lot, ...]
    contiguous: bool = True
    fallback: Fallback = Fallback.FRAGMENTED_SUPPLY
    excluded: Mapping[str, frozenset[str]] = field(default_factory=dict)
    guard_after: frozenset[str] = frozenset()
    duplex_offset: int | None = None
    holdings: tuple[Holding, ...] = ()
    special: tuple[SpecialLot, ...] = ()
    place: str = "band"

    @property
    def ids(self) -> tuple[str, ...]:
        """Names of the lots, in order."""
        return tuple(lot.id for lot in self.lots)

    def positions(self, lots: frozenset[str]) -> frozenset[int]:
        """Where ``lots`` stand in the band, counted from 0."""
        return frozenset(position for position, lot in enumerate(self.lots) if lot.id in lots)

    def joined(self, bidder: str | None) -> tuple[bool, ...]:
        """For each lot: is the next one contiguous with it in the hands of ``bidder`` (None: of nobody)?

        Lots on the two sides of a gap are contiguous for the bidder whose existing holding fills the gap.
        """
        pairs = zip(self.lots, self.lots[1:], strict=False)
        return (*(self._adjoin(lower, upper, bidder) for lower, upper in pairs), False)

    def _adjoin(self, lower: Lot, upper: Lot, bidder: str | None) -> bool:
        if lower.end is None or upper.start is None:
            return lower.id not in self.guard_after
        reach = lower.end
        for holding in sorted(self.holdings, key=lambda each: each.start):
            if holding.holder == bidder and holding.start <= reach < holding.end:
                reach = holding.end
        return reach >= upper.start and (reach > lower.end or lower.id not in self.guard_after)

    def adjacent_holdings(self, bidder: str, lots: tuple[int, ...]) -> tuple[Holding, ...]:
        """The bidder's existing holdings that touch the lots at positions ``lots``: the reason to prefer them."""
        bounds = {bound for position in lots for bound in (self.lots[position].start, self.lots[position].end)}
        own = (holding for holding in self.holdings if holding.holder == bidder)
        return tuple(holding for holding in own if holding.start in bounds or holding.end in bounds)


def pieces(lots: tuple[int, ...], joined: tuple[bool, ...]) -> tuple[tuple[int, ...], ...]:
    """Cut ascending positions into their contiguous runs: ``(0, 1, 3)`` -> ``((0, 1), (3,))`` where all lots adjoin."""
    runs: list[list[int]] = []
    for position in lots:
        if runs and runs[-1][-1] == position - 1 and joined[position - 1]:
            runs[-1].append(position)
        else:
            runs.append([position])
    return tuple(tuple(run) for run in runs)
