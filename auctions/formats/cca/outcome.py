"""What came of the auction: who won what, where, and what it pays."""

from collections.abc import Mapping
from typing import Any

from auctions.formats.cca.state import CcaState


def own_result(state: CcaState, bidder: str) -> dict[str, Any] | None:
    """What the bidder won, where, and what it pays; None before the principal result or where it won nothing."""
    winner = winner_named(state, bidder)
    if winner is None:
        return None
    additional = 0 if state.plan is None else state.plan["prices"].get(bidder, 0)
    shown = state.price_shown(bidder, winner["price"] + additional)
    return {
        "package": dict(winner["package"]),
        "bid_amount": winner["amount"],
        "base_price": winner["price"],
        "assignment_price": additional,
        "credit": shown.credit,
        "total_price": shown.pays,
        "lots": {} if state.plan is None else state.plan["assignments"].get(bidder, {}),
        "explanation": winner.get("explanation", []),
    }


def won(state: CcaState, bidder: str) -> dict[str, int]:
    """Lots the bidder won, by category."""
    winner = winner_named(state, bidder)
    return {} if winner is None else dict(winner["package"])


def winner_named(state: CcaState, bidder: str) -> Mapping[str, Any] | None:
    """The bidder's line of the principal result, if it won anything."""
    winners = () if state.principal is None else state.principal["winners"]
    return next((winner for winner in winners if winner["bidder"] == bidder), None)


def plan(state: CcaState) -> dict[str, Any] | None:
    """Who holds which lots, and the additional prices; None before the assignment."""
    if state.plan is None:
        return None
    holder = {
        (band, lot): bidder
        for bidder, bands in state.plan["assignments"].items()
        for band, lots in bands.items()
        for lot in lots
    }
    bands = [
        {"category": c.id, "lots": [{**lot.model_dump(), "bidder": holder.get((c.id, lot.id))} for lot in c.lots]}
        for c in state.rulebook.categories
        if c.lots
    ]
    return {"assignments": state.plan["assignments"], "prices": state.plan["prices"], "plan": bands}


def total(state: CcaState) -> dict[str, Any] | None:
    """What all winners pay together, in bid units, and who pays less by a credit (R-D2); None before the principal
    result.
    """
    if state.principal is None:
        return None
    base = {winner["bidder"]: winner["price"] for winner in state.principal["winners"]}
    additional: Mapping[str, int] = {} if state.plan is None else state.plan["prices"]
    credits = {bidder: state.price_shown(bidder, base[bidder] + additional.get(bidder, 0)).credit for bidder in base}
    in_all = {"base": sum(base.values()), "assignment": sum(additional.values())}
    return {
        **in_all,
        "credits": {bidder: credit for bidder, credit in credits.items() if credit},
        "total": sum(in_all.values()) - sum(credits.values()),
    }
