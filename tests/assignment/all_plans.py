"""Every plan of a small band, by trying every way to hand out its lots: shares nothing with the code under test."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Any

Plan = dict[str, tuple[int, ...]]
UNSOLD = "-"


def plans(band: Mapping[str, Any], winners: Mapping[str, int], *, unsold: str) -> list[Plan]:
    """All plans that R-A1 permits: with the fewest pieces where everybody in one run is impossible and a fallback
    allows it.
    """
    lots = band["lots"]
    left = len(lots) - sum(winners.values())
    parties = dict(winners) | ({UNSOLD: left} if left and unsold == "contiguous" else {})
    excluded = {bidder: {lots.index(lot) for lot in ids} for bidder, ids in band.get("excluded", {}).items()}
    found = [
        plan
        for plan in _share_out(list(parties.items()), frozenset(range(len(lots))))
        if not any(excluded.get(bidder, set()) & set(run) for bidder, run in plan.items())
    ]
    if not band.get("contiguous", True):
        return [plan for plan in found if UNSOLD not in plan or _pieces(plan[UNSOLD], band) == 1]
    fewest = min((_total(plan, band) for plan in found), default=0)
    if fewest > len(parties) and band.get("fallback") != "always":
        return []
    return [plan for plan in found if _total(plan, band) == fewest]


def best_value(all_plans: list[Plan], worth: Mapping[str, Mapping[tuple[int, ...], int]]) -> int:
    """The highest total worth of a plan; a bidder left out of ``worth`` counts zero."""
    return max(sum(worth.get(bidder, {}).get(lots, 0) for bidder, lots in plan.items()) for plan in all_plans)


def coalitions(bidders: list[str]) -> Iterator[tuple[str, ...]]:
    """Every subset of the bidders."""
    for keep in product((False, True), repeat=len(bidders)):
        yield tuple(bidder for bidder, kept in zip(bidders, keep, strict=True) if kept)


def _share_out(parties: list[tuple[str, int]], free: frozenset[int]) -> Iterator[Plan]:
    if not parties:
        yield {}
        return
    (name, size), others = parties[0], parties[1:]
    for lots in combinations(sorted(free), size):
        for rest in _share_out(others, free - set(lots)):
            yield {name: lots, **rest}


def _total(plan: Plan, band: Mapping[str, Any]) -> int:
    return sum(_pieces(lots, band) for lots in plan.values())


def _pieces(lots: tuple[int, ...], band: Mapping[str, Any]) -> int:
    gaps = {band["lots"].index(lot) for lot in band.get("guard_after", [])}
    return sum(1 for p in lots if p - 1 not in lots or p - 1 in gaps)
