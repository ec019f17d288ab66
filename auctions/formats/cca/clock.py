"""The clock stage: prices per category rise until nothing is asked for more than is offered (R-C1 to R-C6)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from auctions.formats.cca.packages import named, read_package
from auctions.formats.cca.state import CcaState, ClockRound, Stage
from auctions.formats.contract import ActRefused, Step, StepKind, Verdict
from auctions.rules.activity import check_activity
from auctions.rules.closing import excess_demand, total_demand
from auctions.rules.eligibility import next_eligibility, play_round, points_to_keep
from auctions.rules.history import Package, Prices, Refusal, amount_of, opening_prices
from auctions.rules.increments import check_prices, next_prices
from auctions.rules.permissible import check_permissible
from winner_determination.documents import Document, DocumentError, validate


class ClockBallot(Document):
    """What a bidder wants at the round's prices; an empty package is an explicit "no bid"."""

    package: dict[str, int]


def proposed_prices(state: CcaState) -> Prices:
    """The next round's prices by the increment table; the reserves before the first round (R-C5)."""
    if not state.clock:
        return opening_prices(state.rulebook.rules_categories)
    last = state.clock[-1]
    return next_prices(state.rulebook.rules_categories, last.prices, last.demand, state.rulebook.increments.table)


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
            excess = max(0, last.demand[k] - category.supply)
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
    return replace(state, open=True, prices=chosen, ballots={})


def _read_prices(state: CcaState, document: Mapping[str, int]) -> Prices:
    ids = [category.id for category in state.rulebook.categories]
    if set(document) != set(ids):
        raise DocumentError("prices", f"should give a price for each of {', '.join(ids)} and nothing else")
    return tuple(document[category] for category in ids)


def _refused_prices(state: CcaState, chosen: Prices) -> list[Refusal]:
    if not state.clock:
        opening = named(state.rulebook, opening_prices(state.rulebook.rules_categories))
        return [Refusal("R-C5", f"the first round is played at the reserve prices {opening}", opening)]
    last = state.clock[-1]
    return check_prices(
        state.rulebook.rules_categories, last.prices, chosen, last.demand, state.rulebook.increments.limits
    )


def check(state: CcaState, bidder: str, ballot: Mapping[str, Any]) -> Verdict:
    """Judge a clock ballot; its totals are what the bidder sees beside the table."""
    prices, history = _prices(state), state.history(bidder)
    package = read_package(state.rulebook, validate(ClockBallot, ballot).package, "package")
    rules = state.rulebook.activity
    requirement = rules.requirement_rule.at(len(history.rounds) + 1)
    points = history.points(package)
    return Verdict(
        refusals=(
            *check_permissible(state.rulebook.permissible, bidder, package),
            *check_activity(history, prices, package, rules.rule),
        ),
        totals={
            "amount": amount_of(package, prices),
            "points": points,
            "eligibility": history.eligibility,
            "eligibility_after": next_eligibility(history.eligibility, points, requirement, rules.rounding),
            "points_to_keep": points_to_keep(history.eligibility, requirement, rules.rounding),
        },
    )


def place(state: CcaState, bidder: str, ballot: Mapping[str, Any]) -> CcaState:
    """Place a ballot in the open round; the bidder's last one counts. Raises ActRefused."""
    verdict = check(state, bidder, ballot)
    if not verdict.allowed:
        raise ActRefused(verdict.refusals)
    package = read_package(state.rulebook, ballot["package"], "package")
    return replace(state, ballots={**state.ballots, bidder: package})


def close_round(state: CcaState) -> CcaState:
    """Close the open round: silence is a bid for nothing (R-C3); without excess demand the stage ends (R-C6)."""
    prices = _prices(state)
    none: Package = (0,) * len(state.rulebook.categories)
    asked = {bidder.id: state.ballots.get(bidder.id, none) for bidder in state.bidders}
    requirement = state.rulebook.activity.requirement_rule
    histories = {
        bidder: play_round(state.history(bidder), prices, package, requirement) for bidder, package in asked.items()
    }
    demand = total_demand(state.rulebook.rules_categories, asked.values())
    closed = ClockRound(number=len(state.clock) + 1, prices=prices, demand=demand, bid=frozenset(state.ballots))
    state = replace(state, open=False, histories=histories, clock=(*state.clock, closed), ballots={})
    return state if any(excess(state)) else end(state)


def excess(state: CcaState) -> Package:
    """Lots asked for beyond supply in the last closed round, per category."""
    return excess_demand(state.rulebook.rules_categories, state.clock[-1].demand)


def end(state: CcaState) -> CcaState:
    """The clock has stopped; the supplementary round comes next."""
    return replace(state, stage=Stage.SUPPLEMENTARY)


def _prices(state: CcaState) -> Prices:
    assert state.prices is not None, "a clock round has prices"  # noqa: S101 (an invariant of the state, not a check of input)
    return state.prices
