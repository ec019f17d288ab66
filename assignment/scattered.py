"""A band whose winners need not be contiguous: any set of lots will do, so long as the others can still be served.

A winner with 4 of 40 lots has 91,390 options, too many to write down as bids. But the ones nobody bid on are all worth
zero, so one bid stands for them together: "some of the lots that nobody asked for". By Hall's theorem (1935) those
winners can be served exactly if for every union U of permitted sets the lots asked for in U and the needs of winners
confined to U fit into U. Each U becomes a row of the bid book with supply |U|; without exclusions there is a single
one, the band itself.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, islice, product
from math import comb, prod

from assignment.choices import Choice, Row, Stand
from assignment.conflicts import no_plan
from assignment.errors import TooManyOptionsError
from assignment.layout import Layout, Party, unsold_name

ROOM_LIMIT = 512
"""Unions of permitted sets in one band."""

COUNT_LIMIT = 100_000
"""Where unsold lots must stay together in a scattered band, options are counted up to here."""


class Scattered:
    """Any set of lots. Raises NoPlanError where the winners cannot all be served."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._lots = len(layout.band.lots)
        self._permitted = {party.name: _permitted(party) for party in layout.winners}
        self._rooms = _unions(layout, set(self._permitted.values()))
        self._unsold = next((party for party in layout.parties if party.name == unsold_name(layout.band)), None)
        self._gaps = self._unsold_runs()
        if not self._gaps:
            raise no_plan(layout, contiguous=False)
        names = (f"room in {'+'.join(_ids(layout, room))}" for room in self._rooms)
        rooms = (Row(name, room.bit_count()) for name, room in zip(names, self._rooms, strict=True))
        self.rows = (*(Row(lot, 1) for lot in layout.band.ids), *rooms)

    def count(self, party: Party) -> int:
        if self._unsold is not None:
            return sum(1 for _ in islice(self.each(party), COUNT_LIMIT))
        if party.name not in self._permitted:
            return len(self._gaps)
        return self._count_by_room(party)

    def each(self, party: Party) -> Iterator[Choice]:
        if party.name not in self._permitted:
            yield from (_positions(gap) for gap in self._gaps)
            return
        ordinary = _positions(self._permitted[party.name])
        for lots in combinations(ordinary, _need(party)):
            choice = tuple(sorted((*lots, *party.anchors)))
            if self.allows(party, choice):
                yield choice

    def allows(self, party: Party, lots: Choice) -> bool:
        asked = _mask(lots) & ~_mask(party.anchors)
        if not party.anchors.issubset(lots) or len(lots) != party.size or asked & ~self._permitted[party.name]:
            return False
        return any(not asked & gap and self._fits(asked | gap, party.name) for gap in self._gaps)

    def stands(self, party: Party, named: Iterable[Choice]) -> list[Stand]:
        if party.name not in self._permitted:
            return [self._asking(_positions(gap)) for gap in self._gaps]
        own, anchors = self._permitted[party.name], tuple(sorted(party.anchors))
        usage = dict.fromkeys(anchors, 1)
        usage |= {self._lots + row: _need(party) for row, room in enumerate(self._rooms) if not own & ~room}
        rest = Stand(anchors, usage, open=_need(party))
        asked = [self._asking(lots) for lots in dict.fromkeys(named)]
        return [rest, *asked] if rest.open else [rest]

    def settle(self, chosen: Mapping[str, Stand], seed: str) -> dict[str, Choice]:
        """Winners who asked for nothing get, in an order drawn from ``seed``, lots drawn from those left that leave
        enough to the others.
        """
        draw = random.Random(f"{seed}/{self.layout.band.category}")  # noqa: S311  reproducible, committed before bidding
        taken = _mask(lot for stand in chosen.values() for lot in stand.lots)
        waiting = [name for name in sorted(chosen) for _ in range(chosen[name].open)]
        draw.shuffle(waiting)
        settled = {name: list(stand.lots) for name, stand in chosen.items()}
        while waiting:
            name = waiting.pop()
            free = list(_positions(self._permitted[name] & ~taken))
            draw.shuffle(free)
            lot = next(lot for lot in free if self._serves(waiting, taken | 1 << lot))
            settled[name].append(lot)
            taken |= 1 << lot
        return {name: tuple(sorted(lots)) for name, lots in settled.items()}

    def _asking(self, lots: Choice) -> Stand:
        asked = _mask(lots)
        rooms = {self._lots + row: (asked & room).bit_count() for row, room in enumerate(self._rooms) if asked & room}
        return Stand(lots, dict.fromkeys(lots, 1) | rooms)

    def _fits(self, asked: int, without: str | None) -> bool:
        """Whether, these lots being asked for, the winners other than ``without`` can still be served."""
        waiting = [p.name for p in self.layout.winners if p.name != without for _ in range(_need(p))]
        return self._serves(waiting, asked)

    def _serves(self, waiting: list[str], taken: int) -> bool:
        return all(
            sum(not self._permitted[name] & ~room for name in waiting) <= (room & ~taken).bit_count()
            for room in self._rooms
        )

    def _unsold_runs(self) -> list[int]:
        """Where the unsold lots may lie together, as bit sets; the empty set where they need not."""
        if self._unsold is None:
            runs = [0]
        else:
            starts = self._unsold.starts(self._unsold.size, anchored=False)
            runs = [_mask(range(p, p + self._unsold.size)) for p, may_start in enumerate(starts) if may_start]
        return [run for run in runs if self._fits(run, None)]

    def _count_by_room(self, party: Party) -> int:
        """Count sets by how many lots they take of each cell of the Venn diagram of the rooms: nothing else matters to
        the others.
        """
        cells: dict[tuple[bool, ...], int] = {}
        for lot in _positions(self._permitted[party.name]):
            cell = tuple(bool(room >> lot & 1) for room in self._rooms)
            cells[cell] = cells.get(cell, 0) | 1 << lot
        total = 0
        for taken in product(*(range(lots.bit_count() + 1) for lots in cells.values())):
            if sum(taken) == _need(party):
                parts = zip(cells.values(), taken, strict=True)
                asked = _mask(lot for lots, number in parts for lot in _positions(lots)[:number])
                ways = prod(comb(lots.bit_count(), number) for lots, number in zip(cells.values(), taken, strict=True))
                total += ways if self._fits(asked, party.name) else 0
        return total


def _permitted(party: Party) -> int:
    return _mask(p for p, may in enumerate(party.allowed) if may and p not in party.anchors)


def _need(party: Party) -> int:
    return party.size - len(party.anchors)


def _unions(layout: Layout, sets: set[int]) -> tuple[int, ...]:
    unions: set[int] = set()
    for each in sorted(sets):
        unions |= {each} | {each | union for union in unions}
        if len(unions) > ROOM_LIMIT:
            reason = f"more than {ROOM_LIMIT} different unions of permitted lots; exclude fewer different sets of lots"
            raise TooManyOptionsError(f"{layout.band.place}.excluded", reason)
    return tuple(sorted(unions))


def _mask(positions: Iterable[int]) -> int:
    mask = 0
    for position in positions:
        mask |= 1 << position
    return mask


def _positions(mask: int) -> Choice:
    return tuple(position for position in range(mask.bit_length()) if mask >> position & 1)


def _ids(layout: Layout, room: int) -> list[str]:
    return [layout.band.lots[position].id for position in _positions(room)]
