"""Which clock rounds bind a package: the rounds in which the bidder gave up the points the package needs.

Shared by relaxed activity in the clock (R-C4) and by the caps of the supplementary round (R-S2, R-S3).
"""

from auctions.rules.errors import NotEligibleError
from auctions.rules.history import BidderHistory, BidderRound


def last_eligible_round(history: BidderHistory, points: int) -> int:
    """Position in ``history.rounds`` of the last round whose eligibility allowed ``points``.

    Raises NotEligibleError where no round did.
    """
    for position in range(len(history.rounds) - 1, -1, -1):
        if history.rounds[position].eligibility_before >= points:
            return position
    raise NotEligibleError(points, history.initial_eligibility)


def reducing_rounds_since_eligible(history: BidderHistory, points: int) -> tuple[BidderRound, ...]:
    """Every eligibility-reducing round from the last one that allowed ``points`` on.

    That one is included if it reduced eligibility itself.

    Raises NotEligibleError where no round allowed ``points``.
    """
    start = last_eligible_round(history, points)
    return tuple(played for played in history.rounds[start:] if played.reduced_eligibility)
