"""PuLP with CBC, as a good programmer writes it without knowing about auctions: one binary variable a bid.

The model is built once for a case; counterfactuals change one right side, core separations the objective. PuLP writes
the model to a file for every solve, which is what PuLP does. Gaps are zero on both sides of the comparison. Reserves
and limits are left out: none of the cases has any.
"""

from typing import Any

import pulp

from benchmarks.peers.core_point import nearest_core_point

SMALLEST_EXCESS = 0.5  # bid units: a coalition offers more than prices pay; amounts are whole


class PulpCbc:
    """One case (``clearband.wdp/1``) as a PuLP model."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.bids = case["bids"]
        self.bid_of = {bid["id"]: bid for bid in self.bids}
        self.accept = {bid["id"]: pulp.LpVariable(f"x_{number}", cat="Binary") for number, bid in enumerate(self.bids)}
        self.model = pulp.LpProblem("winner_determination", pulp.LpMaximize)
        self.model += self._total({bid["id"]: bid["amount"] for bid in self.bids})
        self.one_each = self._add_bidders()
        self._add_supply(case["categories"])

    def winners(self) -> dict[str, str]:
        """The winning bid of each winner, by bidder."""
        pulp_status = self.model.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0, gapAbs=0))
        if pulp_status != pulp.LpStatusOptimal:
            raise RuntimeError(f"CBC ended with {pulp.LpStatus[pulp_status]}")
        return {self.bid_of[i]["bidder"]: i for i, x in self.accept.items() if (x.value() or 0) > 0.5}

    def value(self, accepted: dict[str, str]) -> int:
        """What the bids of ``accepted`` (by bidder) are worth together."""
        return sum(self.bid_of[bid]["amount"] for bid in accepted.values())

    def opportunity_costs(self, accepted: dict[str, str]) -> dict[str, int]:
        """What each winner's presence costs the others: Vickrey prices."""
        value, costs = self.value(accepted), {}
        for bidder, bid in accepted.items():
            self.one_each[bidder].changeRHS(0)
            costs[bidder] = self.value(self.winners()) - (value - self.bid_of[bid]["amount"])
            self.one_each[bidder].changeRHS(1)
        return costs

    def core_prices(self, accepted: dict[str, str], vickrey: dict[str, int]) -> dict[str, float]:
        """Minimum-revenue core prices nearest to ``vickrey``, by constraint generation (Day & Raghavan 2007)."""
        bid = {bidder: self.bid_of[won]["amount"] for bidder, won in accepted.items()}
        price: dict[str, float] = {bidder: float(cost) for bidder, cost in vickrey.items()}
        rows: list[tuple[frozenset[str], int]] = []
        while True:
            blocking = self._most_dissatisfied(bid, price)
            payers = frozenset(bid) - blocking.keys()
            least = self.value(blocking) - sum(bid[bidder] for bidder in bid.keys() & blocking.keys())
            if least - sum(price[bidder] for bidder in payers) < SMALLEST_EXCESS:
                return price
            rows.append((payers, least))
            price = nearest_core_point(vickrey, bid, rows)

    def _most_dissatisfied(self, bid: dict[str, int], price: dict[str, float]) -> dict[str, str]:
        """The coalition that offers most when winners' bids are lowered by their surplus."""
        surplus = {bidder: bid[bidder] - price[bidder] for bidder in bid}
        self.model.setObjective(self._total({b["id"]: b["amount"] - surplus.get(b["bidder"], 0) for b in self.bids}))
        return self.winners()

    def _total(self, worth: dict[str, float]) -> pulp.LpAffineExpression:
        return pulp.LpAffineExpression((self.accept[bid], amount) for bid, amount in worth.items())

    def _add_bidders(self) -> dict[str, pulp.LpConstraint]:
        own: dict[str, list[pulp.LpVariable]] = {}
        for bid in self.bids:
            own.setdefault(bid["bidder"], []).append(self.accept[bid["id"]])
        rows = {bidder: pulp.lpSum(accept) <= 1 for bidder, accept in own.items()}
        for row in rows.values():
            self.model += row
        return rows

    def _add_supply(self, categories: list[dict[str, Any]]) -> None:
        for category in categories:
            asked = [(self.accept[b["id"]], b["package"].get(category["id"], 0)) for b in self.bids]
            self.model += pulp.LpAffineExpression((x, q) for x, q in asked if q) <= category["supply"]
