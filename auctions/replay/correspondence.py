"""What the record says of messages, notices and documents: pure, as the rest of the replay.

What is not for everybody stands in it as a commitment: the hash of the text with 32 random bytes, which whoever was
told the text can compare and nobody else can guess.
"""

from collections.abc import Mapping
from typing import Any

from auctions.replay.entries import Entry, EntryKind
from journal.canonical import digest

Fields = dict[str, Any]
Rows = dict[str, Fields]

TOLD_OF: Mapping[str, tuple[str, ...]] = {
    EntryKind.ROUND_PAUSED: ("round", "reason"),
    EntryKind.ROUND_RESUMED: ("round", "deadline"),
    EntryKind.ROUND_EXTENDED: ("round", "minutes", "deadline"),
    EntryKind.ROUNDS_VOIDED: ("rounds", "reason"),
}
"""The entries of which everybody is told by a notice of its own, and what of them: not for whom a round was extended
(R-C7)."""


def commitment_to_text(words: Mapping[str, str], *, nonce: str) -> str:
    """The hash that stands for a private text: ``{"text"}`` of a message, ``{"title", "text"}`` of a notice,
    ``{"title"}`` of a document.
    """
    return digest({**words, "nonce": nonce})


class Correspondence:
    """Messages, notices, acknowledgements and documents after the entries that were taken so far."""

    def __init__(self) -> None:
        self.messages: Rows = {}
        self.notices: Rows = {}
        self.acknowledgements: Rows = {}
        self.documents: Rows = {}

    @property
    def tables(self) -> dict[str, Rows]:
        return {
            "messages": self.messages,
            "notices": self.notices,
            "acknowledgements": self.acknowledgements,
            "documents": self.documents,
        }

    def take(self, entry: Entry) -> None:
        """Take any entry of the chain. Raises KeyError for a broken body; ValueError for an acknowledgement of what
        need not be acknowledged, or was by that bidder.
        """
        match EntryKind(entry.kind):
            case EntryKind.MESSAGE_SENT:
                self.messages[str(entry.sequence)] = _stated(entry, "by", "bidder", "commitment", "at")
            case EntryKind.NOTICE_GIVEN:
                self._notice(
                    entry, about={}, **_stated(entry, "by", "public", "must_acknowledge", "at", *_words(entry))
                )
            case EntryKind.NOTICE_ACKNOWLEDGED:
                self._acknowledged(entry)
            case EntryKind.DOCUMENT_ISSUED:
                self.documents[str(len(self.documents) + 1)] = {
                    "sequence": entry.sequence,
                    **_stated(entry, "by", "public", "sha256", "bytes", "at", *_words(entry)),
                }
            case kind if kind in TOLD_OF:
                self._notice(entry, about=_stated(entry, *TOLD_OF[kind]), public=True, must_acknowledge=False)

    def number_of(self, entry: Entry) -> int:
        """The number of the notice or document that the entry gives out."""
        rows = self.documents if entry.kind == EntryKind.DOCUMENT_ISSUED else self.notices
        return next(int(number) for number, row in rows.items() if row["sequence"] == entry.sequence)

    def _notice(self, entry: Entry, **stated: Any) -> None:
        kind = "given" if entry.kind == EntryKind.NOTICE_GIVEN else str(entry.kind)
        self.notices[str(len(self.notices) + 1)] = {"sequence": entry.sequence, "kind": kind, **stated}

    def _acknowledged(self, entry: Entry) -> None:
        stated = _stated(entry, "by", "notice", "bidder", "at")
        if not self.notices[str(stated["notice"])]["must_acknowledge"]:
            raise ValueError(f"entry {entry.sequence} acknowledges a notice that asks for nothing")
        whose = [(row["notice"], row["bidder"]) for row in self.acknowledgements.values()]
        if (stated["notice"], stated["bidder"]) in whose:
            raise ValueError(f"entry {entry.sequence} acknowledges a notice a second time")
        self.acknowledgements[str(entry.sequence)] = stated


def _words(entry: Entry) -> tuple[str, ...]:
    """What stands for the words: themselves where they are for everybody."""
    if not entry.body["public"]:
        return ("commitment",)
    return ("title", "text") if entry.kind == EntryKind.NOTICE_GIVEN else ("title",)


def _stated(entry: Entry, *names: str) -> Fields:
    return {name: entry.body[name] for name in names}
