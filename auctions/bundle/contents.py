"""The files of a bundle, made from the journal. Whatever follows from its entries is made by the same function when a
bundle is written and when it is checked.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nacl.encoding import HexEncoder
from nacl.signing import SigningKey

from auctions.bundle.course import JOURNAL, Course, course_of, slug_of
from auctions.bundle.documents import BUNDLE_FORMAT, PLATFORM, VERSION, JournalLine, Keys, KeyUsed, Scope
from auctions.bundle.readme import readme, schemas
from auctions.bundle.tables import TABLES, csv_text, result_files
from auctions.formats.auction_file import auction_document
from auctions.formats.contract import Bidder
from auctions.replay.entries import EntryKind, acts_in, standing
from journal.canonical import canonical
from journal.receipts import Receipt
from winner_determination.documents import DocumentError

MANIFEST, RECEIPTS, KEYS, AUCTION, CERTIFICATES = (
    f"{name}.json" for name in ("manifest", "receipts", "keys", "auction", "certificates")
)
README, SCHEMA = "README.md", "schema.json"

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Source:
    """What a bundle is made from. ``lines`` is the auction's chain from its first entry on, ``receipts`` those of its
    ballots in their order.
    """

    lines: tuple[JournalLine, ...]
    receipts: tuple[Receipt, ...]
    scope: Scope


def bundle_files(source: Source, key: SigningKey) -> dict[str, bytes]:
    """Every file of the bundle, the manifest signed with ``key``. The same source and key give the same bytes.

    Raises DocumentError where the journal cannot be replayed: nothing is exported that would not pass its own check.
    """
    course = course_of(source.lines)
    if course.stopped is not None:
        raise DocumentError(f"{course.stopped.file} {course.stopped.place}", course.stopped.reason)
    public_key = key.verify_key.encode(HexEncoder).decode()
    files = {
        **recorded_files(source.lines, source.receipts),
        **derived_files(course, source.receipts, public_key),
    }
    stated = {
        "format": BUNDLE_FORMAT,
        "scope": source.scope.value,
        "platform": {"name": PLATFORM, "version": VERSION},
        **derived_statements(course, source.receipts),
        "files": {name: {"sha256": sha256(files[name]), "bytes": len(files[name])} for name in sorted(files)},
        "public_key": public_key,
    }
    signature = key.sign(canonical(stated)).signature.hex()
    return {MANIFEST: json_file({**stated, "signature": signature}), **{name: files[name] for name in sorted(files)}}


def recorded_files(lines: Iterable[JournalLine], receipts: Iterable[Receipt]) -> dict[str, bytes]:
    """The files that nothing else says: the journal and the receipts."""
    return {
        JOURNAL: b"".join(canonical(line.model_dump()) + b"\n" for line in lines),
        RECEIPTS: json_file([receipt.model_dump(exclude_none=True) for receipt in receipts]),
    }


def derived_files(course: Course, receipts: Sequence[Receipt], public_key: str) -> dict[str, bytes]:
    """The files that say again, for people and other programs, what the journal says."""
    return {
        README: readme().encode(),
        SCHEMA: json_file(schemas()),
        AUCTION: json_file(_auction(course)),
        CERTIFICATES: json_file([_certificate(line) for line in certificates_in(course.lines)]),
        KEYS: json_file(_keys(course, receipts, public_key).model_dump(mode="json")),
        **{table.file: csv_text(table, course).encode() for table in TABLES},
        **_results(course),
    }


def derived_statements(course: Course, receipts: Sequence[Receipt]) -> dict[str, Any]:
    """What the manifest says of the journal."""
    projection, last = course.whole, course.lines[-1]
    return {
        "auction": projection.slug,
        "chain": {"name": last.chain, "entries": len(course.lines), "head": last.hash},
        "rules_hash": projection.auction["rulebook_hash"],
        "counts": {
            "rounds": len(projection.rounds),
            "ballots": len(projection.bids),
            "receipts": len(receipts),
            "results": len(projection.results),
            "certificates": len(certificates_in(course.lines)),
        },
    }


def certificates_in(lines: Iterable[JournalLine]) -> list[JournalLine]:
    """The entries that certify a result."""
    return [line for line in lines if line.kind == EntryKind.RESULT_CERTIFIED]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def json_file(document: Any) -> bytes:
    """A JSON file for people: indented, fields sorted, so that the same content is the same bytes."""
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _auction(course: Course) -> dict[str, Any]:
    """The auction as ``python -m auctions.formats`` replays it: the acts that stand."""
    genesis, last = course.lines[0], course.lines[-1]
    acts = [act for line in standing(course.lines) for act in acts_in(line.body)]
    return auction_document(
        rulebook=genesis.body["rulebook"],
        bidders=[Bidder(**bidder) for bidder in genesis.body["bidders"]],
        acts=acts,
        about=f"{slug_of(last.chain)} as of entry {last.sequence} of its journal, whose hash is {last.hash}",
    )


def _certificate(line: JournalLine) -> dict[str, Any]:
    return {"entry": line.sequence, "hash": line.hash, "recorded_at": line.recorded_at, "body": line.body}


def _keys(course: Course, receipts: Sequence[Receipt], public_key: str) -> Keys:
    signed = Counter(receipt.public_key for receipt in receipts)
    named = course.lines[0].body["public_key"]
    return Keys(
        keys=tuple(
            KeyUsed(
                public_key=key,
                named_in=("genesis",) if key == named else (),
                signed={"receipts": signed[key], "manifest": int(key == public_key)},
            )
            for key in sorted({named, public_key, *signed})
        )
    )


def _results(course: Course) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for name, found in course.whole.results.items():
        case, result = result_files(name)
        files |= {case: json_file(found["case"]), result: json_file(found["result"])}
    return files
