"""What deposits cover, and their forfeiture (R-D1)."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from pydantic import Field

from auctions.formats.cca.rulebook.shares import Share
from auctions.formats.cca.state import CcaState, Stage
from auctions.formats.contract import ActRefused
from auctions.rules.deposits import check_covered, covered_by, forfeit
from auctions.rules.history import Refusal
from winner_determination.documents import Document, DocumentError, validate


class FurtherDeposit(Document):
    bidder: str
    amount: int = Field(ge=1)


class ForfeitedShare(Document):
    bidder: str
    share: Share
    reason: str = Field(min_length=1)


def check_deposit(state: CcaState, bidder: str, amount: int, share: Fraction | None) -> list[Refusal]:
    """R-D1: a bid beyond what the bidder's deposit covers is refused."""
    return [] if share is None else check_covered(amount, state.deposits[bidder], share)


def covered(state: CcaState, bidder: str) -> int | None:
    """The highest bid that the bidder's deposit covers in this stage; None where nothing must be deposited (R-D1)."""
    rules = state.rulebook.deposits
    share = rules.clock_share if state.stage is Stage.CLOCK else rules.supplementary_share
    return None if share is None else covered_by(state.deposits[bidder], share)


def record_deposit(state: CcaState, body: Mapping[str, Any]) -> CcaState:
    """A bidder has deposited more (R-D1). Raises ActRefused once all bids are in, or where none need cover."""
    further, rules = validate(FurtherDeposit, body), state.rulebook.deposits
    _known(state, further.bidder)
    if rules.clock_share is None and rules.supplementary_share is None:
        raise ActRefused((Refusal("R-D1", "the rulebook demands no deposit for bids"),))
    if state.stage not in {Stage.CLOCK, Stage.SUPPLEMENTARY}:
        raise ActRefused((Refusal("R-D1", "deposits count for bids until the supplementary round is closed"),))
    deposit = state.deposits[further.bidder] + further.amount
    return replace(state, deposits={**state.deposits, further.bidder: deposit})


def forfeit_deposit(state: CcaState, body: Mapping[str, Any]) -> CcaState:
    """A bidder loses a share of its deposit and gets back the rest (R-D1). Raises ActRefused where it has none."""
    lost = validate(ForfeitedShare, body)
    _known(state, lost.bidder)
    deposit = state.deposits[lost.bidder]
    if not 0 < lost.share <= 1:
        raise DocumentError("share", "above 0 and at most 1 would pass")
    if deposit == 0:
        raise ActRefused((Refusal("R-D1", f"{lost.bidder} has nothing deposited that could be forfeited"),))
    forfeiture = forfeit(lost.bidder, deposit, lost.share, lost.reason)
    deposits = {**state.deposits, lost.bidder: 0}
    return replace(state, deposits=deposits, forfeitures=(*state.forfeitures, forfeiture))


def _known(state: CcaState, bidder: str) -> None:
    if bidder not in state.histories:
        raise DocumentError("bidder", f"{bidder} does not take part; {', '.join(state.histories)} do")
