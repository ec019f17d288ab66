"""Cutting winners into pieces, no more than necessary, where a fragmented supply cannot hold everybody in one run.

A *split* says into which pieces every party falls. The fewest pieces are found by allowing one extra piece more at a
time, over all ways to hand it out; all splits that work with that number are kept, so nobody is singled out to be cut.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from assignment.bands import pieces
from assignment.errors import TooManyOptionsError
from assignment.layout import Layout, Party
from assignment.plans import Piece, PlanTable

SPLIT_LIMIT = 20_000
"""Splits tried before the band is called too fragmented."""

Form = tuple[Piece, ...]
"""The pieces of one party."""


@dataclass(frozen=True)
class Group:
    """Parties that nothing distinguishes: same size, same permitted lots."""

    parties: tuple[Party, ...]

    @property
    def whole(self) -> Form:
        return (_piece(self.parties[0], self.parties[0].size, anchored=True),)


@dataclass(frozen=True)
class Split:
    """For every group one form a member; which member takes which form is left open."""

    layout: Layout
    groups: tuple[Group, ...]
    forms: tuple[tuple[Form, ...], ...]

    @cached_property
    def table(self) -> PlanTable:
        flat = [piece for forms in self.forms for form in forms for piece in form]
        return PlanTable(flat, self.layout.skippable)

    def forms_of(self, party: Party) -> tuple[Form, ...]:
        """The forms that ``party`` may take, each once."""
        forms = next(forms for group, forms in zip(self.groups, self.forms, strict=True) if party in group.parties)
        return tuple(dict.fromkeys(forms))


def whole(layout: Layout) -> Split:
    """Everybody in one run: what R-A1 asks for."""
    groups = _groups(layout)
    return Split(layout, groups, tuple((group.whole,) * len(group.parties) for group in groups))


def single_lots(layout: Layout) -> Split:
    """Every lot its own piece: it has a plan exactly where the lots can be shared out at all."""
    groups = _groups(layout)
    forms = tuple(
        (_cut(group.parties[0], (1,) * _ordinary(group.parties[0])),) * len(group.parties) for group in groups
    )
    return Split(layout, groups, forms)


def fewest_pieces(layout: Layout) -> list[Split]:
    """All workable splits with the fewest pieces; empty where lots run out however the parties are cut.

    Raises TooManyOptionsError after ``SPLIT_LIMIT`` splits without a plan.
    """
    if not single_lots(layout).table.feasible:
        return []
    groups, tried = _groups(layout), 0
    for extra in count():
        found = []
        for forms in _hand_out(groups, extra):
            split = Split(layout, groups, forms)
            tried += 1
            if split.table.feasible:
                found.append(split)
            if tried > SPLIT_LIMIT:
                reason = (
                    f"no plan found with up to {extra} extra pieces ({tried} splits tried); set contiguous to false"
                )
                raise TooManyOptionsError(layout.band.place, reason)
        if found:
            return found
    raise AssertionError("single lots have a plan, so some number of pieces has")


def _groups(layout: Layout) -> tuple[Group, ...]:
    alike = defaultdict(list)
    for party in layout.parties:
        alike[party.size, party.allowed, party.joined, party.anchors].append(party)
    return tuple(Group(tuple(parties)) for parties in alike.values())


def _hand_out(groups: Sequence[Group], extra: int) -> Iterator[tuple[tuple[Form, ...], ...]]:
    """Every way to cut the groups with ``extra`` pieces more than parties."""
    if not groups:
        if extra == 0:
            yield ()
        return
    for here in range(extra + 1):
        own = list(_within(groups[0], here))
        for rest in _hand_out(groups[1:], extra - here) if own else ():
            for forms in own:
                yield (forms, *rest)


def _within(group: Group, extra: int) -> Iterator[tuple[Form, ...]]:
    """Every multiset of forms for the members of ``group`` with ``extra`` additional pieces."""
    cuts = [(more, form) for more in range(1, extra + 1) for form in _forms(group.parties[0], more + 1)]

    def choose(extra: int, members: int, first: int) -> Iterator[tuple[Form, ...]]:
        if extra == 0:
            yield (group.whole,) * members
        elif members:
            for index in range(first, len(cuts)):
                more, form = cuts[index]
                if more <= extra:
                    for others in choose(extra - more, members - 1, index):
                        yield (form, *others)

    yield from choose(extra, len(group.parties), 0)


def _forms(party: Party, number: int) -> Iterator[Form]:
    """Every way for a party to fall into ``number`` pieces; a special lot stays in one of them, two special lots stay
    alone.
    """
    blocks = pieces(tuple(sorted(party.anchors)), party.joined)
    if len(blocks) > 1:
        yield from (_cut(party, sizes) for sizes in _partitions(_ordinary(party), number - len(blocks), party.size))
        return
    for sizes in _partitions(party.size, number, party.size):
        if not party.anchors:
            yield tuple(_piece(party, size, anchored=False) for size in sizes)
            continue
        for index in range(number):
            if sizes[index] >= len(party.anchors) and sizes[index] not in sizes[:index]:
                rest = sizes[:index] + sizes[index + 1 :]
                free = (_piece(party, size, anchored=False) for size in rest)
                yield (_piece(party, sizes[index], anchored=True), *free)


def _cut(party: Party, sizes: tuple[int, ...]) -> Form:
    """The special lots of the party where they stand, and beside them runs of ``sizes``."""
    blocks = pieces(tuple(sorted(party.anchors)), party.joined)
    ground = range(len(party.allowed))
    fixed = (Piece(len(block), tuple(position == block[0] for position in ground)) for block in blocks)
    return (*fixed, *(_piece(party, size, anchored=False) for size in sizes))


def _ordinary(party: Party) -> int:
    return party.size - len(party.anchors)


def _partitions(total: int, parts: int, largest: int) -> Iterator[tuple[int, ...]]:
    """Descending whole numbers from 1 to ``largest``, ``parts`` of them, that sum to ``total``."""
    if parts <= 0:
        if total == 0 and parts == 0:
            yield ()
        return
    for first in range(min(largest, total - parts + 1), 0, -1):
        for rest in _partitions(total - first, parts - 1, first):
            yield (first, *rest)


def _piece(party: Party, size: int, *, anchored: bool) -> Piece:
    return Piece(size, party.starts(size, anchored=anchored))
