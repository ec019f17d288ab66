"""The documents of a bundle that no other command line has: its manifest, a line of the journal, the keys."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from journal.chain import Link
from journal.receipts import HASH
from winner_determination.documents import Document

BUNDLE_FORMAT = "clearband.bundle/1"
PLATFORM = "Clearband"
VERSION = "1.1"  # raised whenever the same journal gives other files

Hash = Annotated[str, Field(pattern=HASH)]


class Scope(StrEnum):
    """For whom a bundle was made. The files are the same; a public one exists only of a published auction."""

    FULL = "full"
    PUBLIC = "public"


class FileStated(Document):
    """What the manifest says of a file."""

    sha256: Hash
    bytes: int = Field(ge=0)


class ChainStated(Document):
    """What the manifest says of the journal."""

    name: str
    entries: int = Field(ge=1)
    head: Hash = Field(description="hash of the last entry")


class Platform(Document):
    """What wrote the bundle."""

    name: str
    version: str


class Manifest(Document):
    """What belongs to the bundle, signed. ``signature`` covers every other field, as RFC 8785 writes them."""

    format: Literal["clearband.bundle/1"]
    auction: str
    scope: Scope
    platform: Platform
    chain: ChainStated
    rules_hash: Hash = Field(description="of rulebook and bidders, as the first entry and every receipt name it")
    counts: dict[str, int] = Field(description="how many rounds, ballots, receipts, results, certificates")
    files: dict[str, FileStated]
    public_key: Hash = Field(description="Ed25519 key that signed, hexadecimal")
    signature: str = Field(pattern="^[0-9a-f]{128}$")


class JournalLine(Document):
    """An entry of the journal: ``hash`` is the SHA-256 of the other six fields as RFC 8785 writes them."""

    chain: str
    sequence: int = Field(ge=1)
    kind: str
    body: dict[str, Any]
    recorded_at: str = Field(description="the database's clock when the entry was written, ISO 8601 in UTC")
    previous_hash: Hash
    hash: Hash

    @property
    def link(self) -> Link:
        """The entry as it is hashed."""
        return Link(**self.model_dump(exclude={"hash"}))


class KeyUsed(Document):
    """A public key and what it signed."""

    public_key: Hash
    named_in: tuple[str, ...] = Field(description="genesis: the first entry of the journal names it")
    signed: dict[str, int] = Field(description="how many receipts it signed, and whether (1) the manifest")


class Keys(Document):
    """Every key that signed something in the bundle."""

    format: Literal["clearband.keys/1"] = "clearband.keys/1"
    keys: tuple[KeyUsed, ...]
