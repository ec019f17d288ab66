"""Does a later bundle extend an earlier one? The first difference is named.

Somebody who holds the key can write another history that holds in itself; not one that extends a bundle which others
already have.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from auctions.bundle.contents import RECEIPTS
from auctions.bundle.course import JOURNAL
from auctions.bundle.documents import JournalLine
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Finding, Outcome, Report, Step, compared, first
from auctions.bundle.verification import SOLVING, verify
from winner_determination.documents import DocumentError


@dataclass(frozen=True)
class _Pair:
    old: Evidence
    new: Evidence


def verify_extension(old: Evidence, new: Evidence) -> Report:
    """Compare two bundles of one auction. Raises DocumentError where one has no manifest that can be read."""
    facts = {
        "auction": old.manifest.auction,
        "old": f"{old.manifest.chain.entries} entries, head {old.manifest.chain.head}",
        "new": f"{new.manifest.chain.entries} entries, head {new.manifest.chain.head}",
    }
    pair = _Pair(old, new)
    steps = (_step(name, states, find, pair) for name, states, find in QUESTIONS)
    return Report(facts, tuple(steps))


def _each(pair: _Pair) -> Iterator[Finding]:
    """Every file of a bundle that holds follows from its journal: so where one chain begins the other, nothing that the
    earlier bundle says is said otherwise by the later one.
    """
    for which, evidence in (("OLD", pair.old), ("NEW", pair.new)):
        for found in verify(evidence, left_out=SOLVING).findings:
            yield Finding(f"{which} {found.file}", found.place, found.reason)


def _genesis(pair: _Pair) -> Iterator[Finding]:
    yield from _in_entry(pair.new.lines[0], pair.old.lines[0])


def _chain(pair: _Pair) -> Iterator[Finding]:
    """The first entry that is not what it was; what follows it differs by its hash alone."""
    for old, new in zip_longest(pair.old.lines, pair.new.lines[: len(pair.old.lines)]):
        if new is None:
            yield Finding(f"NEW {JOURNAL}", f"entry {old.sequence}", f"is missing: {old.kind} with the hash {old.hash}")
            return
        if new != old:
            yield from _in_entry(new, old)
            return


def _in_entry(found: JournalLine, expected: JournalLine) -> Iterator[Finding]:
    was = expected.model_dump()
    for name, value in found.model_dump().items():
        yield from compared(f"NEW {JOURNAL}", value, was[name], within=f"entry {expected.sequence} {name}")


def _receipts(pair: _Pair) -> Iterator[Finding]:
    later = {receipt.sequence: receipt for receipt in pair.new.receipts}
    for number, receipt in enumerate(pair.old.receipts):
        place = f"[{number}]"
        if receipt.sequence not in later:
            yield Finding(f"NEW {RECEIPTS}", place, "is missing")
        else:
            found = later[receipt.sequence].model_dump()
            yield from compared(f"NEW {RECEIPTS}", found, receipt.model_dump(), within=place)


QUESTIONS: tuple[tuple[str, str, Callable[[_Pair], Iterator[Finding]]], ...] = (
    ("each", "both bundles hold (without solving anything again)", _each),
    ("genesis", "both begin with the same rules and bidders", _genesis),
    ("chain", "the earlier chain is the beginning of the later one", _chain),
    ("receipts", "every receipt of the earlier bundle is in the later one", _receipts),
)


def _step(name: str, states: str, find: Callable[[_Pair], Iterator[Finding]], pair: _Pair) -> Step:
    try:
        findings = first(find(pair))
    except DocumentError as error:
        file, _, place = error.place.partition(" ")
        findings = (Finding(file, place, error.reason),)
    return Step(name, states, Outcome.FAILS if findings else Outcome.HOLDS, findings)
