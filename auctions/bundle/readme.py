"""README.md and schema.json of a bundle: what every file and column says."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from auctions.bundle.documents import JournalLine, Keys, Manifest
from auctions.bundle.tables import TABLES
from auctions.formats.auction_file import AuctionDocument
from journal.receipts import Receipt
from winner_determination.documents import Document

FILES = {
    "manifest.json": "what belongs to the bundle: SHA-256 and size of every other file, the hash of the journal's last"
    " entry, counts; signed with the platform's key",
    "journal.jsonl": "the record: one entry a line, in order, each with the hash of its content and of the entry before"
    " it, voided rounds included. Every other file says again what it says, except the receipts",
    "receipts.json": "the signed receipt of every ballot, as its bidder holds it",
    "auction.json": "rulebook, bidders and the acts that stand, for `python -m auctions.formats auction.json`",
    "results/STAGE-N.case.json": "the question of a computation, for `python -m winner_determination` or"
    " `python -m assignment`",
    "results/STAGE-N.result.json": "its answer",
    "certificates.json": "the entries in which officers certified a result; an empty list where none did",
    "keys.json": "every public key that signed something here, and what it signed",
    "schema.json": "the JSON Schema of each document",
    "README.md": "this page",
}

INTRODUCTION = """# An auction that anybody can check

This archive holds the whole record of one auction. To replay all of it, with neither account nor database:

    pip install -r requirements.txt          in a copy of Clearband
    python -m auctions verify BUNDLE.zip     or the folder into which it was unpacked

Exit status 0: it holds. 1: each place that does not hold is a line naming file, place and what was expected.
2: it cannot be read. `python -m auctions verify-diff OLD.zip NEW.zip` shows that a later archive extends an earlier
one. Compare the public key and the head that are printed with what the authority and the bidders have: somebody who
holds the key can write a different history, but not one that contains the heads and receipts that others hold already.
"""


def readme() -> str:
    """The page, from the same descriptions that write the files."""
    tables = [line for table in TABLES for line in (f"## {table.file}", table.about, _list(table.columns))]
    return "\n\n".join((INTRODUCTION.rstrip(), "## Files", _list(FILES), *tables)) + "\n"


@lru_cache(maxsize=1)
def schemas() -> dict[str, Any]:
    """The JSON Schema of each document, by the file that holds it (of receipts.json and journal.jsonl: each item)."""
    models: dict[str, type[Document]] = {
        "manifest.json": Manifest,
        "journal.jsonl": JournalLine,
        "receipts.json": Receipt,
        "keys.json": Keys,
        "auction.json": AuctionDocument,
    }
    return {file: model.model_json_schema() for file, model in models.items()}


def _list(described: Mapping[str, str]) -> str:
    return "\n".join(f"- `{name}`: {words}" for name, words in described.items())
