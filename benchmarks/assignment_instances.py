"""Seeded cases of the assignment stage: ten winners, forty lots.

``one_band``: 40 contiguous lots, a bid on every run. ``two_bands``: two bands of 20 lots, 200 joint bids a winner.
``any_lots``: 40 lots that need not be contiguous, 200 bids a winner. A bidder's amounts fall with the distance from its
favourite place in each band; a pair of runs at about the same place in both bands is worth 15 % more; all carry up to
10 % of noise.
"""

import random
from enum import StrEnum
from itertools import product
from math import comb
from typing import Any

LOTS, WINNERS, BIDS_EACH = 40, 10, 200
LOT_VALUE = 1_000_000
CLOSE = 3  # lots between the middles of two runs at about the same place


class Kind(StrEnum):
    """What is assigned."""

    ONE_BAND = "one_band"
    TWO_BANDS = "two_bands"
    ANY_LOTS = "any_lots"


def instance(kind: Kind, seed: int) -> dict[str, Any]:
    """A case (``clearband.assignment/1``)."""
    draw = random.Random(f"{kind}-{seed}")  # noqa: S311 reproducible, not secret
    size = {"A": LOTS // 2, "B": LOTS // 2} if kind is Kind.TWO_BANDS else {"A": LOTS}
    won: dict[str, dict[str, int]] = {f"W{number}": {} for number in range(WINNERS)}
    for band, lots in size.items():
        for bidder, number in zip(won, _quantities(draw, lots - lots // 10), strict=True):
            won[bidder][band] = number
    return {
        "format": "clearband.assignment/1",
        "bands": [
            {"category": band, "lots": _names(band, range(lots)), "contiguous": kind is not Kind.ANY_LOTS}
            for band, lots in size.items()
        ],
        "winners": won,
        "bids": [bid for bidder, own in won.items() for bid in _bids(draw, kind, bidder, own, size)],
        "seed": "00ff",
    }


def _quantities(draw: random.Random, total: int) -> list[int]:
    sold = [1] * WINNERS
    for _ in range(total - WINNERS):
        sold[draw.randrange(WINNERS)] += 1
    return sold


def _bids(
    draw: random.Random, kind: Kind, bidder: str, own: dict[str, int], size: dict[str, int]
) -> list[dict[str, Any]]:
    favourite = {band: draw.uniform(0, lots) for band, lots in size.items()}
    bids = []
    for runs in _options(draw, kind, own, size):
        middle = [sum(run) / len(run) for run in runs]
        worth = sum(
            LOT_VALUE * len(run) * max(0.05, 1 - 1.5 * abs(place - favourite[band]) / size[band])
            for (band, run), place in zip(zip(own, runs, strict=True), middle, strict=True)
        )
        together = 1.15 if len(runs) > 1 and abs(middle[0] - middle[1]) < CLOSE else 1.0
        option = {band: _names(band, run) for band, run in zip(own, runs, strict=True)}
        bids.append({"bidder": bidder, "option": option, "amount": int(worth * together * draw.uniform(0.9, 1.1))})
    return bids


def _options(
    draw: random.Random, kind: Kind, own: dict[str, int], size: dict[str, int]
) -> list[tuple[tuple[int, ...], ...]]:
    if kind is Kind.ANY_LOTS:
        (number,) = own.values()
        found: set[tuple[int, ...]] = set()
        while len(found) < min(BIDS_EACH, comb(LOTS, number)):
            found.add(tuple(sorted(draw.sample(range(LOTS), number))))
        return [(lots,) for lots in sorted(found)]
    runs = [
        [tuple(range(start, start + number)) for start in range(size[band] - number + 1)]
        for band, number in own.items()
    ]
    every = list(product(*runs))
    return sorted(draw.sample(every, min(BIDS_EACH, len(every))))


def _names(band: str, lots: Any) -> list[str]:
    return [f"{band}{lot + 1}" for lot in lots]
