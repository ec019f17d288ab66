"""The charts of an auction from its facts: the plain JSON that a format gives to pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from portals.charts.band_plan import Direction, Segment, caption, draw_strip, strips
from portals.charts.rounds import CategorySeries, RoundPoint, price_and_demand


@dataclass(frozen=True)
class Drawn:
    """A picture with what a page writes above it."""

    caption: str
    svg: SafeString


def round_charts(facts: Mapping[str, Any]) -> tuple[Drawn, ...]:
    """Price and demand over the closed clock rounds, a chart a category; none before the first round has closed."""
    if not facts["rounds"]:
        return ()
    return tuple(
        Drawn(f"{one.id}: {one.name}" if one.name != one.id else one.id, price_and_demand(one, name=f"rounds-{number}"))
        for number, one in enumerate(series(facts), start=1)
    )


def series(facts: Mapping[str, Any]) -> tuple[CategorySeries, ...]:
    """Each category's prices and, where the viewer may know it, demand in the closed clock rounds."""
    return tuple(
        CategorySeries(
            id=category["id"],
            name=category["name"] or category["id"],
            unit=facts["unit"]["label"],
            supply=category["supply"],
            rounds=tuple(_point(closed, category["id"]) for closed in facts["rounds"]),
        )
        for category in facts["categories"]
    )


def band_plan(facts: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Drawn, ...]:
    """The strips of the assigned frequencies; none before the assignment is known. ``names``: bidder id to name."""
    return () if facts["assignment"] is None else draw_band_plan(facts["assignment"]["plan"], names)


def draw_band_plan(plan: Sequence[Mapping[str, Any]], names: Mapping[str, str] | None = None) -> tuple[Drawn, ...]:
    """The strips of a plan: bands with their lots, each with its frequencies and the id of its bidder or None."""
    placed = segments(plan, names or {})
    holders = list(dict.fromkeys(segment.holder for segment in placed if segment.holder))
    drawn = []
    for number, strip in enumerate(strips(placed), start=1):
        drawn.append(Drawn(caption(strip), draw_strip(strip, name=f"strip-{number}", holders=holders)))
    return tuple(drawn)


def segments(plan: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> tuple[Segment, ...]:
    """Every lot of the plan with its frequencies and its holder's name."""
    found: list[Segment] = []
    for band in plan:
        for position, lot in enumerate(band["lots"]):
            holder = names.get(lot["bidder"], lot["bidder"])
            found += _places(lot, position, band["category"], holder)
    return tuple(found)


def _places(lot: Mapping[str, Any], position: int, category: str, holder: str | None) -> list[Segment]:
    """A paired lot lies in two places, an unpaired one in one, a lot without frequencies at its position."""
    if lot.get("start") is None:
        return [Segment(lot["id"], category, position, position + 1, Direction.NONE, holder)]
    if lot.get("uplink_start") is None:
        return [Segment(lot["id"], category, lot["start"], lot["end"], Direction.UNPAIRED, holder)]
    return [
        Segment(lot["id"], category, lot["start"], lot["end"], Direction.DOWNLINK, holder),
        Segment(lot["id"], category, lot["uplink_start"], lot["uplink_end"], Direction.UPLINK, holder),
    ]


def _point(closed: Mapping[str, Any], category: str) -> RoundPoint:
    demand = closed.get("demand") or {}
    return RoundPoint(number=closed["number"], price=closed["prices"][category], demand=demand.get(category))
