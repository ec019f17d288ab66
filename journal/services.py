"""The only write to the record: append."""

from zlib import crc32

from journal.canonical import Json
from journal.chain import BEFORE_THE_FIRST, Link, instant
from journal.locks import Space, database_time, take
from journal.models import Entry
from journal.selectors import head_of


def append(*, chain: str, kind: str, body: Json) -> Entry:
    """Add one entry to a chain, in the transaction of what it records.

    1. Take the chain's lock, which numbers entries in the order of their commits.  2. Read the chain's head and the
    database clock. 3. Hash and insert.

    Raises OutsideTransaction where no transaction is open.
    """
    take(Space.CHAIN, _number_of(chain))
    head = head_of(chain)
    link = Link(
        chain=chain,
        sequence=head.sequence + 1 if head else 1,
        kind=kind,
        body=body,
        recorded_at=instant(recorded_at := database_time()),
        previous_hash=head.hash if head else BEFORE_THE_FIRST,
    )
    return Entry.objects.create(
        chain=link.chain,
        sequence=link.sequence,
        kind=link.kind,
        body=link.body,
        previous_hash=link.previous_hash,
        hash=link.hash,
        recorded_at=recorded_at,
    )


def _number_of(chain: str) -> int:
    """A lock number for the chain. Two chains that share one would wait for one another, and nothing worse."""
    return crc32(chain.encode()) & 0x7FFFFFFF
