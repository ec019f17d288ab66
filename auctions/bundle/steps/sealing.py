"""Sealed rounds: keys that three custodians divided, and the ballots that two of them opened.

Who has only the bundle can open every box again: the opening's entry publishes the private key of its round.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nacl.public import PrivateKey

from auctions.bundle.course import JOURNAL, Moment, slug_of
from auctions.bundle.documents import JournalLine
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Finding, compared
from auctions.replay.entries import EntryKind
from auctions.sealing.ballots import OpenedBallot, opened
from auctions.sealing.errors import BoxClosed
from auctions.sealing.passphrases import public_half, written
from journal.receipts import ReceiptRound, commitment_to


@dataclass
class _Keys:
    """What the entries so far say of keys: custodians by name, public keys by number, numbers that rounds have used."""

    custodians: list[str]
    ceremonies: int = 0
    public_keys: dict[int, str] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)


@dataclass
class _SealedRound:
    """The round that was opened last, where its ballots are sealed: its key, their entries, its close."""

    key: Mapping[str, Any]
    bids: list[JournalLine] = field(default_factory=list)
    closing: JournalLine | None = None


def sealed(evidence: Evidence) -> Iterator[Finding]:
    """Every round that the rules take for sealed has a key of its own, made by the custodians whom the first entry
    names; its ballots are on record as boxes alone; those that two custodians opened are what is in the boxes, all of
    the round and no other, under the commitments of their receipts.
    """
    keys = _Keys([each["person"] for each in evidence.lines[0].body.get("custodians", ())])
    current: _SealedRound | None = None
    for moment in evidence.course.moments:
        line = moment.entry
        match line.kind:
            case EntryKind.KEYS_MADE:
                yield from _made(keys, line)
            case EntryKind.SHARE_CONFIRMED:
                yield from _by_a_custodian(keys, line)
            case EntryKind.ROUND_OPENED:
                yield from _round_opened(keys, moment)
                current = _SealedRound(line.body["key"]) if "key" in line.body else None
            case EntryKind.BID_PLACED:
                yield from _placed(current, line, evidence.lines[0])
            case EntryKind.ROUND_CLOSED if current is not None:
                current.closing = line
            case EntryKind.BALLOTS_OPENED:
                yield from _opened(keys, current, line)


def _made(keys: _Keys, line: JournalLine) -> Iterator[Finding]:
    """Keys are counted over the auction, and each is divided among the same three."""
    place, body, first = f"entry {line.sequence} body", line.body, len(keys.public_keys) + 1
    keys.ceremonies += 1
    yield from _by_a_custodian(keys, line)
    yield from compared(JOURNAL, body["ceremony"], keys.ceremonies, within=f"{place}.ceremony")
    yield from compared(JOURNAL, sorted(body["custodians"]), sorted(keys.custodians), within=f"{place}.custodians")
    for number, key in enumerate(body["keys"], start=first):
        where = f"{place}.keys[{number - first}]"
        yield from compared(JOURNAL, key["number"], number, within=f"{where}.number")
        yield from compared(JOURNAL, sorted(key["digests"]), sorted(keys.custodians), within=f"{where}.digests")
        keys.public_keys[number] = key["public_key"]


def _by_a_custodian(keys: _Keys, line: JournalLine) -> Iterator[Finding]:
    person = line.body["by"].get("person")
    if person not in keys.custodians:
        reason = f"is {person}, expected one of {', '.join(keys.custodians) or 'no custodians'}"
        yield Finding(JOURNAL, f"entry {line.sequence} body.by.person", reason)


def _round_opened(keys: _Keys, moment: Moment) -> Iterator[Finding]:
    line, after = moment.entry, moment.after
    place, key = f"entry {line.sequence} body.key", line.body.get("key")
    is_sealed = bool(keys.custodians) and after.format.phase(after.state).sealed
    if is_sealed != (key is not None):
        yield Finding(JOURNAL, place, "is missing in a sealed round" if is_sealed else "is one too many")
    if key is None:
        return
    number = key["number"]
    if number not in keys.public_keys or number in keys.used:
        reason = "was used by an earlier round" if number in keys.used else "was made at no ceremony"
        yield Finding(JOURNAL, f"{place}.number", f"is {number}, which {reason}")
    else:
        yield from compared(JOURNAL, key["public_key"], keys.public_keys[number], within=f"{place}.public_key")
    keys.used.add(number)


def _placed(current: _SealedRound | None, line: JournalLine, genesis: JournalLine) -> Iterator[Finding]:
    place, body = f"entry {line.sequence} body", line.body
    if current is None:
        if "sealed" in body:
            yield Finding(JOURNAL, f"{place}.sealed", "is there, and the round is not sealed")
        return
    current.bids.append(line)
    if "sealed" not in body:
        yield Finding(JOURNAL, f"{place}.sealed", "is missing: the ballot lies in clear in a sealed round")
    for name in ("act", "nonce", "ballot"):
        if name in body:
            yield Finding(JOURNAL, f"{place}.{name}", "is there, and the round is sealed")
    if body.get("bidder") not in genesis.body["participants"]:
        yield Finding(JOURNAL, f"{place}.bidder", f"is {body.get('bidder')}, who does not take part")


def _opened(keys: _Keys, current: _SealedRound | None, line: JournalLine) -> Iterator[Finding]:
    place, body = f"entry {line.sequence} body", line.body
    if current is None or current.closing is None:
        yield Finding(JOURNAL, f"entry {line.sequence} kind", "opens no sealed round that was closed")
        return
    yield from _two_custodians(keys, line)
    yield from compared(JOURNAL, body["key"], current.key["number"], within=f"{place}.key")
    pair = PrivateKey(bytes.fromhex(body["private_key"]))
    if public_half(pair) != current.key["public_key"]:
        reason = f"makes {public_half(pair)}, expected the private half of {current.key['public_key']}"
        yield Finding(JOURNAL, f"{place}.private_key", reason)
        return
    found: list[OpenedBallot] = []
    for bid in current.bids:
        try:
            found.append(opened(bid.body["sealed"]["round"], written(bytes(pair))))
        except BoxClosed as error:
            yield Finding(JOURNAL, f"entry {bid.sequence} body.sealed.round", str(error))
            return
        yield from _as_committed(bid, found[-1], body["round"])
    acts = [_act(bid, ballot) for bid, ballot in zip(current.bids, found, strict=True)]
    acts.append({"act": "close_round", "at": current.closing.body["at"]})
    nonces = [{"entry": bid.sequence, "nonce": ballot.nonce} for bid, ballot in zip(current.bids, found, strict=True)]
    yield from compared(JOURNAL, body["acts"], acts, within=f"{place}.acts")
    yield from compared(JOURNAL, body["nonces"], nonces, within=f"{place}.nonces")


def _two_custodians(keys: _Keys, line: JournalLine) -> Iterator[Finding]:
    """Two of the three; a simulated one, of a demonstration, is named with the system acting for it."""
    place, body = f"entry {line.sequence} body", line.body
    first, second = body["custodians"]
    if first == second or not {first, second} <= set(keys.custodians):
        reason = f"are {first} and {second}, expected two of {', '.join(keys.custodians)}"
        yield Finding(JOURNAL, f"{place}.custodians", reason)
    for name, custodian in (("with", first), ("by", second)):
        person = body[name].get("person")
        if person != custodian and not (person is None and body.get("simulated") is True):
            yield Finding(JOURNAL, f"{place}.{name}.person", f"is {person}, expected {custodian}, whose share it was")


def _as_committed(bid: JournalLine, ballot: OpenedBallot, played: Mapping[str, Any]) -> Iterator[Finding]:
    committed = commitment_to(
        auction=slug_of(bid.chain),
        round=ReceiptRound(**played),
        bidder=bid.body["bidder"],
        ballot=ballot.ballot,
        nonce=ballot.nonce,
    )
    yield from compared(JOURNAL, bid.body["commitment"], committed, within=f"entry {bid.sequence} body.commitment")


def _act(bid: JournalLine, ballot: OpenedBallot) -> dict[str, Any]:
    channel = {"channel": bid.body["channel"]} if "channel" in bid.body else {}
    return {"act": "bid", "bidder": bid.body["bidder"], "ballot": ballot.ballot, **channel, "at": bid.body["at"]}
