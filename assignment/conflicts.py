"""Why there is no plan: the fewest parties that cannot be placed together even with the rest of the band empty."""

from collections.abc import Callable
from itertools import combinations

from assignment.errors import NoPlanError
from assignment.layout import Layout, Party, unsold_name
from assignment.splits import Split, single_lots, whole


def no_plan(layout: Layout, *, contiguous: bool) -> NoPlanError:
    """The refusal for a band without a plan, naming the smallest conflicting set and what would pass."""
    conflict = smallest_conflict(layout, whole if contiguous else single_lots)
    parties = ", ".join(_describe(layout, layout.party(name)) for name in conflict)
    apart = "in one run each" if contiguous else "at all"
    excluded = [name for name in conflict if layout.band.excluded.get(name)]
    passes = []
    if excluded:
        passes.append(f"fewer lots excluded for {' or '.join(excluded)}")
    if contiguous:
        passes.append('"fallback": "always" (fewest pieces)')
    if unsold_name(layout.band) in conflict:
        passes.append('"unsold": "any"')
    place = f"{layout.band.place}.excluded" if excluded else layout.band.place
    reason = f"no plan of band {layout.band.category} places {parties} {apart}"
    return NoPlanError(place, f"{reason}; would pass: {', or '.join(passes)}" if passes else reason, conflict)


def smallest_conflict(layout: Layout, split: Callable[[Layout], Split]) -> tuple[str, ...]:
    """The fewest parties without a plan under ``split``, any lot being allowed to stay free; all of them if no fewer
    clash.
    """
    anywhere = (True,) * len(layout.band.lots)
    for number in range(1, len(layout.parties)):
        for chosen in combinations(layout.parties, number):
            if not split(Layout(layout.band, chosen, anywhere)).table.feasible:
                return tuple(party.name for party in chosen)
    return tuple(party.name for party in layout.parties)


def _describe(layout: Layout, party: Party) -> str:
    lots = layout.band.ids
    allowed = [lot for lot, may in zip(lots, party.allowed, strict=True) if may]
    if len(allowed) == len(lots):
        return f"{party.name} ({party.size} lots)"
    return f"{party.name} ({party.size} lots of {', '.join(allowed) or 'none'})"
