"""What a stage in which bidders bid answers; ``clock``, ``supplementary`` and ``assignment_stage`` are the three of the
CCA."""

from collections.abc import Mapping
from typing import Any, Protocol

from auctions.formats.cca.state import CcaState
from auctions.formats.contract import Step, Verdict


class BiddingStage(Protocol):
    """The functions each of the three modules has; docs with the rules stand there."""

    def open_step(self, state: CcaState) -> Step:
        """The step that opens the stage's next round, as proposed to the auctioneer."""

    def open_round(self, state: CcaState, prices: Mapping[str, int] | None = None) -> CcaState:
        """The state with the round open; ``prices`` only in the clock stage."""

    def check(self, state: CcaState, bidder: str, ballot: Mapping[str, Any]) -> Verdict:
        """Judge a ballot without placing it."""

    def place(self, state: CcaState, bidder: str, ballot: Mapping[str, Any]) -> CcaState:
        """The state with the ballot placed. Raises ActRefused."""

    def close_round(self, state: CcaState) -> CcaState:
        """The state after the round."""
