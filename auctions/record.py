"""How what happens is written into the auction's journal; ``replay.entries`` says how it is read back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auctions.drafts.models import AuctionDraft
from auctions.errors import NeedsTwoOfficers
from auctions.formats.contract import Act, Decide, PlaceBid
from auctions.models import Auction, Proposal
from auctions.replay.entries import EntryKind
from bidders.models import Seat
from journal import services as journal
from journal.chain import instant
from journal.models import Entry

__all__ = [
    "PUBLISH",
    "RECORD_DEPOSIT",
    "REVEAL_SEED",
    "SYSTEM",
    "Approval",
    "Authority",
    "EntryKind",
    "act_document",
    "signature_of",
    "write",
]

REVEAL_SEED = "reveal_seed"  # the decision that puts the committed seed on the table, body {"seed": ...}
RECORD_DEPOSIT = "record_deposit"  # the decision that adds to a bidder's deposit
SYSTEM = {"system": "clearband"}  # acts by itself: a deadline, a worker, a simulated bidder
PUBLISH = "publish"  # the decision that opens the result to everybody


OF_TWO_OFFICERS = frozenset(
    {
        EntryKind.ROUND_OPENED,
        EntryKind.ROUND_CLOSED,
        EntryKind.ROUNDS_VOIDED,
        EntryKind.DECISION_TAKEN,
        EntryKind.RESULT_CERTIFIED,
        EntryKind.RESULT_PUBLISHED,
    }
)


@dataclass(frozen=True)
class Approval:
    """What makes an act two officers' own: a proposal, and another person who approved it at ``at``.

    Only ``services.proposals`` makes one, and ``drafts.hosting`` for the act that begins an auction. Without a seat it
    is the simulated second officer of a demonstration.
    Raises NeedsTwoOfficers where both are one person.
    """

    proposal: Proposal | AuctionDraft
    by: Seat | None
    at: datetime

    def __post_init__(self) -> None:
        if self.by is not None and self.by.person_id == self.proposed_by.person_id:
            raise NeedsTwoOfficers("You proposed this yourself: another officer has to approve it.")

    @property
    def proposed_by(self) -> Seat:
        seat = self.proposal.proposed_by
        assert seat is not None  # noqa: S101 (nothing is approved that nobody proposed)
        return seat


Authority = Seat | Approval | None
"""Who acts: a person, two officers, or the system itself (a deadline, a worker, a simulated person)."""


def write(auction: Auction, kind: EntryKind, *, by: Authority, act: Act | None = None, **body: Any) -> Entry:
    """Append an entry to the auction's chain: who did it, the act that moves the format on (if it does), and
    ``body``.

    Raises NeedsTwoOfficers for an act that no person does alone.
    """
    if isinstance(by, Seat) and _needs_two(kind, act, body):
        raise NeedsTwoOfficers("One officer proposes this and another approves it.")
    if kind == EntryKind.BALLOTS_OPENED and len(set(body["custodians"])) < 2:
        raise NeedsTwoOfficers("Two custodians open the ballots of a sealed round.")
    document: dict[str, Any] = {**_named(by), **body}
    if act is not None:
        document["act"] = act_document(act)
    return journal.append(chain=auction.chain, kind=kind, body=document)


def act_document(act: Act) -> dict[str, Any]:
    """An act as entries hold it."""
    document: dict[str, Any] = act.model_dump(mode="json", exclude_none=True)
    return document


def signature_of(by: Seat) -> dict[str, str]:
    """A person in a seat, as entries name who acted."""
    return {"person": by.person.username, "role": by.role, "organisation": by.organisation.slug}


def _needs_two(kind: EntryKind, act: Act | None, body: Mapping[str, Any]) -> bool:
    """The committed seed leaves nothing to decide: whoever asks for the outcome reveals it. A bid needs two where it
    came by another channel (R-C7).
    """
    if kind == EntryKind.BID_PLACED:
        return body.get("channel") is not None or (isinstance(act, PlaceBid) and act.channel is not None)
    return kind in OF_TWO_OFFICERS and not (isinstance(act, Decide) and act.decision == REVEAL_SEED)


def _named(by: Authority) -> dict[str, Any]:
    match by:
        case None:
            return {"by": SYSTEM}
        case Seat():
            return {"by": signature_of(by)}
    simulated = {"simulated": True} if by.by is None else {}
    return {
        "by": SYSTEM if by.by is None else signature_of(by.by),
        **simulated,
        "proposed_by": signature_of(by.proposed_by),
        "proposal": by.proposal.hash,
        "approved_at": instant(by.at),
    }
