"""Seeded bid books to measure winner determination on: generic lots, as spectrum auctions have them.

``spectrum``: eight national bidders of similar size. ``mixed``: two large bidders and six small ones. Supply is 6, 4,
14 and 9 lots of four categories; values fall with the number of lots of a category, rise with complete portfolios,
and carry some noise. ``national_map``: 98 licences as in a national auction by region: 14 regions with lots of five
categories (1, 2, 2, 1 and 1 of them), ten bidders of whom three are national and seven regional.
"""

import random
from enum import StrEnum
from typing import Any

SUPPLY = {"A": 6, "B": 4, "C": 14, "D": 9}
LOT_VALUE = {"A": 75_000, "B": 30_000, "C": 13_000, "D": 12_000}  # thousands
REGIONS = 14
REGIONAL_SUPPLY = {"A": 1, "BC": 2, "C1C2": 2, "D": 1, "E": 1}
REGIONAL_VALUE = {"A": 900, "BC": 1000, "C1C2": 800, "D": 300, "E": 250}


class Kind(StrEnum):
    """What the bidders are like."""

    SPECTRUM = "spectrum"
    MIXED = "mixed"


def generic_lots(kind: Kind, bids_each: int, seed: int, *, bidders: int = 8) -> dict[str, Any]:
    """A case (``clearband.wdp/1``) of ``bidders`` bidders with ``bids_each`` different packages each."""
    random_source = random.Random(f"{kind}-{bids_each}-{seed}")  # noqa: S311 reproducible, not secret
    bids: list[Any] = []
    for number in range(bidders):
        large = kind is Kind.SPECTRUM or number < 2
        size = random_source.uniform(0.75, 1.25)
        value = {c: v * size * random_source.uniform(0.8, 1.2) for c, v in LOT_VALUE.items()}
        fall = random_source.uniform(0.90, 0.98) if not large else random_source.uniform(0.93, 0.99)
        for package in _packages(random_source, bids_each, large=large):
            bids.append(
                {
                    "id": f"b{len(bids)}",
                    "bidder": f"P{number}",
                    "package": {c: q for c, q in package.items() if q},
                    "amount": round(_worth(random_source, package, value, fall)) * 1000,
                }
            )
    return _case([{"id": c, "supply": s} for c, s in SUPPLY.items()], bids)


def national_map(bids_each: int, seed: int, *, bidders: int = 10) -> dict[str, Any]:
    """A case of 98 licences in 14 regions."""
    random_source = random.Random(f"map-{bids_each}-{seed}")  # noqa: S311 reproducible, not secret
    population = [random_source.uniform(0.2, 4) for _ in range(REGIONS)]
    supply = {f"{region}{c}": s for region in range(REGIONS) for c, s in REGIONAL_SUPPLY.items()}
    bids: list[Any] = []
    for number in range(bidders):
        national = number < 3
        start, width = random_source.randrange(REGIONS), random_source.randrange(3, 7)
        home = range(REGIONS) if national else [(start + i) % REGIONS for i in range(width)]
        value = {
            f"{region}{c}": v * population[region] * random_source.uniform(0.8, 1.2)
            for region in home
            for c, v in REGIONAL_VALUE.items()
        }
        seen: set[tuple[tuple[str, int], ...]] = set()
        while len(seen) < bids_each:
            package = _regional_package(random_source, list(home))
            key = tuple(sorted(package.items()))
            if not package or key in seen:
                continue
            seen.add(key)
            regions = len({c.rstrip("ABCDE12") for c in package})
            worth = sum(value[c] * q * (1 - 0.05 * (q - 1)) for c, q in package.items())
            worth *= (1 + 0.02 * regions) * random_source.uniform(0.97, 1.03)
            bids.append(
                {"id": f"b{len(bids)}", "bidder": f"P{number}", "package": package, "amount": round(worth) * 1000}
            )
    return _case([{"id": c, "supply": s} for c, s in supply.items()], bids)


def _packages(random_source: random.Random, count: int, *, large: bool) -> list[dict[str, int]]:
    """Different packages: large bidders want anything up to the supply, small ones rather little of it."""
    seen: set[tuple[int, ...]] = set()
    while len(seen) < count:
        share = 1.0 if large else random_source.triangular(0.2, 1.0, 0.3)
        package = tuple(random_source.randint(0, round(q * share)) for q in SUPPLY.values())
        if any(package):
            seen.add(package)
    return [dict(zip(SUPPLY, package, strict=True)) for package in sorted(seen)]


def _worth(random_source: random.Random, package: dict[str, int], value: dict[str, float], fall: float) -> float:
    worth = sum(value[c] * (1 - fall**q) / (1 - fall) for c, q in package.items())
    complete = 1.08 if package["A"] >= 2 and package["C"] >= 3 else 1.0
    return worth * complete * random_source.uniform(0.96, 1.04)


def _regional_package(random_source: random.Random, home: list[int]) -> dict[str, int]:
    wanted = random_source.sample(home, random_source.randint(1, len(home)))
    categories = random_source.sample(list(REGIONAL_SUPPLY), random_source.randint(1, 3))
    lots = {c: random_source.randint(1, REGIONAL_SUPPLY[c]) for c in categories}
    package = {}
    for region in sorted(wanted):
        for c in categories:
            lots_here = lots[c] if random_source.random() < 0.8 else random_source.randint(0, REGIONAL_SUPPLY[c])
            if lots_here:
                package[f"{region}{c}"] = lots_here
    return package


def _case(categories: list[dict[str, Any]], bids: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "format": "clearband.wdp/1",
        "categories": categories,
        "bids": bids,
        "pricing": {"rule": "core"},
        "seed": "00",
    }
