"""The hash chain: each entry's hash covers its content and the hash before it, so none can be changed, dropped or
moved unnoticed.

hash(n) = SHA-256(RFC 8785({chain, sequence, kind, body, recorded_at, previous_hash}))        previous_hash(1) = 64
zeros

Pure: the same functions check a live chain and one that was published.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from journal.canonical import Json, digest

BEFORE_THE_FIRST = "0" * 64


@dataclass(frozen=True)
class Link:
    """One entry as it is hashed."""

    chain: str
    sequence: int  # 1 is the first
    kind: str
    body: Json
    recorded_at: str  # ISO 8601 in UTC with microseconds
    previous_hash: str

    @property
    def hash(self) -> str:
        return digest(asdict(self))


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold, and why."""

    sequence: int
    reason: str

    def __str__(self) -> str:
        return f"entry {self.sequence}: {self.reason}"


def instant(moment: datetime) -> str:
    """A moment as links write it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def breaks(entries: Iterable[tuple[Link, str]]) -> Iterator[Break]:
    """Check a chain from its first entry: pairs of an entry and the hash stored with it.

    Yields each place that does not hold.
    """
    sequence, head = 0, BEFORE_THE_FIRST
    for link, stored_hash in entries:
        if link.sequence != sequence + 1:
            yield Break(link.sequence, f"comes after entry {sequence}")
        if link.previous_hash != head:
            yield Break(link.sequence, f"names {link.previous_hash[:12]} as the hash before it, which is {head[:12]}")
        if link.hash != stored_hash:
            yield Break(link.sequence, f"its content hashes to {link.hash[:12]}, stored is {stored_hash[:12]}")
        sequence, head = link.sequence, stored_hash
