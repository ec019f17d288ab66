"""PuLP with CBC on the assignment stage, as a good programmer writes it: one binary variable for each option.

Every winner gets exactly one of its options, every lot is given once. In a band that need not be contiguous the options
nobody bid on are one variable, which takes room in the band. The model is built once; counterfactuals (bids at zero,
R-A3) and core separations change the objective. Ties are left as the solver breaks them. Gaps are zero.
"""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pulp

from benchmarks.peers.core_point import nearest_core_point

SMALLEST_EXCESS = 0.5  # bid units: a coalition offers more than prices pay; amounts are whole

Lots = dict[str, tuple[str, ...]]


class PulpAssignment:
    """One case (``clearband.assignment/1``) without exclusions, gaps or special lots."""

    def __init__(self, case: dict[str, Any]) -> None:
        worth = {(b["bidder"], _key(b["option"])): b["amount"] for b in case["bids"]}
        self.model = pulp.LpProblem("assignment", pulp.LpMaximize)
        self.options: list[tuple[str, int, pulp.LpVariable]] = []
        lots: dict[str, list[pulp.LpVariable]] = {}
        room: dict[str, list[tuple[pulp.LpVariable, int]]] = {}
        for bidder, won in case["winners"].items():
            own = []
            for option in _options(case, bidder, won):
                x = pulp.LpVariable(f"x_{len(self.options)}", cat="Binary")
                self.options.append((bidder, worth.get((bidder, _key(option)), 0), x))
                own.append(x)
                for band, named in option.items():
                    room.setdefault(band, []).append((x, won[band]))
                    for lot in named:
                        lots.setdefault(lot, []).append(x)
            self.model += pulp.lpSum(own) == 1
        for given in lots.values():
            self.model += pulp.lpSum(given) <= 1
        for band in case["bands"]:
            if not band["contiguous"]:
                self.model += pulp.LpAffineExpression(room[band["category"]]) <= len(band["lots"])

    def best(self, surplus: Mapping[str, float]) -> dict[str, int]:
        """What each bidder bid for its option in the best plan, bids lowered by ``surplus``, not below zero."""
        self.model.setObjective(
            pulp.LpAffineExpression((x, max(0, amount - surplus.get(who, 0))) for who, amount, x in self.options)
        )
        status = self.model.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0, gapAbs=0))
        if status != pulp.LpStatusOptimal:
            raise RuntimeError(f"CBC ended with {pulp.LpStatus[status]}")
        return {who: amount for who, amount, x in self.options if (x.value() or 0) > 0.5}

    def opportunity_costs(self, bid: Mapping[str, int]) -> dict[str, int]:
        """What each winner's bids cost the others."""
        costs = {}
        for bidder in bid:
            without = self.best({bidder: float("1e18")})
            costs[bidder] = sum(without[b] for b in bid if b != bidder) - sum(bid[b] for b in bid if b != bidder)
        return costs

    def core_prices(self, bid: Mapping[str, int], vickrey: dict[str, int]) -> dict[str, float]:
        """Minimum-revenue core prices nearest to ``vickrey``, by constraint generation (Day & Raghavan 2007)."""
        price: dict[str, float] = {bidder: float(cost) for bidder, cost in vickrey.items()}
        rows: list[tuple[frozenset[str], int]] = []
        while True:
            surplus = {bidder: bid[bidder] - price[bidder] for bidder in bid}
            best = self.best(surplus)
            inside = {bidder for bidder in bid if best[bidder] > surplus[bidder]}
            payers = frozenset(bid) - inside
            least = sum(best[bidder] - bid[bidder] for bidder in inside)
            if least - sum(price[bidder] for bidder in payers) < SMALLEST_EXCESS:
                return price
            rows.append((payers, least))
            price = nearest_core_point(vickrey, dict(bid), rows)


def _options(case: dict[str, Any], bidder: str, won: Mapping[str, int]) -> list[Lots]:
    if not all(band["contiguous"] for band in case["bands"]):
        named = [{b: tuple(lots) for b, lots in each["option"].items()} for each in _of(case, bidder)]
        return [*named, dict.fromkeys(won, ())]
    runs = {band["category"]: _runs(band["lots"], won[band["category"]]) for band in case["bands"]}
    return [dict(zip(runs, chosen, strict=True)) for chosen in product(*runs.values())]


def _of(case: dict[str, Any], bidder: str) -> list[dict[str, Any]]:
    return [each for each in case["bids"] if each["bidder"] == bidder]


def _runs(lots: list[str], number: int) -> list[tuple[str, ...]]:
    return [tuple(lots[start : start + number]) for start in range(len(lots) - number + 1)]


def _key(option: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(lots) for _band, lots in sorted(option.items()))
