"""The classic budget tests (R-R2): WARP, SARP, GARP and Afriat's critical cost efficiency index.

They ask for any utility at all, where R-R1 asks for quasi-linear values: a round's choice is revealed preferred to
every package that would not have cost more. Rounds in which the bidder spent nothing carry no budget and are left out.
Sources: Varian 1982 (GARP by transitive closure), Afriat 1972 (index): recalled.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from auctions.rules.consistency import Weights
from auctions.rules.revealed_preference.choices import Choices

Relation = NDArray[np.bool_]  # rounds x rounds


def spending(choices: Choices) -> Choices:
    """The rounds in which the bidder spent money."""
    return choices.only([place for place, amount in enumerate(choices.spent) if amount > 0])


def directly_preferred(weights: Weights) -> Relation:
    """``[s, u]``: in round s the package of round u would not have cost more than what was chosen."""
    return np.asarray(weights <= 0, dtype=bool)


def closure(relation: Relation) -> Relation:
    """The transitive closure (Warshall 1962)."""
    reached = relation.copy()
    for via in range(len(reached)):
        reached |= np.outer(reached[:, via], reached[via])
    return reached


def _different(choices: Choices) -> Relation:
    index = {package: place for place, package in enumerate(dict.fromkeys(choices.packages))}
    kinds = np.array([index[package] for package in choices.packages], dtype=np.intp)
    return np.asarray(kinds[:, np.newaxis] != kinds, dtype=bool)


def satisfies_warp(choices: Choices) -> bool:
    """No two different packages are each directly preferred to the other (R-R2)."""
    paid = spending(choices)
    preferred = directly_preferred(paid.weights) & _different(paid)
    return not (preferred & preferred.T).any()


def satisfies_sarp(choices: Choices) -> bool:
    """No two different packages are each preferred to the other, through any chain (R-R2)."""
    paid = spending(choices)
    preferred = closure(directly_preferred(paid.weights))
    return not (preferred & preferred.T & _different(paid)).any()


def satisfies_garp(choices: Choices) -> bool:
    """No package is preferred through a chain to one that would have cost more than it in that one's round (R-R2)."""
    weights = spending(choices).weights
    strictly = np.asarray(weights < 0, dtype=bool)
    return not (closure(directly_preferred(weights)) & strictly.T).any()


def critical_cost_efficiency(choices: Choices) -> Fraction:
    """Afriat's index: the largest share of every budget at which the choices satisfy GARP (R-R2); exact, 1 is best.

    At a share e round s prefers x^s to x^u where p^s.x^u / p^s.x^s <= e. A contradiction is a cycle, so the index is
    the least ratio at which the ratios up to it close one: the cycle whose largest ratio is least (bottleneck paths).
    """
    paid = spending(choices)
    size = len(paid.numbers)
    budgets = np.array(paid.spent, dtype=object)
    costs = paid.weights.astype(object) + budgets[:, np.newaxis]
    ratios = (costs / budgets[:, np.newaxis]).astype(float) if size else np.zeros((0, 0))
    np.fill_diagonal(ratios, np.inf)
    widest = ratios.copy()
    for via in range(size):
        widest = np.minimum(widest, np.maximum(widest[:, via, np.newaxis], widest[via]))
    nearest = min(1.0, widest.diagonal().min(initial=1.0))
    if nearest >= 1.0:
        return Fraction(1)
    candidates = {
        Fraction(int(costs[s, u]), int(budgets[s])) for s, u in zip(*np.nonzero(ratios == nearest), strict=True)
    }
    return next(share for share in sorted(candidates) if _closes_a_cycle(costs, budgets, share))


def _closes_a_cycle(costs: Weights, budgets: Weights, share: Fraction) -> bool:
    within = np.asarray(costs * share.denominator <= budgets[:, np.newaxis] * share.numerator, dtype=bool)
    np.fill_diagonal(within, False)
    return bool(closure(within).diagonal().any())
