"""R-W4: which of several allocations of equal value wins.

After the value come the ordered secondary objectives. What they leave is decided by the seed committed before
bidding: bidders are ranked by sha256(seed|bidder); in that order each gets, of the alternatives open to it (one of
its packages, or nothing), the one of smallest sha256(seed|bidder|package) with which an allocation that is best in
all former respects still exists. Nothing in this depends on a solver, a machine or the order of bids.
"""

import hashlib
import json

import numpy as np

from winner_determination.bid_book import BidBook, Ints
from winner_determination.case import Case, Objective
from winner_determination.method import Scores, exact_scores
from winner_determination.problem import Problem


def seed_rank(case: Case) -> list[int]:
    """Bidders (indexes) in the order in which the seed lets them choose."""
    return sorted(range(len(case.book.bidders)), key=lambda i: _digest(case.seed, case.book.bidders[i]))


def alternative_digest(case: Case, bidder: int, row: int | None) -> bytes:
    """Where an alternative stands in its bidder's order: its bid at ``row``, or nothing (None)."""
    package = {} if row is None else case.book.package(row)
    return _digest(case.seed, case.book.bidders[bidder], json.dumps(package, sort_keys=True, separators=(",", ":")))


def secondary_score(book: BidBook, objective: Objective) -> Ints:
    """int64[n]: what each bid adds to ``objective``, more being better."""
    lots = book.quantity.sum(axis=1)
    scores = {
        Objective.MOST_POINTS: book.points,
        Objective.FEWEST_POINTS: -book.points,
        Objective.MOST_LOTS: lots,
        Objective.FEWEST_LOTS: -lots,
        Objective.MOST_WINNERS: np.ones(len(book), dtype=np.int64),
        Objective.FEWEST_WINNERS: -np.ones(len(book), dtype=np.int64),
    }
    chosen: Ints = scores[objective]
    return chosen


def with_secondary(score: Scores, secondary: Ints, problem: Problem) -> Scores:
    """One score that ranks allocations by ``score`` first and by ``secondary`` among equals."""
    most = sum(int(np.abs(secondary[problem.owner == bidder]).max(initial=0)) for bidder in range(problem.bidders))
    wide = exact_scores(score, factor=2 * most + 1, bidders=2 * problem.bidders)
    return wide + secondary


def objectives_before_seed(case: Case) -> list[Objective]:
    return [objective for objective in case.ties if objective is not Objective.SEED]


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("|".join(parts).encode()).digest()
