"""The clock stage: prices per category rise until nothing is asked for more than is offered (R-C5, R-C6).

Here rounds open at their prices; ``clock_ballot.py`` judges what bidders ask for, ``clock_round.py`` says what a round
comes to.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from auctions.formats.cca.clock_ballot import check, place
from auctions.formats.cca.clock_round import closed_or_extended
from auctions.formats.cca.packages import named
from auctions.formats.cca.state import CcaState, Stage
from auctions.formats.contract import ActRefused, Step, StepKind
from auctions.rules.history import Prices, Refusal, opening_prices
from auctions.rules.increments import check_prices, next_prices
from winner_determination.documents import DocumentError

__all__ = ["check", "close_round", "end", "open_round", "open_step", "place", "proposed_prices"]


def proposed_prices(state: CcaState) -> Prices:
    """The next round's prices by the increment table; the reserves before the first round (R-C5)."""
    if not state.clock:
        return opening_prices(state.rulebook.rules_categories)
    last = state.clock[-1]
    return next_prices(state.rulebook.rules_categories, last.prices, last.counted, state.rulebook.increments.table)


def open_step(state: CcaState) -> Step:
    number, prices = len(state.clock) + 1, proposed_prices(state)
    return Step(
        kind=StepKind.OPEN_ROUND,
        stage=Stage.CLOCK,
        label=f"Open clock round {number}",
        minutes=state.rulebook.schedule.clock_minutes,
        proposal={"prices": named(state.rulebook, prices), "rows": _proposal_rows(state, prices)},
    )


def _proposal_rows(state: CcaState, prices: Prices) -> list[dict[str, Any]]:
    """A line per category for the auctioneer: demand, excess, old and new price."""
    rows: list[dict[str, Any]] = []
    last = state.clock[-1] if state.clock else None
    for k, category in enumerate(state.rulebook.categories):
        row: dict[str, Any] = {"category": category.id, "supply": category.supply, "next_price": prices[k]}
        row |= {"demand": None, "excess": None, "price": None, "percent": None}
        if last is not None:
            excess = max(0, last.counted[k] - category.supply)
            row |= {"demand": last.demand[k], "excess": excess, "price": last.prices[k]}
            row["percent"] = _percent(last.prices[k], prices[k])
        rows.append(row)
    return rows


def _percent(before: int, after: int) -> str | None:
    """The rise in per cent with one decimal, as a person reads it; None where there was no price to rise from."""
    return f"{(after - before) * 1000 // before / 10:.1f}" if before else None


def open_round(state: CcaState, prices: Mapping[str, int] | None = None) -> CcaState:
    """Open the next clock round at the proposed prices, or at the auctioneer's within the rulebook's limits.

    Raises ActRefused where the prices fall, rise without excess demand, or leave the limits (R-C5).
    """
    proposed = proposed_prices(state)
    chosen = proposed if prices is None else _read_prices(state, prices)
    if chosen != proposed:
        refusals = _refused_prices(state, chosen)
        if refusals:
            raise ActRefused(tuple(refusals))
    return replace(state, open=True, prices=chosen, ballots={}, extension=None)


def _read_prices(state: CcaState, document: Mapping[str, int]) -> Prices:
    ids = [category.id for category in state.rulebook.categories]
    if set(document) != set(ids):
        raise DocumentError("prices", f"should give a price for each of {', '.join(ids)} and nothing else")
    return tuple(document[category] for category in ids)


def _refused_prices(state: CcaState, chosen: Prices) -> list[Refusal]:
    if not state.clock:
        opening = named(state.rulebook, opening_prices(state.rulebook.rules_categories))
        return [Refusal("R-C5", f"the first round is played at the reserve prices {opening}", opening)]
    last, increments = state.clock[-1], state.rulebook.increments
    if not increments.auctioneer_may_choose:
        by_table = named(state.rulebook, proposed_prices(state))
        return [Refusal("R-C5", f"the table decides; {by_table} would pass", by_table)]
    return check_prices(state.rulebook.rules_categories, last.prices, chosen, last.counted, increments.limits)


def close_round(state: CcaState) -> CcaState:
    """Close the open round, or have it run on for those who missed it (R-C7)."""
    return closed_or_extended(state)


def end(state: CcaState) -> CcaState:
    """The auctioneer has stopped the clock; the supplementary round comes next (R-C6)."""
    return replace(state, stage=Stage.SUPPLEMENTARY)
