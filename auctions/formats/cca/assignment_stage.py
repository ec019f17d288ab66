"""The assignment stage: which specific lots each winner gets, by sealed bids on options (R-A1 to R-A4).

All bands are bid for in one round, or, where the rulebook publishes a sequence, step by step in a round each; before
the next step every bidder is told its own result.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import Field

import assignment
from auctions.formats.cca.principal import winnings
from auctions.formats.cca.state import CcaState, Option, OptionBid, Stage
from auctions.formats.contract import ActRefused, Step, StepKind, Verdict
from auctions.rules.history import Refusal
from winner_determination.documents import Document, DocumentError, validate


class ListedOption(Document):
    option: dict[str, tuple[str, ...]]
    amount: int = Field(ge=0)


class AssignmentBallot(Document):
    """The bidder's whole list of option bids; an option left out is bid at 0."""

    bids: tuple[ListedOption, ...]


def case(state: CcaState) -> dict[str, Any]:
    """The assignment problem as ``python -m assignment`` reads it, with the bands of all steps up to the present one.

    A step that is done is decided again as it was, by the same bids.
    """
    rules, steps = state.rulebook.assignment, _steps(state)[: _steps_done(state) + 1]
    present = {category for step in steps for category in step}
    winners = {bidder: {c: n for c, n in won.items() if n and c in present} for bidder, won in winnings(state).items()}
    bids = [
        {"bidder": bidder, "option": {band: list(lots) for band, lots in bid.option.items()}, "amount": bid.amount}
        for bidder, of_bidder in sorted(_all_option_bids(state).items())
        for bid in of_bidder
    ]
    return {
        "format": "clearband.assignment/1",
        "bands": [category.band for category in state.rulebook.categories if category.id in present],
        "winners": {bidder: won for bidder, won in winners.items() if won},
        "bids": bids,
        "unsold": rules.unsold,
        "pricing": rules.pricing.model_dump(mode="json"),
        "seed": state.seed or "",
        "sequence": [list(step) for step in steps],
    }


def round_number(state: CcaState) -> int:
    """Number of the open assignment round, or of the last one; 0 before the first."""
    return _steps_done(state) + int(state.stage is Stage.PLAN or (state.stage is Stage.ASSIGNMENT and state.open))


def _steps(state: CcaState) -> tuple[tuple[str, ...], ...]:
    """The bands of each step; those that nobody won need no round, they come with the last one."""
    bands = tuple(category.id for category in state.rulebook.categories if category.lots)
    won = {category for package in winnings(state).values() for category, lots in package.items() if lots}
    published = state.rulebook.assignment.sequence or (bands,)
    *before, last = [step for step in published if won & set(step)] or [()]
    return (*before, (*last, *(band for step in published if not won & set(step) for band in step)))


def _all_option_bids(state: CcaState) -> dict[str, tuple[OptionBid, ...]]:
    """The bids of this round and of the steps before."""
    rounds = (state.earlier_option_bids, state.option_bids)
    return {bidder: tuple(bid for bids in rounds for bid in bids.get(bidder, ())) for bidder in winnings(state)}


def _steps_done(state: CcaState) -> int:
    return 0 if state.plan is None else len(state.plan["steps"])


def open_step(state: CcaState) -> Step:
    minutes, steps = state.rulebook.schedule.assignment_minutes, _steps(state)
    bands = ", ".join(steps[_steps_done(state)])
    label = "Open the assignment round" if len(steps) == 1 else f"Open the assignment round of {bands}"
    return Step(kind=StepKind.OPEN_ROUND, stage=Stage.ASSIGNMENT, label=label, minutes=minutes)


def start(state: CcaState) -> CcaState:
    """Go on to the next assignment round with every winner's options, or to the end where nothing is left to assign."""
    steps, done = _steps(state), _steps_done(state)
    document = case(state)
    if done == len(steps) or not document["winners"]:
        return replace(state, stage=Stage.FINISHED, options={})
    found = assignment.options(assignment.read_case(document))
    options: dict[str, tuple[Option, ...]] = {
        bidder: tuple(dict(option.lots) for option in of_bidder if set(option.lots) <= set(steps[done]))
        for bidder, of_bidder in found.items()
    }
    return replace(
        state,
        stage=Stage.ASSIGNMENT,
        options={bidder: own for bidder, own in options.items() if own},
        option_bids={},
        earlier_option_bids=_all_option_bids(state),
    )


def open_round(state: CcaState, prices: Mapping[str, int] | None = None) -> CcaState:
    return replace(state, open=True)


def read_ballot(state: CcaState, ballot: Mapping[str, Any]) -> tuple[OptionBid, ...]:
    """Read a list of option bids. Raises DocumentError for a wrong shape or an option listed twice."""
    bids: list[OptionBid] = []
    for i, listed in enumerate(validate(AssignmentBallot, ballot).bids):
        if any(listed.option == bid.option for bid in bids):
            raise DocumentError(f"bids[{i}].option", "is listed twice")
        bids.append(OptionBid(listed.option, listed.amount))
    return tuple(bids)


def check(state: CcaState, bidder: str, ballot: Mapping[str, Any]) -> Verdict:
    """Judge a list of option bids: each must be one of the bidder's options (R-A1, R-A2)."""
    bids = read_ballot(state, ballot)
    refused = [() if _is_option(state, bidder, bid.option) else (_not_an_option(i, bid),) for i, bid in enumerate(bids)]
    rows = [
        {
            "option": {band: list(lots) for band, lots in bid.option.items()},
            "amount": bid.amount,
            "refusals": [refusal.document() for refusal in of_bid],
        }
        for bid, of_bid in zip(bids, refused, strict=True)
    ]
    most = assignment.most_to_pay((bid.option, bid.amount) for bid in bids)
    totals = {
        "rows": rows,
        "count": len(bids),
        "highest": max((bid.amount for bid in bids), default=0),
        "most_to_pay": most,
    }
    return Verdict(tuple(refusal for of_bid in refused for refusal in of_bid), totals)


def _is_option(state: CcaState, bidder: str, option: Option) -> bool:
    """Whether the bidder may get ``option``; a joint one where it may get each part (bands constrain each other by
    bids alone).
    """
    alone = [{band: lots} for band, lots in option.items()] if state.rulebook.assignment.joint else [option]
    return bool(option) and all(part in state.options.get(bidder, ()) for part in alone)


def _not_an_option(index: int, bid: OptionBid) -> Refusal:
    lots = " and ".join(f"{band}: {', '.join(lots)}" for band, lots in bid.option.items())
    return Refusal(
        "R-A1",
        f"row {index + 1}: {lots} is not one of your options; choose from the list of options",
        {"row": index + 1},
    )


def place(state: CcaState, bidder: str, ballot: Mapping[str, Any]) -> CcaState:
    """Place a list of option bids; the bidder's last one of a round counts. Raises ActRefused."""
    verdict = check(state, bidder, ballot)
    if not verdict.allowed:
        raise ActRefused(verdict.refusals)
    return replace(state, option_bids={**state.option_bids, bidder: read_ballot(state, ballot)})


def close_round(state: CcaState) -> CcaState:
    return replace(state, open=False, stage=Stage.PLAN)


def record(state: CcaState, result: Mapping[str, Any]) -> CcaState:
    """Take the result of a step; the next one follows, or the auction is over."""
    return start(replace(state, plan=result))
