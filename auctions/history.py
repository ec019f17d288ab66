"""The state of a hosted auction: its format folded over the acts in its journal.

Folding fifty rounds for every click would be slow, and keeping the state in a table would make a second truth. So
each process remembers the last state it folded, together with the hash of the journal entry it ends with, and applies
only what came after. The hash makes the memory safe: a state that was folded inside a transaction that was rolled
back ends with an entry that is not in the journal.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from auctions.formats.contract import Bidder, Format
from auctions.formats.registry import format_named
from auctions.models import Auction
from auctions.record import EntryKind, act_in
from journal.chain import BEFORE_THE_FIRST
from journal.models import Entry
from journal.selectors import entries_of, head_of
from winner_determination.documents import Document

REMEMBERED = 32  # auctions per process

_memory: OrderedDict[str, "History"] = OrderedDict()


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
        act = act_in(entry.body)
        state = self.state if act is None else self.format.apply(self.state, act)
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


def history_of(auction: Auction) -> History:
    """Everything up to the last entry that this transaction sees; one small query where nothing is new."""
    history = _memory.get(auction.chain)
    head = head_of(auction.chain)
    if head is None:
        return beginning_of(auction)
    if history is None or not _is_part_of_the_chain(history, head):
        history = beginning_of(auction)
    if history.head != head.hash:
        for entry in entries_of(auction.chain, from_sequence=history.sequence + 1).filter(sequence__lte=head.sequence):
            history = history.after(entry)
    remember(history)
    return history


def beginning_of(auction: Auction) -> History:
    """The state before the first act."""
    return beginning(auction.chain, auction.document["rulebook"], auction.document["bidders"])


def beginning(chain: str, rulebook: Mapping[str, Any], bidders: Iterable[Mapping[str, Any]]) -> History:
    """The same from the rules and bidders themselves, as the genesis entry has them."""
    auction_format = format_named(rulebook["format"])
    rules = auction_format.read_rulebook(rulebook)
    state = auction_format.start(rules, tuple(Bidder(**bidder) for bidder in bidders))
    return History(chain, auction_format, rules, state)


def remember(history: History) -> None:
    """Keep the history for the next request of this process."""
    _memory[history.chain] = history
    _memory.move_to_end(history.chain)
    while len(_memory) > REMEMBERED:
        _memory.popitem(last=False)


def forget() -> None:
    """Start over from the journal."""
    _memory.clear()


def _is_part_of_the_chain(history: History, head: Entry) -> bool:
    if history.sequence == head.sequence:
        return history.head == head.hash
    return Entry.objects.filter(chain=history.chain, sequence=history.sequence, hash=history.head).exists()
