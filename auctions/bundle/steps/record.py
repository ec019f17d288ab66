"""The record: its chain of hashes, its first entry, and the times at which things were done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from auctions.bundle.course import JOURNAL
from auctions.bundle.documents import JournalLine
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Finding, compared
from auctions.replay.entries import EntryKind
from journal.canonical import digest
from journal.chain import breaks


def chain(evidence: Evidence) -> Iterator[Finding]:
    """Each entry's hash covers its content and the hash before it; entries are numbered without a gap."""
    for found in breaks((line.link, line.hash) for line in evidence.lines):
        yield Finding(JOURNAL, f"entry {found.sequence}", found.reason)
    name = evidence.lines[0].chain
    for line in evidence.lines:
        if line.chain != name:
            yield Finding(JOURNAL, f"entry {line.sequence} chain", f"is {line.chain}, expected {name}")


def genesis(evidence: Evidence) -> Iterator[Finding]:
    """The first entry, and no other, freezes rulebook and bidders under their hash, and says who bids as whom."""
    first, *later = evidence.lines
    body = first.body
    if first.kind != EntryKind.GENESIS:
        yield Finding(JOURNAL, f"entry {first.sequence} kind", f"is {first.kind}, expected genesis")
        return
    frozen = {name: body[name] for name in ("rulebook", "bidders")}
    yield from compared(JOURNAL, body["rules_hash"], digest(frozen), within="entry 1 body.rules_hash")
    bidders = sorted(bidder["id"] for bidder in body["bidders"])
    yield from compared(JOURNAL, sorted(body["participants"]), bidders, within="entry 1 body.participants")
    for line in later:
        if line.kind == EntryKind.GENESIS:
            yield Finding(JOURNAL, f"entry {line.sequence} kind", "is genesis, expected in the first entry only")


@dataclass
class _Clock:
    """The open round's times as the entries so far set them."""

    opened: datetime | None = None
    deadline: datetime | None = None
    paused: datetime | None = None


def times(evidence: Evidence) -> Iterator[Finding]:
    """Entries are in the order of their times; each ballot came while its round was open, before the deadline with
    its extensions, and not during a pause.
    """
    clock, recorded = _Clock(), _moment(evidence.lines[0].recorded_at)
    for line in evidence.lines:
        now = _moment(line.recorded_at)
        if now < recorded:
            yield _late(line, "recorded_at", f"is {now}, before the entry before it ({recorded})")
        recorded = max(recorded, now)
        at = _at(line.body)
        if at is not None and at > now:
            yield _late(line, "at", f"is {at}, after it was recorded ({now})")
        yield from _in_round(clock, line, now if at is None else at)


def _in_round(clock: _Clock, line: JournalLine, at: datetime) -> Iterator[Finding]:
    """What the entry may not be at this time; then the round's times after it."""
    before = clock.deadline
    match line.kind:
        case EntryKind.ROUND_OPENED:
            clock.opened, clock.deadline, clock.paused = at, _deadline(line), None
            if clock.deadline is not None and clock.deadline <= at:
                yield _late(line, "deadline", f"is {clock.deadline}, expected after the opening ({at})")
        case EntryKind.BID_PLACED:
            yield from _ballot(clock, line, at)
        case EntryKind.ROUND_EXTENDED:
            clock.deadline = _deadline(line)
            least = timedelta(minutes=line.body["minutes"])
            if clock.deadline is None or (before is not None and clock.deadline < min(before, at) + least):
                yield _late(line, "deadline", f"is {clock.deadline}, expected {least} more than {before}")
        case EntryKind.ROUND_PAUSED:
            clock.paused = at
        case EntryKind.ROUND_RESUMED:
            clock.deadline = _deadline(line)
            moved = None if before is None or clock.paused is None else before + (at - clock.paused)
            if clock.deadline != moved:
                yield _late(line, "deadline", f"is {clock.deadline}, expected {moved}: later by the pause")
            clock.paused = None
        case EntryKind.ROUND_CLOSED | EntryKind.ROUNDS_VOIDED:
            clock.opened, clock.paused = None, None


def _ballot(clock: _Clock, line: JournalLine, at: datetime) -> Iterator[Finding]:
    if clock.opened is None or at < clock.opened:
        yield _late(line, "act.at", f"is {at}, expected while a round was open")
    elif clock.deadline is not None and at >= clock.deadline:
        yield _late(line, "act.at", f"is {at}, expected before the deadline ({clock.deadline})")
    elif clock.paused is not None:
        yield _late(line, "act.at", f"is {at}, and the round was paused at {clock.paused}")


def _late(line: JournalLine, field: str, reason: str) -> Finding:
    place = field if field == "recorded_at" else f"body.{field}"
    return Finding(JOURNAL, f"entry {line.sequence} {place}", reason)


def _at(body: Mapping[str, Any]) -> datetime | None:
    """When the entry says that it happened, where it does."""
    written = body.get("act", {}).get("at") or body.get("at")
    return None if written is None else _moment(written)


def _deadline(line: JournalLine) -> datetime | None:
    written = line.body["deadline"]
    return None if written is None else _moment(written)


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)
