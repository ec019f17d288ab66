"""Verify a bundle: every step in order, each a line of the report.

A step that builds on one that fails is not checked, and says so: the first thing that is wrong is what a reader needs,
not everything that follows from it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from auctions.bundle.course import UNREPLAYABLE
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Finding, Outcome, Report, Step, first
from auctions.bundle.steps import acts, following, officers, outcomes, publishing, receipts, record, sealing, wrapping
from journal.errors import JournalError
from winner_determination.documents import DocumentError


@dataclass(frozen=True)
class Question:
    """A step before it is done. ``needs`` names the steps that must hold for it to say anything; ``idle`` says why
    there is nothing to check, where there is nothing.
    """

    name: str
    states: str
    find: Callable[[Evidence], Iterator[Finding]]
    needs: tuple[str, ...] = ()
    idle: Callable[[Evidence], str] = lambda evidence: ""


def _no_archive(evidence: Evidence) -> str:
    return "" if evidence.bundle.archive else "the bundle is a folder"


def _none_held(evidence: Evidence) -> str:
    return "" if evidence.held else "none were brought along (--receipt)"


def _in_clear(evidence: Evidence) -> str:
    return "" if evidence.lines[0].body.get("custodians") else "the auction has no custodians"


RECOMPUTED = ("chain", "acts", "entries")
QUESTIONS = (
    Question("archive", "the zip holds these files and nothing between them", wrapping.archive, idle=_no_archive),
    Question("files", "every file has the hash that the manifest states", wrapping.files),
    Question("signature", "the manifest is signed by a trusted key", wrapping.signature),
    Question("chain", "every entry's hash covers its content and the entry before it", record.chain),
    Question("genesis", "rulebook and bidders are those that were frozen first", record.genesis),
    Question("times", "ballots came in open rounds before their deadlines", record.times),
    Question("acts", "the rules accept every act: ballots, prices, closes, decisions", acts.acts, ("genesis",)),
    Question("entries", "every entry says what its act did", acts.entries, ("acts",)),
    Question("sealed", "two custodians opened what was sealed, all of it", sealing.sealed, ("acts",), idle=_in_clear),
    Question("receipts", "every ballot has its signed receipt", receipts.receipts, ("acts",)),
    Question("held receipts", "the receipts brought along stand in the journal", receipts.held, idle=_none_held),
    Question("four eyes", "what needs two officers was proposed by one, approved by another", officers.four_eyes),
    Question("certificates", "they name the results that were built on", publishing.certified, ("acts",)),
    Question("published", "nothing changed after a whole result was published", publishing.published, ("acts",)),
    Question("same story", "every other file says what the journal says", following.following, ("acts",)),
    Question("outcomes", "every result is what the rules compute", outcomes.outcomes, RECOMPUTED),
    Question("second method", "another algorithm finds the same", outcomes.second_method, (*RECOMPUTED, "outcomes")),
    Question("core", "no coalition would have offered more", outcomes.no_coalition_blocks, (*RECOMPUTED, "outcomes")),
)


SOLVING = frozenset({"outcomes", "second method", "core"})
"""The steps that solve anything again; everything else is quick."""


def verify(evidence: Evidence, *, left_out: frozenset[str] = frozenset()) -> Report:
    """Do every step but those ``left_out``.

    Raises DocumentError where the bundle has no manifest that can be read.
    """
    manifest = evidence.manifest
    steps: dict[str, Step] = {}
    for question in QUESTIONS:
        steps[question.name] = _step(question, evidence, steps, left_out)
    facts = {
        "auction": manifest.auction,
        "scope": manifest.scope.value,
        "entries": manifest.chain.entries,
        "head": manifest.chain.head,
        "rules": manifest.rules_hash,
        "key": manifest.public_key,
    }
    return Report(facts, tuple(steps.values()))


def _step(question: Question, evidence: Evidence, before: dict[str, Step], left_out: frozenset[str]) -> Step:
    because = _not_checked(question, evidence, before, left_out)
    if because:
        return Step(question.name, question.states, Outcome.NOT_CHECKED, because=because)
    findings = _found(question, evidence)
    outcome = Outcome.FAILS if findings else Outcome.HOLDS
    return Step(question.name, question.states, outcome, findings)


def _not_checked(question: Question, evidence: Evidence, before: dict[str, Step], left_out: frozenset[str]) -> str:
    """Why the step is not done, empty where it is."""
    if question.name in left_out:
        return "left out"
    failed = [name for name in question.needs if name not in left_out and before[name].outcome is not Outcome.HOLDS]
    return f"{failed[0]} does not hold" if failed else question.idle(evidence)


def _found(question: Question, evidence: Evidence) -> tuple[Finding, ...]:
    """What the step finds; what it cannot read is a finding too."""
    try:
        return first(question.find(evidence))
    except DocumentError as error:
        file, _, place = error.place.partition(" ")
        return (Finding(file, place, error.reason),)
    except (*UNREPLAYABLE, JournalError) as error:
        reason = f"cannot be checked: {type(error).__name__} {error}"
        return (Finding(evidence.bundle.name, question.name, reason),)
