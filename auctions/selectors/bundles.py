"""What an auction's bundle is made from."""

from django.db.models import F, Q

from auctions.bundle.contents import Source
from auctions.bundle.documents import JournalLine, Scope
from auctions.errors import StepRefused
from auctions.models import Auction, Bid, Round
from auctions.replay.entries import EntryKind
from journal.chain import instant
from journal.models import Entry
from journal.receipts import Receipt
from journal.selectors import entries_of
from winner_determination.documents import validate


def bundle_source(auction: Auction, scope: Scope) -> Source:
    """Journal and receipts for a bundle.

    Until the result is published, the journal ends before the first round whose ballots nobody may see yet and which
    lie in it in clear: the one that is open, or one that was voided before it closed. Past a round whose ballots are
    encrypted it goes on: nobody reads them. A public bundle is everything, once the result is published.

    Raises StepRefused for a public bundle before that.
    """
    if scope is Scope.PUBLIC and auction.published_at is None:
        raise StepRefused("The result is not published yet: there is no public bundle.")
    entries = entries_of(auction.chain)
    in_clear = _first_entry_in_clear(auction)
    if in_clear is not None:
        entries = entries.filter(sequence__lt=in_clear)
    lines = tuple(_line(entry) for entry in entries.iterator(chunk_size=500))
    bids = Bid.objects.filter(round__auction=auction, sequence__lte=lines[-1].sequence).order_by("sequence")
    return Source(lines, tuple(validate(Receipt, receipt) for receipt in bids.values_list("receipt", flat=True)), scope)


def _first_entry_in_clear(auction: Auction) -> int | None:
    """The opening of the first round whose ballots nobody but their bidders may see."""
    if auction.published_at is not None:
        return None
    never_closed = Q(closed_at=None) | Q(closed_at=F("voided_at"))
    first = Round.objects.filter(never_closed, auction=auction, key=None).order_by("version").first()
    if first is None:
        return None
    return Entry.objects.get(chain=auction.chain, kind=EntryKind.ROUND_OPENED, body__version=first.version).sequence


def _line(entry: Entry) -> JournalLine:
    return JournalLine(
        chain=entry.chain,
        sequence=entry.sequence,
        kind=entry.kind,
        body=entry.body,
        recorded_at=instant(entry.recorded_at),
        previous_hash=entry.previous_hash,
        hash=entry.hash,
    )
