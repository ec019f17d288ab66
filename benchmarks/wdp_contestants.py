"""The work that is timed: one function a contestant, from a parsed case to winners, or to winners and prices.

Each runs in a process of its own and imports its solver where it is used, so that nobody's memory holds another's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.timed import Answer
from benchmarks.wdp_instances import Kind, generic_lots, national_map

CATS = Path(__file__).parents[1] / "tests" / "cases" / "cats"


class Contestant(StrEnum):
    """Who is timed."""

    CLEARBAND = "clearband"
    PULP_CBC = "pulp_cbc"
    SCIP = "scip"


@dataclass(frozen=True)
class Instance:
    """A case by its name: ``spectrum``, ``mixed`` or ``map`` with the bids of each bidder and a seed, or a CATS
    file."""

    name: str
    bids_each: int = 0
    seed: int = 0

    def case(self) -> dict[str, Any]:
        """The document ``clearband.wdp/1``."""
        if self.name == "map":
            return national_map(self.bids_each, self.seed)
        if self.name in list(Kind):
            return generic_lots(Kind(self.name), self.bids_each, self.seed)
        from winner_determination.cats import cats_case

        return cats_case((CATS / f"{self.name}.txt").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Job:
    """``instance`` for ``contestant``: winners, and where ``prices`` all opportunity costs and core prices too."""

    contestant: Contestant
    instance: Instance
    prices: bool

    def prepare(self) -> Callable[[], Answer]:
        """Imports and the case are not timed; reading the case and building the model are."""
        solve = {Contestant.CLEARBAND: _clearband, Contestant.PULP_CBC: _pulp_cbc, Contestant.SCIP: _scip}
        return partial(solve[self.contestant](), self.instance.case(), prices=self.prices)


def _clearband() -> Callable[..., Answer]:
    from winner_determination import determine_winners, read_case, solve

    def clearband(document: dict[str, Any], *, prices: bool) -> Answer:
        case = read_case(document)
        if not prices:
            found = determine_winners(case)
            winners = {case.book.bidder_of(row): case.book.bid_ids[row] for row in found.rows}
            return _answer(found.value, winners, method=found.method, proved=found.proved_optimal, tied=found.tied)
        result = solve(case)
        return _answer(
            result.value,
            {winner.bidder: winner.bid for winner in result.winners},
            method=result.method,
            proved=result.proved_optimal,
            tied=result.ties.optimal_allocations_tied,
            vickrey={winner.bidder: winner.vickrey for winner in result.winners},
            core={winner.bidder: float(winner.price_exact or 0) for winner in result.winners},
        )

    return clearband


def _pulp_cbc() -> Callable[..., Answer]:
    from benchmarks.peers.pulp_cbc import PulpCbc

    def pulp_cbc(document: dict[str, Any], *, prices: bool) -> Answer:
        model = PulpCbc(document)
        winners = model.winners()
        if not prices:
            return _answer(model.value(winners), winners)
        vickrey = model.opportunity_costs(winners)
        return _answer(model.value(winners), winners, vickrey=vickrey, core=model.core_prices(winners, vickrey))

    return pulp_cbc


def _scip() -> Callable[..., Answer]:
    from benchmarks.peers.scip import winning_bids

    def scip(document: dict[str, Any], *, prices: bool) -> Answer:
        if prices:
            raise NotImplementedError("SCIP is timed on winners only")
        winners = winning_bids(document)
        amount = {bid["id"]: bid["amount"] for bid in document["bids"]}
        return _answer(sum(amount[bid] for bid in winners.values()), winners)

    return scip


def _answer(value: int, winners: dict[str, str], **more: Any) -> Answer:
    return {"value": value, "winners": winners, **more}
