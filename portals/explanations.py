"""Why a winner pays what it pays: the coalitions that hold its base price, with the bids that they would have made
(R-P3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

HOW_IT_ADDS_UP = _(
    "It is what these bids come to, with lots that would stay unsold at their reserve, less what the winners among "
    "these bidders bid for the lots that they have now."
)


@dataclass(frozen=True)
class RivalBid:
    """A bid of a coalition, in bid units."""

    bidder: str
    package: Mapping[str, int]
    amount: int


@dataclass(frozen=True)
class HeldBy:
    """The winners ``payers`` pay at least ``at_least`` together: without their bids the lots would go to ``bids``."""

    payers: tuple[str, ...]
    at_least: int
    bids: tuple[RivalBid, ...]


def held_by(documents: Mapping[str, Any], bidder: str, names: Mapping[str, str]) -> tuple[HeldBy, ...]:
    """The coalitions that hold the bidder's base price. ``documents`` are ``selectors.result_documents``: empty until
    the viewer may know them, and then there are none.
    """
    principal = documents.get("principal")
    if principal is None:
        return ()
    winners = principal["result"]["winners"]
    explanation: Mapping[str, Any] = next(
        (winner["explanation"] or {} for winner in winners if winner["bidder"] == bidder), {}
    )
    bids = {bid["id"]: bid for bid in principal["case"]["bids"]}
    return tuple(
        HeldBy(
            payers=tuple(names.get(each, each) for each in row["payers"]),
            at_least=row["at_least"],
            bids=tuple(
                RivalBid(
                    names.get(bids[each]["bidder"], bids[each]["bidder"]), bids[each]["package"], bids[each]["amount"]
                )
                for each in row["bids"]
            ),
        )
        for row in explanation.get("constraints", ())
    )
