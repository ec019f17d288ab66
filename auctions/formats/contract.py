"""What every auction format is: a pure function of history.

A format reads a rulebook, starts a state, and folds acts into it one by one. An act is what a person did (a round
opened, a bid placed, a decision taken) or what a computation found (the winners). Nothing else changes a state, so a
live auction, the replay of a published file, a thousand simulated auctions and the auditor's check run the very same
functions:

    state = format.start(rulebook, bidders)
    for act in acts:
        state = format.apply(state, act)

A format never reads a clock, a database or a random source. It says what may happen next (``phase``, ``next_steps``),
judges a ballot before it is placed (``check``), hands out the computations that are due (``determination``) and tells
each role what it may know (``facts``). See docs/architecture.md.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from auctions.rules.disclosure import Role
from auctions.rules.extensions import Extension
from auctions.rules.history import Refusal
from winner_determination import Runner, Watch, unwatched
from winner_determination.documents import Document, DocumentError, place_of

RulebookT = TypeVar("RulebookT")
StateT = TypeVar("StateT")


# Who takes part


class Bidder(Document):
    """A participant as the rules know it."""

    id: str = Field(min_length=1, description="how bids and results name the bidder")
    name: str = Field(default="", description="as shown on pages; the id where empty")
    eligibility: int = Field(default=0, ge=0, description="initial eligibility applied for, in points (R-C2)")
    deposit: int = Field(default=0, ge=0, description="deposited before the start, in bid units (R-C2, R-D1)")
    # Lists are taken for tuples: bidders are also read from JSON that has been parsed already.
    classes: tuple[str, ...] = Field(default=(), strict=False, description="bidder classes it belongs to (R-D2)")

    @property
    def label(self) -> str:
        return self.name or self.id


@dataclass(frozen=True)
class Viewer:
    """For whom facts are asked: a role and, for a bidder, which one."""

    role: Role
    bidder: str | None = None


# What people do


class OpenRound(Document):
    """The auctioneer opens the next round. ``prices`` is left out where the rules alone decide them."""

    act: Literal["open_round"] = "open_round"
    prices: dict[str, int] | None = None
    at: str | None = Field(
        default=None, description="when it happened, ISO 8601; no rule of a round-based format reads it"
    )


class OtherChannel(Document):
    """How a ballot came that did not come through the system (R-C7)."""

    technical_failure: bool
    authenticated: bool


class PlaceBid(Document):
    """A bidder places a ballot; in most formats its last one in a round counts."""

    act: Literal["bid"] = "bid"
    bidder: str
    ballot: dict[str, Any]
    channel: OtherChannel | None = Field(default=None, description="left out for a ballot through the system")
    at: str | None = None


class CloseRound(Document):
    """The round's time is over. Where bidders who missed it have extensions, it runs on for them (``Phase``, R-C7)."""

    act: Literal["close_round"] = "close_round"
    at: str | None = None


class Decide(Document):
    """The auctioneer decides where the rules leave a decision, for example to end the clock stage."""

    act: Literal["decide"] = "decide"
    decision: str
    body: dict[str, Any] = Field(default_factory=dict)
    at: str | None = None


class RecordResult(Document):
    """A computation that was due has been done. A published file may leave these out: a replay computes them anew."""

    act: Literal["result"] = "result"
    stage: str
    result: dict[str, Any]
    at: str | None = None


Act = OpenRound | PlaceBid | CloseRound | Decide | RecordResult
_ACT: TypeAdapter[Act] = TypeAdapter(Annotated[Act, Field(discriminator="act")])


def read_act(document: Mapping[str, Any]) -> Act:
    """Read one act from JSON. Raises DocumentError naming the place."""
    try:
        return _ACT.validate_python(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        # Inside a discriminated union the first step of the place is the kind of act, which the reader knows.
        raise DocumentError(place_of(first["loc"][1:]), str(first["msg"])) from error


class ActRefused(ValueError):
    """An act that the rules do not allow now. The state is unchanged; ``refusals`` say rule, reason and what would
    pass."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        self.refusals = refusals
        super().__init__("; ".join(f"{refusal.reason} ({refusal.rule})" for refusal in refusals))


# What the format answers


class Status(StrEnum):
    """Where the auction stands between two acts."""

    WAITING = "waiting"  # the auctioneer may open a round or decide
    OPEN = "open"  # bidders may place ballots
    SEALED = "sealed"  # the host's: a sealed round is closed, and its ballots wait for two custodians
    DETERMINING = "determining"  # a computation is due
    FINISHED = "finished"


@dataclass(frozen=True)
class Phase:
    """The stage and round in which the auction stands."""

    stage: str
    round: int  # number of the open round, or of the last one closed in this stage; 0 before the first
    status: Status
    ballot: (
        str | None
    )  # which kind of ballot the open (or next) round takes: "clock", "supplementary", "assignment", ...
    extension: Extension | None = None  # while a round whose time was over runs on: for whom and how long (R-C7)
    sealed: bool = False  # whether the open (or next) round's ballots concern nobody before it is closed


class StepKind(StrEnum):
    OPEN_ROUND = "open_round"
    CLOSE_ROUND = "close_round"
    OPEN_BALLOTS = "open_ballots"  # the host's, see Status.SEALED
    DECIDE = "decide"


@dataclass(frozen=True)
class Step:
    """Something the auctioneer may do now, with what the rules propose for it."""

    kind: StepKind
    stage: str
    label: str  # as a button says it: "Open clock round 12"
    decision: str | None = None  # for DECIDE: the name to put into the act
    minutes: int | None = None  # for OPEN_ROUND: how long the rulebook plans the round; None where it plans nothing
    proposal: Mapping[str, Any] = field(default_factory=dict)  # {"prices": {...}, "rows": [...]} for a clock round


@dataclass(frozen=True)
class Verdict:
    """What the rules say of a ballot, before it is placed.

    ``totals`` is what the bidder is shown beside the ballot: for a clock ballot ``amount``, ``points``,
    ``eligibility``, ``eligibility_after``; for a list of packages ``rows`` with cap, floor and refusals of each.
    """

    refusals: tuple[Refusal, ...]
    totals: Mapping[str, Any]

    @property
    def allowed(self) -> bool:
        return not self.refusals


@dataclass(frozen=True)
class Determination:
    """A computation that is due: its input is a document of the project's command lines, so that anybody can redo
    it."""

    stage: str
    case: Mapping[str, Any]


class Format(ABC, Generic[RulebookT, StateT]):
    """One auction format. Instances hold no state; every method is pure."""

    name: str

    @abstractmethod
    def read_rulebook(self, document: Mapping[str, Any]) -> RulebookT:
        """Validate a rulebook. Raises DocumentError naming the place."""

    @abstractmethod
    def rulebook_refusals(self, document: Mapping[str, Any]) -> list[DocumentError]:
        """Everything for which ``read_rulebook`` would refuse the document: pages show each beside its field."""

    @abstractmethod
    def rulebook_schema(self) -> dict[str, Any]:
        """The JSON Schema of a rulebook."""

    @abstractmethod
    def start(self, rulebook: RulebookT, bidders: tuple[Bidder, ...]) -> StateT:
        """The state before the first act. Raises DocumentError where rulebook and bidders do not fit together."""

    @abstractmethod
    def phase(self, state: StateT) -> Phase:
        """Where the auction stands."""

    @abstractmethod
    def next_steps(self, state: StateT) -> tuple[Step, ...]:
        """What the auctioneer may do now, most likely first."""

    @abstractmethod
    def expected(self, state: StateT) -> tuple[str, ...]:
        """Bidders from whom a ballot can come in the open (or next) round, in the rulebook's order."""

    @abstractmethod
    def check(self, state: StateT, bidder: str, ballot: Mapping[str, Any]) -> Verdict:
        """Judge a ballot as of now without placing it. Raises DocumentError where its shape is wrong, never for a
        rule."""

    @abstractmethod
    def apply(self, state: StateT, act: Act) -> StateT:
        """The state after the act. Raises ActRefused (a rule), or DocumentError (a shape); the given state is never
        changed."""

    @abstractmethod
    def determination(self, state: StateT) -> Determination | None:
        """The computation that is due, if any."""

    @abstractmethod
    def determine(self, determination: Determination, *, run: Runner = map, watch: Watch = unwatched) -> dict[str, Any]:
        """Do a due computation; may take long. The result goes into a RecordResult act. Independent solves go through
        ``run``, which is shaped like ``map``; ``watch`` is told how far the computation is."""

    @abstractmethod
    def facts(self, state: StateT, viewer: Viewer) -> dict[str, Any]:
        """Everything the viewer may know now, as plain JSON; pages and the API render this and nothing else."""

    @abstractmethod
    def sealed(self, state: StateT) -> StateT:
        """The state without the ballots of the open round: for facts about a bidder that somebody else may see."""

    @abstractmethod
    def report(self, state: StateT) -> dict[str, Any]:
        """The whole course and outcome as the command line prints it."""
