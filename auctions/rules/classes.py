"""Bidder classes (R-D2): bidding credits, known before the start and visible in every price shown to the bidder.

Lots set aside for a class are part of what is permissible (``permissible.ReservedLots``, R-C1).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from auctions.rules.errors import BadRuleError


@dataclass(frozen=True, slots=True)
class BidderClass:
    """A class pays ``credit`` less of every price, in total no more than ``credit_limit`` bid units less."""

    id: str
    credit: Fraction = Fraction(0)
    credit_limit: int | None = None  # None: no limit

    def __post_init__(self) -> None:
        if not 0 <= self.credit < 1 or (self.credit_limit is not None and self.credit_limit < 0):
            raise BadRuleError("a bidding credit is a share from 0 to below 1 with a limit of at least 0")


@dataclass(frozen=True, slots=True)
class ShownPrice:
    """A price as a bidder of a class sees it, in bid units."""

    price: int  # before the credit
    credit: int
    pays: int


def credit_on(price: int, bidder_class: BidderClass) -> int:
    """What a member of the class pays less of ``price``, in bid units, rounded down, up to the limit (R-D2)."""
    share = price * bidder_class.credit.numerator // bidder_class.credit.denominator
    return share if bidder_class.credit_limit is None else min(share, bidder_class.credit_limit)


def price_shown(price: int, classes: Iterable[BidderClass]) -> ShownPrice:
    """``price`` as shown to a bidder: with the largest credit of its classes, credits not adding up (R-D2)."""
    credit = max((credit_on(price, bidder_class) for bidder_class in classes), default=0)
    return ShownPrice(price, credit, price - credit)
