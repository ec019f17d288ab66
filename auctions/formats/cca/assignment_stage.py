"""The assignment stage: which specific lots each winner gets, by one sealed round of bids on options (R-A1 to R-A4)."""

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
    """The assignment problem as ``python -m assignment`` reads it."""
    rules = state.rulebook.assignment
    bands = [category for category in state.rulebook.categories if category.lots]
    in_bands = {category.id for category in bands}
    winners = {bidder: {c: n for c, n in won.items() if n and c in in_bands} for bidder, won in winnings(state).items()}
    bids = [
        {"bidder": bidder, "option": {band: list(lots) for band, lots in bid.option.items()}, "amount": bid.amount}
        for bidder in sorted(state.option_bids)
        for bid in state.option_bids[bidder]
    ]
    return {
        "format": "clearband.assignment/1",
        "bands": [{"category": c.id, "lots": [lot.id for lot in c.lots], "contiguous": c.contiguous} for c in bands],
        "winners": {bidder: won for bidder, won in winners.items() if won},
        "bids": bids,
        "unsold": rules.unsold,
        "pricing": rules.pricing.model_dump(mode="json"),
        "seed": state.seed or "",
    }


def open_step(state: CcaState) -> Step:
    minutes = state.rulebook.schedule.assignment_minutes
    return Step(kind=StepKind.OPEN_ROUND, stage=Stage.ASSIGNMENT, label="Open the assignment round", minutes=minutes)


def start(state: CcaState) -> CcaState:
    """Go on to the assignment stage with every winner's options, or to the end where nothing is left to assign."""
    document = case(state)
    if not document["winners"]:
        return replace(state, stage=Stage.FINISHED)
    found = assignment.options(assignment.read_case(document))
    options: dict[str, tuple[Option, ...]] = {
        bidder: tuple(dict(option.lots) for option in of_bidder) for bidder, of_bidder in found.items()
    }
    return replace(state, stage=Stage.ASSIGNMENT, options=options)


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
    bids, options = read_ballot(state, ballot), state.options.get(bidder, ())
    refused = [() if bid.option in options else (_not_an_option(i, bid),) for i, bid in enumerate(bids)]
    rows = [
        {
            "option": {band: list(lots) for band, lots in bid.option.items()},
            "amount": bid.amount,
            "refusals": [refusal.document() for refusal in of_bid],
        }
        for bid, of_bid in zip(bids, refused, strict=True)
    ]
    totals = {"rows": rows, "count": len(bids), "highest": max((bid.amount for bid in bids), default=0)}
    return Verdict(tuple(refusal for of_bid in refused for refusal in of_bid), totals)


def _not_an_option(index: int, bid: OptionBid) -> Refusal:
    lots = " and ".join(f"{band}: {', '.join(lots)}" for band, lots in bid.option.items())
    return Refusal(
        "R-A1",
        f"row {index + 1}: {lots} is not one of your options; choose from the list of options",
        {"row": index + 1},
    )


def place(state: CcaState, bidder: str, ballot: Mapping[str, Any]) -> CcaState:
    """Place a list of option bids; the bidder's last one counts. Raises ActRefused."""
    verdict = check(state, bidder, ballot)
    if not verdict.allowed:
        raise ActRefused(verdict.refusals)
    return replace(state, option_bids={**state.option_bids, bidder: read_ballot(state, ballot)})


def close_round(state: CcaState) -> CcaState:
    return replace(state, open=False, stage=Stage.PLAN)


def record(state: CcaState, result: Mapping[str, Any]) -> CcaState:
    """Take the assignment: the auction is over."""
    return replace(state, stage=Stage.FINISHED, plan=result)
