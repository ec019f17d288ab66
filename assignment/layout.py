"""Who has to be placed in one band, and where each of them may stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assignment.bands import Band
from assignment.errors import AssignmentError

Mask = tuple[bool, ...]
"""One entry for each lot of a band, in order."""


@dataclass(frozen=True)
class Party:
    """A winner in one band, or the unsold lots where they must stay together.

    ``size`` counts lots, special ones included; ``allowed`` says where the party may stand; ``joined`` whether lots p
    and p + 1 are contiguous in its hands; ``anchors`` are the positions of special lots it won, which it gets whatever
    else it gets; ``reach`` is ``allowed`` before the lots excluded for it are taken out.
    """

    name: str
    size: int
    allowed: Mask
    reach: Mask
    joined: Mask
    anchors: frozenset[int] = frozenset()

    def starts(self, size: int, *, anchored: bool) -> Mask:
        """Where a run of ``size`` lots of this party may begin; with ``anchored`` it must cover every anchor, else
        none.
        """
        return tuple(self._may_start(start, size, anchored) for start in range(len(self.allowed)))

    def _may_start(self, start: int, size: int, anchored: bool) -> bool:
        run = range(start, start + size)
        if run.stop > len(self.allowed) or not all(self.allowed[position] for position in run):
            return False
        if not all(self.joined[position] for position in run[:-1]):
            return False
        return all(anchor in run for anchor in self.anchors) if anchored else not any(a in run for a in self.anchors)


@dataclass(frozen=True)
class Layout:
    """A band with its parties. ``skippable`` lots may stay in nobody's hands; ``winners`` leaves unsold lots out."""

    band: Band
    parties: tuple[Party, ...]
    skippable: Mask

    @property
    def winners(self) -> tuple[Party, ...]:
        return tuple(party for party in self.parties if party.name != unsold_name(self.band))

    def party(self, name: str) -> Party:
        return next(party for party in self.parties if party.name == name)

    def without_exclusions(self) -> "Layout":
        """The same band with every lot excluded for somebody allowed again: what the supply alone would permit."""
        return replace(self, parties=tuple(replace(party, allowed=party.reach) for party in self.parties))


def unsold_name(band: Band) -> str:
    """Name of the pseudo-bidder that holds the unsold lots of a band."""
    return f"unsold lots of {band.category}"


def lay_out(band: Band, winners: Mapping[str, Mapping[str, int]], *, unsold_together: bool) -> Layout:
    """Place the winners of ``band`` (bidder -> category -> quantity won) beside each other.

    Special lots are settled first (R-A1): their winner must get them, nobody else may; unsold ones stay unsold where
    they are. Raises AssignmentError where more lots were won than the band has.
    """
    anchors = _anchors(band, winners)
    sizes = {bidder: _size(band, won, bidder) for bidder, won in sorted(winners.items())}
    unsold_special = _unsold_special(band, winners)
    fixed = unsold_special.union(*anchors.values())
    parties = [
        _winner(band, bidder, size, anchors.get(bidder, frozenset()), fixed) for bidder, size in sizes.items() if size
    ]
    left = len(band.lots) - len(unsold_special) - sum(sizes.values())
    if left < 0:
        raise AssignmentError(*_oversold(band, parties))
    if left and unsold_together:
        free = tuple(position not in fixed for position in range(len(band.lots)))
        parties.append(Party(unsold_name(band), left, allowed=free, reach=free, joined=band.joined(None)))
    skippable = tuple(not unsold_together or position in unsold_special for position in range(len(band.lots)))
    return Layout(band=band, parties=tuple(parties), skippable=skippable)


def _winner(band: Band, bidder: str, size: int, own: frozenset[int], fixed: frozenset[int]) -> Party:
    excluded = band.positions(band.excluded.get(bidder, frozenset()))
    reach = tuple(position not in fixed or position in own for position in range(len(band.lots)))
    allowed = tuple(may and position not in excluded for position, may in enumerate(reach))
    return Party(bidder, size, allowed=allowed, reach=reach, joined=band.joined(bidder), anchors=own)


def _size(band: Band, won: Mapping[str, int], bidder: str) -> int:
    size = won.get(band.category, 0) + sum(won.get(each.category, 0) * len(each.lots) for each in band.special)
    if size > len(band.lots):
        raise AssignmentError(
            f"winners.{bidder}.{band.category}", f"{size} lots are won, band {band.category} has {len(band.lots)}"
        )
    return size


def _anchors(band: Band, winners: Mapping[str, Mapping[str, int]]) -> dict[str, frozenset[int]]:
    anchors: dict[str, frozenset[int]] = {}
    for special in band.special:
        holders = [bidder for bidder, won in winners.items() if won.get(special.category, 0)]
        if len(holders) > 1 or any(winners[bidder][special.category] > 1 for bidder in holders):
            place = f"winners.{holders[-1]}.{special.category}"
            raise AssignmentError(
                place, f"{special.category} is one special lot of band {band.category}; one winner may have one"
            )
        for bidder in holders:
            anchors[bidder] = anchors.get(bidder, frozenset()) | band.positions(frozenset(special.lots))
    return anchors


def _unsold_special(band: Band, winners: Mapping[str, Mapping[str, int]]) -> frozenset[int]:
    unsold = (s for s in band.special if not any(won.get(s.category, 0) for won in winners.values()))
    return frozenset[int]().union(*(band.positions(frozenset(special.lots)) for special in unsold))


def _oversold(band: Band, parties: list[Party]) -> tuple[str, str]:
    """Where more lots were won than the band has, and how many by whom."""
    most = max(parties, key=lambda party: party.size)
    won = " + ".join(f"{party.size} ({party.name})" for party in parties)
    reason = f"{won} lots are won, band {band.category} has {len(band.lots)}"
    return f"winners.{most.name}.{band.category}", reason
