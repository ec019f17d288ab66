"""Every read of the record."""

from collections.abc import Iterator

from django.db.models import QuerySet

from journal.chain import Break, breaks
from journal.models import Entry


def entries_of(chain: str, *, from_sequence: int = 1) -> QuerySet[Entry]:
    """The chain's entries in order, from one of them on."""
    return Entry.objects.filter(chain=chain, sequence__gte=from_sequence).order_by("sequence")


def head_of(chain: str) -> Entry | None:
    """The chain's last entry, or None where it is empty."""
    return Entry.objects.filter(chain=chain).defer("body").order_by("-sequence").first()


def breaks_of(chain: str) -> Iterator[Break]:
    """Recompute every hash of the chain. Yields each place that does not hold."""
    return breaks((entry.link, entry.hash) for entry in entries_of(chain).iterator(chunk_size=500))
