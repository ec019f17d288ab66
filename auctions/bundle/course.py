"""The course of an auction as its journal tells it: every entry replayed by the rules, one after another."""

from collections.abc import Sequence
from dataclasses import dataclass

from auctions.bundle.documents import JournalLine
from auctions.bundle.findings import Finding
from auctions.formats.contract import ActRefused
from auctions.replay.entries import EntryKind
from auctions.replay.history import History
from auctions.replay.projection import Projection, begun
from auctions.rules.errors import RulesError
from winner_determination.errors import WinnerDeterminationError

JOURNAL = "journal.jsonl"
UNREPLAYABLE = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RulesError,
    WinnerDeterminationError,
)
"""What a body that no host wrote may raise on its way through the rules, ActRefused and DocumentError among it."""


@dataclass(frozen=True)
class Moment:
    """An entry as it was replayed. ``opening`` counts the rounds opened so far: the round that the entry falls in."""

    entry: JournalLine
    before: History
    after: History
    opening: int


@dataclass(frozen=True)
class Course:
    """Every entry replayed, up to the one that the rules refuse (``stopped``)."""

    lines: tuple[JournalLine, ...]
    moments: tuple[Moment, ...]  # from the second entry on
    projection: Projection | None  # None where not even the first entry can be read
    stopped: Finding | None

    @property
    def whole(self) -> Projection:
        """What rounds, bids and results there are. Only of a course that was not stopped."""
        assert self.projection is not None and self.stopped is None, "the course was stopped"  # noqa: S101
        return self.projection


def course_of(lines: Sequence[JournalLine]) -> Course:
    """Replay the journal."""
    genesis, *later = lines
    try:
        projection = begun(slug_of(genesis.chain), _first(genesis))
    except UNREPLAYABLE as error:
        return Course(tuple(lines), (), None, _stopped(genesis, error))
    moments: list[Moment] = []
    for entry in later:
        before = projection.history
        try:
            projection.take(entry)
        except UNREPLAYABLE as error:
            return Course(tuple(lines), tuple(moments), projection, _stopped(entry, error))
        moments.append(Moment(entry, before, projection.history, len(projection.rounds)))
    return Course(tuple(lines), tuple(moments), projection, None)


def slug_of(chain: str) -> str:
    """The auction's name in the name of its chain."""
    return chain.removeprefix("auction/")


def _first(entry: JournalLine) -> JournalLine:
    if entry.kind != EntryKind.GENESIS:
        raise ValueError(f"the first entry is {entry.kind}, expected genesis with rulebook and bidders")
    return entry


def _stopped(entry: JournalLine, error: Exception) -> Finding:
    match error:
        case ActRefused():
            reason = f"the rules refuse this act: {error}"
        case KeyError():
            reason = f"cannot be replayed: {error} is not there, or names nothing that stands"
        case _:
            reason = f"cannot be replayed: {error}"
    acts = next((f" body.{name}" for name in ("act", "acts") if name in entry.body), "")
    return Finding(JOURNAL, f"entry {entry.sequence}{acts}", reason)
