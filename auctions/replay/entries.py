"""The entries of an auction's chain: their kinds, the acts in them, and which of them count."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from auctions.formats.contract import Act, read_act


class EntryKind(StrEnum):
    """Every kind of entry of an auction's chain; each has its line in docs/hosting.md."""

    GENESIS = "genesis"
    KEYS_MADE = "keys_made"
    SHARE_CONFIRMED = "share_confirmed"
    ROUND_OPENED = "round_opened"
    ROUND_EXTENDED = "round_extended"
    ROUND_PAUSED = "round_paused"
    ROUND_RESUMED = "round_resumed"
    BID_PLACED = "bid_placed"
    ROUND_CLOSED = "round_closed"
    BALLOTS_OPENED = "ballots_opened"
    ROUNDS_VOIDED = "rounds_voided"
    DECISION_TAKEN = "decision_taken"
    RESULT_RECORDED = "result_recorded"
    RESULT_CERTIFIED = "result_certified"
    RESULT_PUBLISHED = "result_published"
    AUTOPILOT_SET = "autopilot_set"
    PROPOSED = "proposed"
    PROPOSAL_REFUSED = "proposal_refused"
    PROPOSAL_WITHDRAWN = "proposal_withdrawn"
    PROPOSAL_OVERTAKEN = "proposal_overtaken"
    MESSAGE_SENT = "message_sent"
    NOTICE_GIVEN = "notice_given"
    NOTICE_ACKNOWLEDGED = "notice_acknowledged"
    DOCUMENT_ISSUED = "document_issued"


class Entry(Protocol):
    """An entry as it is folded: a row of the journal's table, or a line of a published file."""

    @property
    def chain(self) -> str: ...
    @property
    def sequence(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def body(self) -> Mapping[str, Any]: ...
    @property
    def hash(self) -> str: ...


EntryT = TypeVar("EntryT", bound=Entry)


def acts_in(body: Mapping[str, Any]) -> tuple[Act, ...]:
    """The act of an entry; none where it moves no format; where sealed ballots were opened, all of their round and its
    close. Raises DocumentError.
    """
    return tuple(read_act(act) for act in body.get("acts", [body["act"]] if "act" in body else []))


def standing(entries: Iterable[EntryT]) -> list[EntryT]:
    """The chain's entries whose acts count: without what a later entry of the chain has voided."""
    kept: list[EntryT] = []
    for entry in entries:
        if entry.kind == EntryKind.ROUNDS_VOIDED:
            kept = [each for each in kept if each.sequence < entry.body["from_sequence"]]
        else:
            kept.append(entry)
    return kept
