"""R-P2: how an exact price becomes whole bid units. Never above the bid."""

from fractions import Fraction
from math import ceil, floor

from winner_determination.case import Rounding, RoundingRule


def rounded(price: Fraction, bid: int, rounding: Rounding) -> int:
    """``price`` in whole bid units, between 0 and ``bid``.

    ``none`` cuts down to the whole unit (25/2 -> 12: a price is never rounded against the bidder unless the rulebook
    says so); ``up`` and ``up_to`` keep the prices in the core; ``nearest`` takes halves up.
    """
    whole = {
        RoundingRule.NONE: lambda: floor(price),
        RoundingRule.UP: lambda: ceil(price),
        RoundingRule.NEAREST: lambda: floor(price + Fraction(1, 2)),
        RoundingRule.UP_TO: lambda: ceil(price / rounding.unit) * rounding.unit,
    }[rounding.rule]()
    return min(whole, bid)
