"""The course and outcome of an auction as ``python -m auctions.formats`` prints it."""

from typing import Any

from auctions.formats.cca.facts import facts
from auctions.formats.cca.outcome import own_result, total
from auctions.formats.cca.packages import named_package
from auctions.formats.cca.state import CcaState
from auctions.formats.contract import Phase, Viewer
from auctions.rules.disclosure import Role


def report(state: CcaState, phase: Phase) -> dict[str, Any]:
    """Every round's prices, demand, bids and eligibility, the supplementary bids, and the outcome as far as it is
    known."""
    known = facts(state, Viewer(Role.AUDITOR), phase)
    return {
        "stage": known["stage"],
        "status": known["status"],
        "rounds": known["rounds"],
        "bidders": [
            {
                "id": bidder["id"],
                "name": bidder["name"],
                "rounds": bidder["rounds"],
                "supplementary": _supplementary(state, bidder["id"]),
                "result": own_result(state, bidder["id"]),
            }
            for bidder in known["bidders"]
        ],
        "principal": state.principal,
        "assignment": state.plan,
        "total": total(state),
    }


def _supplementary(state: CcaState, bidder: str) -> list[dict[str, Any]]:
    bids = state.supplementary.get(bidder, ())
    return [{"package": named_package(state.rulebook, bid.package), "amount": bid.amount} for bid in bids]
