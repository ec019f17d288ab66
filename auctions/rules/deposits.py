"""Deposits (R-D1): what a bidder must have paid before its bids count, and what it loses.

The initial deposit sets eligibility (``eligibility_from_deposit``, R-C2); before a later stage a further deposit may be
demanded, a share of the bidder's highest bid. Source: SI 2012/2817 regs 59, 66 (read).
"""

from dataclasses import dataclass
from fractions import Fraction

from auctions.rules.history import Refusal


@dataclass(frozen=True, slots=True)
class Forfeiture:
    """A deposit, or a part of it, that a bidder loses."""

    bidder: str
    amount: int  # bid units
    reason: str
    returned: int  # bid units


def deposit_needed(highest_bid: int, share: Fraction) -> int:
    """Deposit for bids up to ``highest_bid``, in bid units, rounded up (R-D1)."""
    return -(-highest_bid * share.numerator // share.denominator)


def covered_by(deposit: int, share: Fraction) -> int:
    """The highest bid that ``deposit`` covers, in bid units (R-D1). ``share`` is above 0."""
    return deposit * share.denominator // share.numerator


def further_deposit(highest_bid: int, deposit: int, share: Fraction) -> int:
    """What a bidder has still to pay before the next stage, in bid units; never negative (R-D1)."""
    return max(0, deposit_needed(highest_bid, share) - deposit)


def check_covered(amount: int, deposit: int, share: Fraction) -> list[Refusal]:
    """R-D1: a bid beyond what the deposit covers is refused."""
    needed = deposit_needed(amount, share)
    if needed <= deposit:
        return []
    covered = covered_by(deposit, share)
    reason = f"your deposit of {deposit} covers bids up to {covered}; with {needed} deposited, {amount} would pass"
    return [
        Refusal("R-D1", reason, {"amount": amount, "at_most": covered, "deposit": deposit, "deposit_needed": needed})
    ]


def forfeit(bidder: str, deposit: int, share: Fraction, reason: str) -> Forfeiture:
    """Take a share of a deposit, rounded down, and record why (R-D1)."""
    taken = deposit * share.numerator // share.denominator
    return Forfeiture(bidder, taken, reason, deposit - taken)
