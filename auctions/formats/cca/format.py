"""The combinatorial clock auction as a format: which stage answers which act."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import assignment
import winner_determination
from auctions.formats.cca import assignment_stage, clock, decisions, principal, supplementary
from auctions.formats.cca.bidding_stage import BiddingStage
from auctions.formats.cca.entry import check_bidders, initial_eligibility, other_channel
from auctions.formats.cca.facts import facts
from auctions.formats.cca.report import report
from auctions.formats.cca.rulebook import Rulebook
from auctions.formats.cca.state import CcaState, Stage
from auctions.formats.contract import (
    Act,
    ActRefused,
    Bidder,
    CloseRound,
    Decide,
    Determination,
    Format,
    OpenRound,
    Phase,
    PlaceBid,
    RecordResult,
    Status,
    Step,
    StepKind,
    Verdict,
    Viewer,
)
from auctions.rules.history import BidderHistory, Refusal
from winner_determination import Runner, Watch, unwatched
from winner_determination.documents import DocumentError, refusals_of, validate

BIDDING_STAGES: dict[Stage, BiddingStage] = {
    Stage.CLOCK: clock,
    Stage.SUPPLEMENTARY: supplementary,
    Stage.ASSIGNMENT: assignment_stage,
}
SEALED = frozenset({Stage.SUPPLEMENTARY, Stage.ASSIGNMENT})


class Cca(Format[Rulebook, CcaState]):
    """Clock rounds, a sealed supplementary round, winner determination, a sealed assignment round."""

    name = "cca"

    def read_rulebook(self, document: Mapping[str, Any]) -> Rulebook:
        return validate(Rulebook, document)

    def rulebook_refusals(self, document: Mapping[str, Any]) -> list[DocumentError]:
        return refusals_of(Rulebook, dict(document))

    def rulebook_schema(self) -> dict[str, Any]:
        return Rulebook.model_json_schema()

    def start(self, rulebook: Rulebook, bidders: tuple[Bidder, ...]) -> CcaState:
        check_bidders(rulebook, bidders)
        categories = rulebook.rules_categories
        histories = {bidder.id: BidderHistory(categories, initial_eligibility(rulebook, bidder)) for bidder in bidders}
        deposits = {bidder.id: bidder.deposit for bidder in bidders}
        return CcaState(rulebook=rulebook, bidders=bidders, histories=histories, deposits=deposits)

    def phase(self, state: CcaState) -> Phase:
        stage = _shown_stage(state)
        number = int(state.open or state.stage not in BIDDING_STAGES)
        if stage is Stage.CLOCK:
            number = state.clock_round
        elif stage is Stage.ASSIGNMENT:
            number = assignment_stage.round_number(state)
        ballot = stage.value if state.stage in BIDDING_STAGES else None
        extension = state.extension if state.open else None
        return Phase(stage.value, number, _status(state), ballot, extension, sealed=state.stage in SEALED)

    def next_steps(self, state: CcaState) -> tuple[Step, ...]:
        if state.open:
            return (Step(kind=StepKind.CLOSE_ROUND, stage=state.stage, label="Close the round"),)
        match state.stage:
            case Stage.CLOCK if decisions.may_end_clock(state):
                return (clock.open_step(state), decisions.end_clock_step())
            case Stage.CLOCK | Stage.SUPPLEMENTARY | Stage.ASSIGNMENT:
                return (BIDDING_STAGES[state.stage].open_step(state),)
            case Stage.PRINCIPAL if principal.seed_is_due(state):
                return (principal.reveal_step(),)
            case Stage.FINISHED if not state.published:
                return (decisions.publish_step(),)
        return ()

    def expected(self, state: CcaState) -> tuple[str, ...]:
        match state.stage:
            case Stage.CLOCK if state.extension is not None:
                return state.extension.used_by
            case Stage.CLOCK:
                return tuple(bidder.id for bidder in state.bidders if state.history(bidder.id).initial_eligibility)
            case Stage.SUPPLEMENTARY:
                return tuple(bidder.id for bidder in state.bidders)
            case Stage.ASSIGNMENT:
                return tuple(bidder.id for bidder in state.bidders if len(state.options.get(bidder.id, ())) > 1)
        return ()

    def check(self, state: CcaState, bidder: str, ballot: Mapping[str, Any]) -> Verdict:
        if bidder not in state.histories:
            raise DocumentError("bidder", f"{bidder} does not take part; {', '.join(state.histories)} do")
        stage = BIDDING_STAGES.get(state.stage)
        if stage is None or (state.stage is Stage.CLOCK and state.prices is None):
            raise _refused("no round is open", "R-C1")
        return stage.check(state, bidder, ballot)

    def apply(self, state: CcaState, act: Act) -> CcaState:
        match act:
            case PlaceBid():
                return self._place(state, act)
            case OpenRound():
                return self._open(state, act)
            case CloseRound():
                if not state.open:
                    raise _refused("no round is open", "R-C6")
                return BIDDING_STAGES[state.stage].close_round(state)
            case Decide():
                return decisions.decided(state, act)
            case RecordResult():
                return self._record(state, act)

    def determination(self, state: CcaState) -> Determination | None:
        match state.stage:
            case Stage.PRINCIPAL if not principal.seed_is_due(state):
                return Determination(Stage.PRINCIPAL, principal.case(state))
            case Stage.PLAN:
                return Determination(Stage.PLAN, assignment_stage.case(state))
        return None

    def determine(self, determination: Determination, *, run: Runner = map, watch: Watch = unwatched) -> dict[str, Any]:
        if determination.stage == Stage.PRINCIPAL:
            case = winner_determination.read_case(determination.case)
            return winner_determination.result_document(winner_determination.solve(case, run=run, watch=watch))
        assigned = assignment.solve(assignment.read_case(determination.case), run=run, watch=watch)
        return assignment.result_document(assigned)

    def facts(self, state: CcaState, viewer: Viewer) -> dict[str, Any]:
        return facts(state, viewer, self.phase(state))

    def sealed(self, state: CcaState) -> CcaState:
        if not state.open:
            return state
        match state.stage:
            case Stage.CLOCK:
                return replace(state, ballots={})
            case Stage.SUPPLEMENTARY:
                return replace(state, supplementary={})
        return replace(state, option_bids={})

    def report(self, state: CcaState) -> dict[str, Any]:
        return report(state, self.phase(state))

    def _place(self, state: CcaState, act: PlaceBid) -> CcaState:
        if not state.open:
            raise _refused("no round is open", "R-C1")
        if act.bidder not in state.histories:
            raise DocumentError("bidder", f"{act.bidder} does not take part; {', '.join(state.histories)} do")
        refusals = other_channel(state, act.channel)
        if refusals:
            raise ActRefused(tuple(refusals))
        return BIDDING_STAGES[state.stage].place(state, act.bidder, act.ballot)

    def _open(self, state: CcaState, act: OpenRound) -> CcaState:
        if state.open:
            raise _refused("a round is open already", "R-C6")
        if act.prices is not None and state.stage is not Stage.CLOCK:
            raise DocumentError("prices", "only clock rounds have prices")
        if state.stage in BIDDING_STAGES:
            return BIDDING_STAGES[state.stage].open_round(state, act.prices)
        raise _refused(f"no round follows in the {state.stage} stage", "R-C6")

    def _record(self, state: CcaState, act: RecordResult) -> CcaState:
        due = self.determination(state)
        if due is None or due.stage != act.stage:
            raise _refused(f"no result of the {act.stage} stage is due", "R-W1")
        if due.stage == Stage.PRINCIPAL:
            return assignment_stage.start(principal.record(state, act.result))
        return assignment_stage.record(state, act.result)


def _shown_stage(state: CcaState) -> Stage:
    """The bidding stage a page names: a computation belongs to the round that feeds it."""
    match state.stage:
        case Stage.PRINCIPAL:
            return Stage.SUPPLEMENTARY
        case Stage.PLAN | Stage.FINISHED:
            return Stage.ASSIGNMENT
    return state.stage


def _status(state: CcaState) -> Status:
    if state.open:
        return Status.OPEN
    if state.stage is Stage.FINISHED:
        return Status.FINISHED
    return Status.WAITING if state.stage in BIDDING_STAGES else Status.DETERMINING


def _refused(reason: str, rule: str) -> ActRefused:
    return ActRefused((Refusal(rule, reason, {}),))
