"""Play a whole auction with simulated bidders: the auctioneer always takes the rules' first proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from auctions.formats.cca.state import Decision
from auctions.formats.contract import (
    Act,
    Bidder,
    CloseRound,
    Decide,
    Format,
    OpenRound,
    PlaceBid,
    RecordResult,
    Status,
    StepKind,
)


class SimulatedBidder(Protocol):
    """Whoever can fill in a ballot from what its own page shows."""

    def ballot(self, auction_format: Format[Any, Any], state: Any) -> dict[str, Any] | None:
        """The ballot for the open round; None where it has nothing to say."""
        ...


@dataclass(frozen=True)
class Played:
    """Everything that was done, and where it led."""

    acts: tuple[Act, ...]
    state: Any


def play(
    auction_format: Format[Any, Any],
    rulebook: Any,
    bidders: tuple[Bidder, ...],
    simulated: Mapping[str, SimulatedBidder],
    *,
    seed: str = "",
    most_rounds: int | None = None,
) -> Played:
    """Play until nothing is left to do, or ``most_rounds`` rounds were played.

    ``seed`` is the tie-breaking seed that the rulebook committed to, if it did.
    """
    state, acts = auction_format.start(rulebook, bidders), list[Act]()

    def do(act: Act) -> None:
        nonlocal state
        state = auction_format.apply(state, act)
        acts.append(act)

    while auction_format.phase(state).status is not Status.FINISHED:
        if (due := auction_format.determination(state)) is not None:
            do(RecordResult(stage=due.stage, result=auction_format.determine(due)))
            continue
        step = auction_format.next_steps(state)[0]
        if step.kind is StepKind.OPEN_ROUND:
            if most_rounds is not None and sum(isinstance(act, OpenRound) for act in acts) >= most_rounds:
                break
            do(OpenRound())
            for bidder in auction_format.expected(state):
                ballot = simulated[bidder].ballot(auction_format, state)
                if ballot is not None:
                    do(PlaceBid(bidder=bidder, ballot=ballot))
        elif step.kind is StepKind.CLOSE_ROUND:
            do(CloseRound())
        else:
            body = {"seed": seed} if step.decision == Decision.REVEAL_SEED else {}
            do(Decide(decision=step.decision or "", body=body))
    return Played(tuple(acts), state)
