"""What the auctioneer decides where the rules leave it a decision."""

from dataclasses import replace

from auctions.formats.cca import clock, deposits, principal
from auctions.formats.cca.state import CcaState, Decision, Stage
from auctions.formats.contract import ActRefused, Decide, Step, StepKind
from auctions.rules.history import Refusal


def may_end_clock(state: CcaState) -> bool:
    """Whether the auctioneer may stop the clock now: between rounds, where the rulebook allows it (R-C6)."""
    between_rounds = state.stage is Stage.CLOCK and bool(state.clock) and not state.open
    return between_rounds and state.rulebook.closing.auctioneer_may_end


def end_clock_step() -> Step:
    return Step(kind=StepKind.DECIDE, stage=Stage.CLOCK, label="End the clock stage", decision=Decision.END_CLOCK)


def publish_step() -> Step:
    return Step(kind=StepKind.DECIDE, stage=Stage.FINISHED, label="Publish the result", decision=Decision.PUBLISH)


def decided(state: CcaState, act: Decide) -> CcaState:
    """The state after a decision. Raises ActRefused where it cannot be taken now, DocumentError for a wrong body.

    Deposits are received and forfeited beside the course of the auction, so no step offers these decisions.
    """
    match act.decision:
        case Decision.REVEAL_SEED if state.stage is Stage.PRINCIPAL and principal.seed_is_due(state):
            return principal.reveal_seed(state, act.body)
        case Decision.END_CLOCK if may_end_clock(state):
            return clock.end(state)
        case Decision.PUBLISH if state.stage is Stage.FINISHED and not state.published:
            return replace(state, published=True)
        case Decision.RECORD_DEPOSIT:
            return deposits.record_deposit(state, act.body)
        case Decision.FORFEIT_DEPOSIT:
            return deposits.forfeit_deposit(state, act.body)
    raise ActRefused((Refusal("R-C6", f"the decision {act.decision} cannot be taken now", {}),))
