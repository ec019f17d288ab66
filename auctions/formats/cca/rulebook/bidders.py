"""What a rulebook says of bidders: classes (R-D2), what each may hold (R-C1, R-W3), deposits (R-C2, R-D1)."""

from fractions import Fraction
from functools import cached_property

from pydantic import Field, model_validator

from auctions.formats.cca.rulebook.shares import Share, contradictions_refused
from auctions.rules.classes import BidderClass as ClassRule
from auctions.rules.eligibility import DepositSchedule
from auctions.rules.eligibility import DepositStep as DepositRule
from winner_determination.documents import Document


class BidderClass(Document):
    """A class of bidders; its members pay ``credit`` less of every price, up to ``credit_limit`` (R-D2)."""

    id: str = Field(min_length=1)
    name: str = ""
    credit: Share = Fraction(0)
    credit_limit: int | None = Field(default=None, ge=0, description="bid units; none: no limit")

    @model_validator(mode="after")
    def _credit_is_a_share(self) -> "BidderClass":
        with contradictions_refused():
            _ = self.rule
        return self

    @cached_property
    def rule(self) -> ClassRule:
        return ClassRule(self.id, self.credit, self.credit_limit)


class Cap(Document):
    """A spectrum cap (R-C1, R-W3): lots, weighted by category, come to at most ``max``.

    It holds for each of ``bidders``, or of everybody where none are named; with ``together`` the named ones share it:
    each keeps to it in its bids, and all of them in what they win.
    """

    categories: dict[str, int]
    max: int = Field(ge=0)
    bidders: tuple[str, ...] | None = None
    together: bool = False

    @model_validator(mode="after")
    def _who_shares_is_named(self) -> "Cap":
        if self.together and not self.bidders:
            raise ValueError("a cap that bidders keep to together names the bidders")
        if any(weight < 0 for weight in self.categories.values()):
            raise ValueError("weights are 0 or more")
        return self


class SetAside(Document):
    """``lots`` of a category that only members of ``bidder_class`` may bid on and win (R-C1, R-D2, R-W3)."""

    category: str
    lots: int = Field(ge=1)
    bidder_class: str


class ReservedPortfolios(Document):
    """Spectrum kept for a new operator (R-C6, R-W3).

    Members of ``bidder_class`` may opt in with their first clock bid, bidding at least the reserve on some of the
    ``portfolios``. Once one has, the clock keeps a place for a portfolio, and one of those who opted in wins one.
    """

    bidder_class: str
    portfolios: tuple[dict[str, int], ...] = Field(min_length=1)


class DepositStep(Document):
    """Above a deposit of ``above``, ``per_point`` more buys a point of eligibility; none: no more points."""

    above: int = Field(ge=0)
    per_point: Share | None


class Deposits(Document):
    """What bidders must have deposited: for eligibility (R-C2), and for their bids to count (R-D1)."""

    eligibility: tuple[DepositStep, ...] = ()
    clock_share: Share | None = None
    supplementary_share: Share | None = None

    @model_validator(mode="after")
    def _shares_and_steps_are_in_order(self) -> "Deposits":
        for share in (self.clock_share, self.supplementary_share):
            if share is not None and not 0 < share <= 1:
                raise ValueError("a deposit is a share of a bid above 0 and at most 1")
        with contradictions_refused():
            _ = self.schedule
        return self

    @cached_property
    def schedule(self) -> DepositSchedule | None:
        """From deposit to initial eligibility; none: the application alone says (R-C2)."""
        if not self.eligibility:
            return None
        return DepositSchedule(tuple(DepositRule(step.above, step.per_point) for step in self.eligibility))
