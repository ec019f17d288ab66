"""The state of an auction: its format folded over the acts of its journal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from auctions.formats.contract import Bidder, Format
from auctions.formats.registry import format_named
from auctions.replay.entries import Entry, EntryKind, acts_in
from journal.chain import BEFORE_THE_FIRST
from winner_determination.documents import Document


@dataclass(frozen=True)
class History:
    """An auction's format and its state after entry ``sequence``, whose hash is ``head``.

    ``boundaries`` has each round's opening entry and the state before it: where the auction stands again when that
    round is voided.
    """

    chain: str
    format: Format[Any, Any]
    rulebook: Document
    state: Any
    sequence: int = 0
    head: str = BEFORE_THE_FIRST
    boundaries: tuple[tuple[int, Any], ...] = ()

    def after(self, entry: Entry) -> "History":
        """The history with one more entry. Raises ActRefused, DocumentError."""
        if entry.kind == EntryKind.ROUNDS_VOIDED:
            return self._back_before(entry.body["from_sequence"], entry)
        state = self.state
        for act in acts_in(entry.body):
            state = self.format.apply(state, act)
        if entry.kind == EntryKind.ROUND_OPENED:
            return replace(self.at(state, entry), boundaries=(*self.boundaries, (entry.sequence, self.state)))
        return self.at(state, entry)

    def _back_before(self, opening: int, entry: Entry) -> "History":
        """Where the auction stood before the round was opened. Raises KeyError where no such round stands."""
        state = dict(self.boundaries)[opening]
        kept = tuple(boundary for boundary in self.boundaries if boundary[0] < opening)
        return replace(self.at(state, entry), boundaries=kept)

    def at(self, state: Any, entry: Entry) -> "History":
        """The history in ``state``, which the acts up to ``entry`` lead to."""
        return replace(self, state=state, sequence=entry.sequence, head=entry.hash)


def beginning(chain: str, rulebook: Mapping[str, Any], bidders: Iterable[Mapping[str, Any]]) -> History:
    """The state before the first act, by the rules and bidders of the genesis entry. Raises DocumentError."""
    auction_format = format_named(rulebook["format"])
    rules = auction_format.read_rulebook(rulebook)
    state = auction_format.start(rules, tuple(Bidder(**bidder) for bidder in bidders))
    return History(chain, auction_format, rules, state)
