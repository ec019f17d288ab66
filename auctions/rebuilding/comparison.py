"""Where the tables and the journal do not say the same."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auctions.formats.contract import ActRefused
from auctions.models import Auction
from auctions.rebuilding.stored import stored
from auctions.replay.projection import Rows, rebuilt
from journal.selectors import breaks_of, entries_of
from winner_determination.documents import DocumentError

NO_ROW = "no such row"
LONGEST_VALUE = 200  # characters of a value as it is printed


@dataclass(frozen=True)
class Difference:
    """One place: a table, the row's name, the field (with the place inside it), what stands there and what should."""

    table: str
    key: str
    field: str
    stored: Any
    rebuilt: Any

    def __str__(self) -> str:
        place = " ".join(filter(None, (self.table, self.key, self.field)))
        return f"{place}: stored {_shown(self.stored)}, rebuilt {_shown(self.rebuilt)}"


def differences(auction: Auction) -> Iterator[Difference]:
    """Recompute the chain and every table that is made from it. Yields each place that does not hold."""
    for found in breaks_of(auction.chain):
        yield Difference("journal", str(found.sequence), "", found.reason, "an unbroken chain")
    try:
        expected = rebuilt(auction.slug, entries_of(auction.chain).iterator(chunk_size=500)).tables
    except (ActRefused, DocumentError, LookupError, ValueError) as error:
        yield Difference("journal", auction.chain, "", str(error), "entries that the rules allow")
        return
    for table, rows in stored(auction).items():
        yield from _in_rows(table, rows, expected[table])


def _in_rows(table: str, rows: Rows, expected: Rows) -> Iterator[Difference]:
    for key in [*expected, *(key for key in rows if key not in expected)]:
        if key not in rows:
            yield Difference(table, key, "", NO_ROW, expected[key])
        elif key not in expected:
            yield Difference(table, key, "", rows[key], NO_ROW)
        else:
            yield from _in_fields(table, key, "", rows[key], expected[key])


def _in_fields(table: str, key: str, place: str, found: Any, expected: Any) -> Iterator[Difference]:
    """The deepest places at which two JSON values differ."""
    if isinstance(found, Mapping) and isinstance(expected, Mapping):
        for name in [*expected, *(name for name in found if name not in expected)]:
            inside = f"{place}.{name}" if place else name
            yield from _in_fields(table, key, inside, found.get(name), expected.get(name))
    elif found != expected:
        yield Difference(table, key, place, found, expected)


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]} ..."
