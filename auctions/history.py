"""The state of a hosted auction: its journal folded (``replay.history``), and remembered.

Folding fifty rounds for every click would be slow, and keeping the state in a table would make a second truth. So
each process remembers the last state it folded, together with the hash of the journal entry it ends with, and applies
only what came after. The hash makes the memory safe: a state that was folded inside a transaction that was rolled
back ends with an entry that is not in the journal.
"""

from collections import OrderedDict

from auctions.models import Auction
from auctions.replay.history import History, beginning
from journal.models import Entry
from journal.selectors import entries_of, head_of

__all__ = ["History", "beginning_of", "forget", "history_of", "remember"]

REMEMBERED = 32  # auctions per process

_memory: OrderedDict[str, History] = OrderedDict()


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
