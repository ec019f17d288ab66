"""What the auction's journal says: kinds of entries, and how acts of the format are written into them and read back."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from auctions.formats.contract import Act, read_act
from auctions.models import Auction
from bidders.models import Seat
from journal import services as journal
from journal.models import Entry

REVEAL_SEED = "reveal_seed"  # the decision that puts the committed seed on the table, body {"seed": ...}
SYSTEM = {"system": "clearband"}  # acts by itself: a deadline, a worker, a simulated bidder
PUBLISH = "publish"  # the decision that opens the result to everybody


class EntryKind(StrEnum):
    """Every kind of entry of an auction's chain; each has its line in docs/hosting.md."""

    GENESIS = "genesis"
    ROUND_OPENED = "round_opened"
    ROUND_EXTENDED = "round_extended"
    ROUND_PAUSED = "round_paused"
    ROUND_RESUMED = "round_resumed"
    BID_PLACED = "bid_placed"
    ROUND_CLOSED = "round_closed"
    ROUNDS_VOIDED = "rounds_voided"
    DECISION_TAKEN = "decision_taken"
    RESULT_RECORDED = "result_recorded"
    RESULT_PUBLISHED = "result_published"
    AUTOPILOT_SET = "autopilot_set"


def write(auction: Auction, kind: EntryKind, *, by: Seat | None, act: Act | None = None, **body: Any) -> Entry:
    """Append an entry to the auction's chain: who did it, the act that moves the format on (if it does), and
    ``body``.
    """
    document: dict[str, Any] = {"by": SYSTEM if by is None else signature_of(by), **body}
    if act is not None:
        document["act"] = act.model_dump(mode="json", exclude_none=True)
    return journal.append(chain=auction.chain, kind=kind, body=document)


def act_in(body: Mapping[str, Any]) -> Act | None:
    """The act of an entry, or None where the entry moves no format."""
    return read_act(body["act"]) if "act" in body else None


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """The chain's entries whose acts count: without what a later entry of the chain has voided."""
    kept: list[Entry] = []
    for entry in entries:
        if entry.kind == EntryKind.ROUNDS_VOIDED:
            kept = [each for each in kept if each.sequence < entry.body["from_sequence"]]
        else:
            kept.append(entry)
    return kept


def signature_of(by: Seat) -> dict[str, str]:
    """A person in a seat, as entries name who acted."""
    return {"person": by.person.username, "role": by.role, "organisation": by.organisation.slug}
