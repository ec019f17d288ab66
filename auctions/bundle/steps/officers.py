"""Four eyes: what one officer proposed, another person approved on the same hash, and that very act was done."""

from collections.abc import Iterator

from auctions.bundle.course import JOURNAL, slug_of
from auctions.bundle.documents import JournalLine
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Finding, compared
from auctions.replay.entries import EntryKind
from auctions.replay.projection import hosting_hash, proposal_hash

DOES = {
    "open_round": (EntryKind.ROUND_OPENED,),
    "close_round": (EntryKind.ROUND_CLOSED, EntryKind.ROUND_EXTENDED),
    "void_rounds": (EntryKind.ROUNDS_VOIDED,),
    "decide": (EntryKind.DECISION_TAKEN,),
    "certify_result": (EntryKind.RESULT_CERTIFIED,),
    "publish_result": (EntryKind.RESULT_PUBLISHED,),
    "surrogate_bid": (EntryKind.BID_PLACED,),
}
"""The entries by which a proposal of each kind is done."""
NOT_DONE = (EntryKind.PROPOSAL_REFUSED, EntryKind.PROPOSAL_WITHDRAWN, EntryKind.PROPOSAL_OVERTAKEN)


def four_eyes(evidence: Evidence) -> Iterator[Finding]:
    """Every proposal's hash covers it; every act that names one was approved by another person than its proposer, and
    has the parameters that were proposed.
    """
    genesis, *later = evidence.lines
    if "proposal" in genesis.body:
        yield from _hosted_by_two(genesis)
    proposals: dict[str, JournalLine] = {}
    for line in later:
        place, body = f"entry {line.sequence} body", line.body
        if line.kind == EntryKind.PROPOSED:
            expected = proposal_hash(slug_of(line.chain), genesis.body["rules_hash"], **body["proposed"])
            yield from compared(JOURNAL, body["proposal"], expected, within=f"{place}.proposal")
            proposals[expected] = line
        elif "proposal" in body and line.kind not in NOT_DONE:
            proposal = proposals.get(body["proposal"])
            if proposal is None:
                yield Finding(JOURNAL, f"{place}.proposal", "names a proposal that no entry before it makes")
            else:
                yield from _as_proposed(line, proposal)


def _hosted_by_two(genesis: JournalLine) -> Iterator[Finding]:
    place, body = f"entry {genesis.sequence} body", genesis.body
    expected = hosting_hash(slug_of(genesis.chain), body)
    yield from compared(JOURNAL, body["proposal"], expected, within=f"{place}.proposal")
    yield from _two_people(genesis)


def _two_people(line: JournalLine) -> Iterator[Finding]:
    if line.body["by"].get("person") == line.body["proposed_by"]["person"]:
        place = f"entry {line.sequence} body.by.person"
        yield Finding(JOURNAL, place, "proposed this itself, expected another officer")


def _as_proposed(line: JournalLine, proposal: JournalLine) -> Iterator[Finding]:
    place, body, proposed = f"entry {line.sequence} body", line.body, proposal.body["proposed"]
    if line.kind not in DOES[proposed["kind"]]:
        yield Finding(JOURNAL, f"entry {line.sequence} kind", f"is {line.kind}, proposed was {proposed['kind']}")
    yield from compared(JOURNAL, body["proposed_by"], proposal.body["by"], within=f"{place}.proposed_by")
    yield from _two_people(line)
    done = {**body, **body.get("act", {})}
    for name, value in proposed["body"].items():
        if name in done:
            yield from compared(JOURNAL, done[name], value, within=f"{place}.{name}")
