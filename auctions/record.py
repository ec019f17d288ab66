"""What the auction's journal says: kinds of entries, and how acts of the format are written into them and read back."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from auctions.formats.contract import Act, read_act
from auctions.models import Auction
from bidders.models import Seat
from journal import services as journal
from journal.models import Entry

REVEAL_SEED = "reveal_seed"  # the decision that puts the committed seed on the table, body {"seed": ...}
PUBLISH = "publish"  # the decision that opens the result to everybody


class EntryKind(StrEnum):
    """Every kind of entry of an auction's chain; each has its line in docs/hosting.md."""

    GENESIS = "genesis"
    ROUND_OPENED = "round_opened"
    ROUND_EXTENDED = "round_extended"
    BID_PLACED = "bid_placed"
    ROUND_CLOSED = "round_closed"
    DECISION_TAKEN = "decision_taken"
    RESULT_RECORDED = "result_recorded"
    RESULT_PUBLISHED = "result_published"
    AUTOPILOT_SET = "autopilot_set"


def write(auction: Auction, kind: EntryKind, *, by: Seat | None, act: Act | None = None, **body: Any) -> Entry:
    """Append an entry to the auction's chain: who did it, the act that moves the format on (if it does), and
    ``body``.
    """
    document: dict[str, Any] = {"by": _signature(by), **body}
    if act is not None:
        document["act"] = act.model_dump(mode="json", exclude_none=True)
    return journal.append(chain=auction.chain, kind=kind, body=document)


def act_in(body: Mapping[str, Any]) -> Act | None:
    """The act of an entry, or None where the entry moves no format."""
    return read_act(body["act"]) if "act" in body else None


def _signature(by: Seat | None) -> dict[str, str]:
    """Who acted: a person in a seat, or the system by itself (a deadline, a worker, a simulated bidder)."""
    if by is None:
        return {"system": "clearband"}
    return {"person": by.person.username, "role": by.role, "organisation": by.organisation.slug}
