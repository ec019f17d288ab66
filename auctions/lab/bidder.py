"""A straightforward bidder: it asks for the package that is worth most above its price, and bids its values in the
sealed rounds.

It knows its own values and what its own page shows (``Format.facts``); whether a ballot is allowed it asks the format,
as a person would.
"""

import hashlib
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from auctions.formats.contract import Format, Status, Viewer
from auctions.lab.values import IntArray, PackageValues
from auctions.rules.disclosure import Role

Ballot = dict[str, Any]

TRIES = 100  # packages a bidder puts to the rules before it bids for nothing


@dataclass(frozen=True)
class StraightforwardBidder:
    """One simulated bidder. ``packages`` is how many supplementary packages it can be troubled to list."""

    id: str
    values: PackageValues
    seed: str
    packages: int = 36

    def ballot(self, auction_format: Format[Any, Any], state: Any) -> Ballot | None:
        """The ballot for the open round, or None where it has nothing to say (no open round, or nothing to bid on)."""
        if auction_format.phase(state).status is not Status.OPEN:
            return None
        facts = auction_format.facts(state, Viewer(Role.BIDDER, self.id))
        match facts["ballot"]:
            case "clock":
                return self._clock_ballot(auction_format, state, facts)
            case "supplementary":
                return self._supplementary_ballot(auction_format, state, facts)
            case "assignment":
                return self._assignment_ballot(facts)
            case _:
                return None

    def _clock_ballot(self, auction_format: Format[Any, Any], state: Any, facts: Mapping[str, Any]) -> Ballot:
        """The best package at the clock prices that the rules allow; no lots where none of the best is."""
        opt_in = self._opt_in(facts)
        for package in self._wanted(facts):
            ballot = {"package": _named(facts, package), **opt_in}
            if auction_format.check(state, self.id, ballot).allowed:
                return ballot
        return {"package": {}, **opt_in}

    def _wanted(self, facts: Mapping[str, Any]) -> Iterator[IntArray]:
        """The best package of all, and, where the rules do not allow it, the best ones within eligibility."""
        prices = [facts["prices"][category["id"]] for category in facts["categories"]]
        points = self.values.quantity @ np.array([category["points"] for category in facts["categories"]])
        yield self.values.quantity[self.values.best(prices, np.ones(len(points), dtype=bool))]
        order = self.values.ranked(prices, points <= facts["own"]["eligibility"])
        yield from self.values.quantity[order[:TRIES]]

    def _opt_in(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Bids at the reserve on the reserved portfolios that are worth it, where the bidder may opt in (R-C6)."""
        reserve = {category["id"]: category["reserve"] for category in facts["categories"]}
        offered = [(p, sum(reserve[c] * n for c, n in p.items())) for p in facts["own"]["may_opt_in_to"]]
        bids = [
            {"package": portfolio, "amount": amount}
            for portfolio, amount in offered
            if self.values.of(_quantities(facts, portfolio)) >= amount
        ]
        return {"opt_in": bids} if bids else {}

    def _supplementary_ballot(
        self, auction_format: Format[Any, Any], state: Any, facts: Mapping[str, Any]
    ) -> Ballot | None:
        """Its most profitable packages at the final clock prices, each at its value or its cap, whichever is lower."""
        rows = {row["id"]: row for row in self._wish_list(facts)}
        amounts = {key: row["value"] for key, row in rows.items()}
        # Caps hang together (R-S5): lowering one bid can lower another's cap, so the list is put to the rules until
        # they accept it.
        while amounts:
            ballot = {"bids": [{"package": rows[key]["package"], "amount": amount} for key, amount in amounts.items()]}
            verdict = auction_format.check(state, self.id, ballot)
            if verdict.allowed:
                return ballot
            lowered: dict[str, int] = {}
            for key, row in zip(amounts, verdict.totals["rows"], strict=True):
                amount = amounts[key] if row["cap"] is None else min(amounts[key], row["cap"])
                if amount >= row["floor"] and (row["accepted"] or amount < amounts[key]):
                    lowered[key] = amount
            if lowered == amounts:
                return None
            amounts = lowered
        return None

    def _wish_list(self, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
        prices = np.array([facts["prices"][category["id"]] for category in facts["categories"]], dtype=np.int64)
        points = self.values.quantity @ np.array([category["points"] for category in facts["categories"]])
        surplus = self.values.value - self.values.quantity @ prices
        eligible = (points <= facts["own"]["eligibility_initial"]) & (self.values.quantity.sum(axis=1) > 0)
        order = [int(i) for i in np.argsort(-surplus, kind="stable") if eligible[i]]
        clock = [
            _quantities(facts, entry["package"])
            for entry in reversed(facts["own"]["rounds"])
            if any(entry["package"].values())
        ]
        best = [tuple(int(q) for q in self.values.quantity[i]) for i in order[: self.packages]]
        covered = facts["own"]["covered"]
        most = int(self.values.value.max()) if covered is None else covered  # a bid beyond its deposit is no bid (R-D1)
        # The clock packages come first, the final one at the head: they anchor the caps of all others.
        return [
            {"id": str(package), "package": _named(facts, package), "value": min(most, self.values.of(package))}
            for package in dict.fromkeys(clock + best)
        ]

    def _assignment_ballot(self, facts: Mapping[str, Any]) -> Ballot | None:
        """A small seeded preference among its options, up to a hundredth of its bid; nothing where there is no
        choice."""
        own = facts["own"]["assignment"]
        if own is None or len(own["options"]) < 2:
            return None
        most = max(1, facts["own"]["result"]["bid_amount"] // 100)
        bids = [
            {"option": option["option"], "amount": self._draw(option["option"]).randint(0, most)}
            for option in own["options"]
        ]
        return {"bids": bids}

    def _draw(self, what: object) -> random.Random:
        return random.Random(hashlib.sha256(f"{self.seed}|{self.id}|{what}".encode()).hexdigest())  # noqa: S311 (a simulation)


def _named(facts: Mapping[str, Any], package: Any) -> dict[str, int]:
    return {category["id"]: int(q) for category, q in zip(facts["categories"], package, strict=True) if q}


def _quantities(facts: Mapping[str, Any], package: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(package.get(category["id"], 0) for category in facts["categories"])
