"""The money pump index (R-R2): what share of its spending a bidder could be made to lose along a cycle of its choices.

Along a cycle in which each package is directly preferred to the next one, the bidder overpays the sum of
p^s.(x^s - x^u); the index of the cycle is that sum as a share of the money spent in its rounds.
Sources: Echenique, Lee and Shum 2011; the largest over all cycles is found in polynomial time (Smeulders et al. 2013):
recalled.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from auctions.rules.consistency import Weights, cycle_sum, negative_cycle, whole_numbers
from auctions.rules.revealed_preference.budget import directly_preferred, spending
from auctions.rules.revealed_preference.choices import Choices


@dataclass(frozen=True, slots=True)
class MoneyPump:
    """The largest index with its rounds, and the mean over the pairs of rounds that contradict each other."""

    largest: Fraction
    rounds: tuple[int, ...]
    mean_of_pairs: Fraction


def money_pump(choices: Choices) -> MoneyPump:
    """The money pump index of a bidder's choices (R-R2); 0 where they leave none."""
    paid = spending(choices)
    largest, cycle = _largest(paid)
    return MoneyPump(largest, tuple(paid.numbers[place] for place in cycle), _mean_of_pairs(paid))


def _largest(paid: Choices) -> tuple[Fraction, list[int]]:
    """Dinkelbach's method: from each cycle to a better one, until no cycle loses more than the share reached.

    In whole numbers: with the share at a/b, a cycle does better where the sum of a.spent - b.lost over it is negative.
    """
    share, best = Fraction(0), list[int]()
    related = directly_preferred(paid.weights)
    np.fill_diagonal(related, False)
    total, most = sum(paid.spent), max(paid.spent, default=0)
    no_edge = 1 + len(paid.spent) * total * most
    exact = whole_numbers(no_edge * len(paid.spent))
    spent: Weights = np.array(paid.spent, dtype=exact)[:, np.newaxis]
    lost: Weights = np.where(related, -paid.weights, 0).astype(exact)
    while cycle := negative_cycle(np.where(related, share.numerator * spent - share.denominator * lost, no_edge)):
        best = cycle
        share = Fraction(-cycle_sum(paid.weights, cycle), sum(paid.spent[place] for place in cycle))
    return share, best


def _mean_of_pairs(paid: Choices) -> Fraction:
    strictly = paid.weights < 0
    pairs = np.argwhere(np.triu(strictly & strictly.T))
    shares = [Fraction(-int(paid.weights[s, u] + paid.weights[u, s]), paid.spent[s] + paid.spent[u]) for s, u in pairs]
    return sum(shares, Fraction(0)) / len(shares) if shares else Fraction(0)
