"""A band drawn as a strip of frequency. Load with ``{% load strips %}``."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import template

register = template.Library()

WIDTH = 720  # user units of the drawing; the page scales it
HEIGHT = 44


@register.inclusion_tag("components/strip.html")
def strip(
    lots: Sequence[Mapping[str, Any]],
    held: Collection[str] = (),
    label: str = "",
    small: bool = False,
    holdings: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Draw lots ``[{"id", "start", "end", "bidder": str | None}]`` (MHz) to scale, those in ``held`` marked and bold.

    ``holdings`` ``[{"holder", "start", "end"}]`` are existing spectrum around them, hatched, with the holder's name.
    ``label`` is what a screen reader hears; leave it empty where a table beside the drawing says the same.
    """
    existing = [{**each, "id": each["holder"], "existing": True} for each in holdings]
    ordered = sorted([*_placed(lots), *existing], key=lambda lot: (lot["start"], lot["id"]))
    low, high = ordered[0]["start"], max(lot["end"] for lot in ordered)
    in_mhz = all(lot["start"] is not None and lot["end"] is not None for lot in lots)
    scale = WIDTH / (high - low)
    cells = [
        {
            "id": lot["id"],
            "x": round((lot["start"] - low) * scale, 2),
            "width": round((lot["end"] - lot["start"]) * scale, 2),
            "middle": round(((lot["start"] + lot["end"]) / 2 - low) * scale, 2),
            "held": lot["id"] in held and "existing" not in lot,
            "existing": "existing" in lot,
            "bidder": lot.get("bidder"),
        }
        for lot in ordered
    ]
    return {
        "cells": cells,
        "low": f"{low:g} MHz" if in_mhz else "",
        "high": f"{high:g} MHz" if in_mhz else "",
        "label": label,
        "small": small,
        "width": WIDTH,
        "height": HEIGHT,
    }


def _placed(lots: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The lots as they are, or, where one has no frequencies, side by side in their order."""
    if all(lot["start"] is not None and lot["end"] is not None for lot in lots):
        return list(lots)
    return [{**lot, "start": place, "end": place + 1} for place, lot in enumerate(lots)]
