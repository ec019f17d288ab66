"""What was certified and published is the result that stands."""

from collections.abc import Iterator

from auctions.bundle.contents import MANIFEST
from auctions.bundle.course import JOURNAL
from auctions.bundle.documents import JournalLine, Scope
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Finding, compared
from auctions.formats.contract import Status
from auctions.replay.entries import EntryKind, standing
from journal.canonical import digest


def certified(evidence: Evidence) -> Iterator[Finding]:
    """A certificate names the hashes of the last result of its stage and of its question; where an auction certifies
    its results, no result is built on before it has its certificate.
    """
    waiting: dict[str, JournalLine] = {}  # results without a certificate, by stage
    lines = standing(evidence.lines)
    certifies = any(line.kind == EntryKind.RESULT_CERTIFIED for line in evidence.lines)
    for line in lines:
        match line.kind:
            case EntryKind.RESULT_RECORDED:
                waiting[line.body["act"]["stage"]] = line
            case EntryKind.RESULT_CERTIFIED:
                yield from _certificate(line, waiting.pop(line.body["stage"], None))
            case EntryKind.ROUND_OPENED | EntryKind.RESULT_PUBLISHED if certifies:
                for stage, result in waiting.items():
                    reason = f"builds on the result of the {stage} stage (entry {result.sequence}) without certificate"
                    yield Finding(JOURNAL, f"entry {line.sequence} kind", reason)


def published(evidence: Evidence) -> Iterator[Finding]:
    """A result was published once it was complete, and nothing was computed or voided after that; a public bundle is
    of a published auction.
    """
    ends = [moment for moment in evidence.course.moments if moment.entry.kind == EntryKind.RESULT_PUBLISHED]
    if evidence.manifest.scope is Scope.PUBLIC and not ends:
        yield Finding(MANIFEST, "scope", "is public, and the journal publishes no result")
    for moment in ends:
        if moment.before.format.phase(moment.before.state).status is not Status.FINISHED:
            yield Finding(JOURNAL, f"entry {moment.entry.sequence} kind", "publishes before there was a whole result")
    for line in evidence.lines:
        late = ends and line.sequence > ends[0].entry.sequence
        if late and line.kind in (EntryKind.RESULT_RECORDED, EntryKind.ROUNDS_VOIDED):
            yield Finding(JOURNAL, f"entry {line.sequence} kind", f"is {line.kind} after the result was published")


def _certificate(line: JournalLine, result: JournalLine | None) -> Iterator[Finding]:
    place = f"entry {line.sequence} body"
    if result is None:
        yield Finding(JOURNAL, f"{place}.stage", f"is {line.body['stage']}, which has no result without certificate")
        return
    hashes = {"input_hash": result.body["input_hash"], "result_hash": digest(result.body["act"]["result"])}
    for name, expected in hashes.items():
        yield from compared(JOURNAL, line.body[name], expected, within=f"{place}.{name}")
