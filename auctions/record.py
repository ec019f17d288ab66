"""How what happens is written into the auction's journal; ``replay.entries`` says how it is read back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auctions.errors import NeedsTwoOfficers
from auctions.formats.contract import Act, Decide, PlaceBid
from auctions.models import Auction, Proposal
from auctions.replay.entries import EntryKind
from bidders.models import Seat
from journal import services as journal
from journal.chain import instant
from journal.models import Entry

__all__ = ["PUBLISH", "REVEAL_SEED", "SYSTEM", "Approval", "Authority", "EntryKind", "signature_of", "write"]

REVEAL_SEED = "reveal_seed"  # the decision that puts the committed seed on the table, body {"seed": ...}
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

    Only ``services.proposals`` makes one. Without a seat it is the simulated second officer of a demonstration.
    Raises NeedsTwoOfficers where both are one person.
    """

    proposal: Proposal
    by: Seat | None
    at: datetime

    def __post_init__(self) -> None:
        if self.by is not None and self.by.person_id == self.proposal.proposed_by.person_id:
            raise NeedsTwoOfficers("You proposed this yourself: another officer has to approve it.")


Authority = Seat | Approval | None
"""Who acts: a person, two officers, or the system itself (a deadline, a worker, a simulated person)."""


def write(auction: Auction, kind: EntryKind, *, by: Authority, act: Act | None = None, **body: Any) -> Entry:
    """Append an entry to the auction's chain: who did it, the act that moves the format on (if it does), and
    ``body``.

    Raises NeedsTwoOfficers for an act that no person does alone.
    """
    if isinstance(by, Seat) and _needs_two(kind, act):
        raise NeedsTwoOfficers("One officer proposes this and another approves it.")
    document: dict[str, Any] = {**_named(by), **body}
    if act is not None:
        document["act"] = act.model_dump(mode="json", exclude_none=True)
    return journal.append(chain=auction.chain, kind=kind, body=document)


def signature_of(by: Seat) -> dict[str, str]:
    """A person in a seat, as entries name who acted."""
    return {"person": by.person.username, "role": by.role, "organisation": by.organisation.slug}


def _needs_two(kind: EntryKind, act: Act | None) -> bool:
    """The committed seed leaves nothing to decide: whoever asks for the outcome reveals it. A bid needs two where it
    came by another channel (R-C7).
    """
    if isinstance(act, PlaceBid):
        return act.channel is not None
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
        "proposed_by": signature_of(by.proposal.proposed_by),
        "proposal": by.proposal.hash,
        "approved_at": instant(by.at),
    }
