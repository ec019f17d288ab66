"""The small auction of these tests, played to the published result, and what somebody may do to its bundle."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from nacl.signing import SigningKey

from auctions.bundle.archive import Bundle, archive_of
from auctions.bundle.contents import MANIFEST, json_file, sha256
from auctions.bundle.documents import JournalLine
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Report
from auctions.bundle.verification import SOLVING, verify
from journal.canonical import canonical
from journal.chain import BEFORE_THE_FIRST
from tests.auctions.bundle.recording import KEY, Record, public_key
from tests.rulebooks import BIDDERS, SEED, SMALL

Files = Mapping[str, bytes]


def _clock(**packages: dict[str, int]) -> list[dict[str, Any]]:
    bids = [{"act": "bid", "bidder": name, "ballot": {"package": package}} for name, package in packages.items()]
    return [{"act": "open_round"}, *bids, {"act": "close_round"}]


def _list(bidder: str, *bids: tuple[dict[str, int], int]) -> dict[str, Any]:
    listed = [{"package": package, "amount": amount} for package, amount in bids]
    return {"act": "bid", "bidder": bidder, "ballot": {"bids": listed}}


DOCUMENT: dict[str, Any] = {
    "format": "clearband.auction/1",
    "rulebook": SMALL,
    "bidders": [bidder.model_dump(mode="json", exclude_defaults=True) for bidder in BIDDERS],
    "acts": [
        *_clock(Alpha={"A": 2, "B": 1}, Beta={"A": 2}, Gamma={"A": 1}, Delta={"B": 1}),
        *_clock(Alpha={"A": 2, "B": 1}, Beta={"A": 1}, Gamma={}, Delta={"B": 1}),
        {"act": "open_round"},
        _list("Alpha", ({"A": 2, "B": 1}, 40), ({"A": 1}, 12)),
        _list("Beta", ({"A": 1}, 25)),
        _list("Gamma", ({"A": 1}, 11)),
        {"act": "close_round"},
        {"act": "decide", "decision": "reveal_seed", "body": {"seed": SEED}},
        {"act": "open_round"},
        {"act": "bid", "bidder": "Alpha", "ballot": {"bids": [{"option": {"A": ["A1", "A2"]}, "amount": 5}]}},
        {"act": "bid", "bidder": "Beta", "ballot": {"bids": [{"option": {"A": ["A1"]}, "amount": 3}]}},
        {"act": "close_round"},
        {"act": "decide", "decision": "publish", "body": {}},
    ],
}


@lru_cache(maxsize=1)
def record() -> Record:
    return Record.of(DOCUMENT)


@lru_cache(maxsize=1)
def files() -> Files:
    """The bundle's files, as the host signed them."""
    return record().bundle()


def checked(files: Files, *, quick: bool = False, keys: tuple[str, ...] = ()) -> Report:
    """Verify a bundle that came as a zip."""
    evidence = Evidence(Bundle("small.zip", files, archive_of(files)), keys)
    return quickly(evidence) if quick else verify(evidence)


def quickly(evidence: Evidence) -> Report:
    """Every step that solves nothing again."""
    return verify(evidence, left_out=SOLVING)


def signed_again(files: Files, key: SigningKey = KEY) -> Files:
    """The files with a manifest that fits them, as somebody who holds ``key`` would make it."""
    others = {name: content for name, content in files.items() if name != MANIFEST}
    stated = json.loads(files[MANIFEST])
    del stated["signature"]
    stated["public_key"] = public_key(key)
    stated["files"] = {name: {"sha256": sha256(others[name]), "bytes": len(others[name])} for name in sorted(others)}
    signature = key.sign(canonical(stated)).signature.hex()
    return {MANIFEST: json_file({**stated, "signature": signature}), **others}


def chained_again(lines: list[JournalLine]) -> list[JournalLine]:
    """The entries with hashes that fit them, as somebody who may write the database would make them."""
    head, chained = BEFORE_THE_FIRST, []
    for line in lines:
        moved = line.model_copy(update={"previous_hash": head})
        head = moved.link.hash
        chained.append(moved.model_copy(update={"hash": head}))
    return chained


def journal_file(lines: list[JournalLine]) -> bytes:
    return b"".join(canonical(line.model_dump()) + b"\n" for line in lines)


def changed_entry(sequence: int, change: Callable[[dict[str, Any]], None]) -> list[JournalLine]:
    """The journal with one entry's body changed in place, its chain mended."""
    lines = [line.model_copy(deep=True) for line in record().lines]
    change(lines[sequence - 1].body)
    return chained_again(lines)


def leaves(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path to every value of a JSON document that holds no other."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from leaves(each, (*place, key))
    if not isinstance(value, dict | list) and place:
        yield place


def with_leaf_changed(document: Any, path: tuple[str | int, ...]) -> Any:
    """A copy in which one value is another of its kind."""
    copy = json.loads(json.dumps(document))
    holder = copy
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = _another(holder[path[-1]])
    return copy


def _another(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str() if value and value[-1] in "0123456789abcdef":
            return value[:-1] + ("0" if value[-1] != "0" else "1")
        case str():
            return value + "x"
    return 0


def flipped_line(line: str, path: tuple[str | int, ...]) -> bytes:
    """A line of the journal with one value changed and nothing mended."""
    return canonical(with_leaf_changed(json.loads(line), path))
