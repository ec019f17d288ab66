"""What each party may get in one band, and how the bid book is to see it.

Two kinds of band answer the same questions: ``Runs`` (contiguous, R-A1) and ``Scattered`` (any set of lots).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from assignment.bands import Fallback
from assignment.conflicts import no_plan
from assignment.layout import Layout, Party
from assignment.splits import Split, fewest_pieces, whole

Choice = tuple[int, ...]
"""Ascending positions of the lots a party gets."""


@dataclass(frozen=True)
class Row:
    """A row of scarce things in the bid book: one lot, or room in a set of lots."""

    id: str
    supply: int


@dataclass(frozen=True)
class Stand:
    """A way for a party to stand in the band, as one bid sees it.

    ``lots`` are certain; ``open`` more are settled afterwards among those nobody asked for. ``usage`` maps a row's
    index to what this takes of it.
    """

    lots: Choice
    usage: Mapping[int, int]
    open: int = 0


class Choices(Protocol):
    """All that the stage asks of a band."""

    layout: Layout
    rows: tuple[Row, ...]

    def count(self, party: Party) -> int:
        """How many options the party has."""

    def each(self, party: Party) -> Iterator[Choice]:
        """The party's options, lowest lots first."""

    def allows(self, party: Party, lots: Choice) -> bool:
        """Whether ``lots`` is one of them."""

    def stands(self, party: Party, named: Iterable[Choice]) -> list[Stand]:
        """Enough ways to stand for the party, those ``named`` in its bids among them, for every plan to be possible."""

    def settle(self, chosen: Mapping[str, Stand], seed: str) -> dict[str, Choice]:
        """The lots of every party once its way to stand is decided."""


class Runs:
    """Contiguous runs, or the fewest pieces where the supply is fragmented.

    Raises NoPlanError where there is no plan, TooManyOptionsError where the supply is too fragmented to search.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.splits = _splits(layout)
        self.rows = tuple(Row(lot.id, 1) for lot in layout.band.lots)
        self._options = {party.name: _placements(self.splits, party) for party in layout.parties}

    def count(self, party: Party) -> int:
        return len(self._options[party.name])

    def each(self, party: Party) -> Iterator[Choice]:
        return iter(self._options[party.name])

    def allows(self, party: Party, lots: Choice) -> bool:
        return lots in self._options[party.name]

    def stands(self, party: Party, named: Iterable[Choice]) -> list[Stand]:
        return [Stand(lots, dict.fromkeys(lots, 1)) for lots in self._options[party.name]]

    def settle(self, chosen: Mapping[str, Stand], seed: str) -> dict[str, Choice]:
        return {name: stand.lots for name, stand in chosen.items()}


def _splits(layout: Layout) -> list[Split]:
    everybody_whole = whole(layout)
    if everybody_whole.table.feasible:
        return [everybody_whole]
    fallback = layout.band.fallback
    supply_fits = whole(layout.without_exclusions()).table.feasible
    if fallback is Fallback.NEVER or (fallback is Fallback.FRAGMENTED_SUPPLY and supply_fits):
        raise no_plan(layout, contiguous=True)
    splits = fewest_pieces(layout)
    if not splits:
        raise no_plan(layout, contiguous=False)
    return splits


def _placements(splits: list[Split], party: Party) -> dict[Choice, None]:
    found: set[Choice] = set()
    for split in splits:
        for form in split.forms_of(party):
            found.update(tuple(sorted(lots)) for lots in split.table.placements(form))
    return dict.fromkeys(sorted(found))
