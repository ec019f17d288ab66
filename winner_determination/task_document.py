"""Cases, tasks and solutions as JSON, so that a solve can be done on another machine.

What is read back is the same to the last digit: numbers are whole or fractions, rows keep their order.
"""

from fractions import Fraction
from typing import Any

import numpy as np

from winner_determination.case import AtLeastOne, Case, Limit, Method, RoundingRule, Weighting
from winner_determination.case_document import CASE_FORMAT
from winner_determination.method import Solution, Task, exact_scores


def case_document(case: Case) -> dict[str, Any]:
    """``case`` as ``clearband.wdp/1``: ``read_case`` makes the same case of it, where weights and caps are decimal
    numbers, as they are in every case that was read."""
    book, pricing = case.book, case.pricing
    weights = pricing.weights
    rounding = pricing.rounding
    return {
        "format": CASE_FORMAT,
        "categories": [
            {"id": c.id, "supply": c.supply, "reserve": c.reserve, "points": c.points} for c in book.categories
        ],
        "bids": [
            {
                "id": book.bid_ids[row],
                "bidder": book.bidder_of(row),
                "package": book.package(row),
                "amount": int(book.amount[row]),
            }
            for row in range(len(book))
        ],
        "limits": [_limit_document(limit) for limit in case.limits],
        "pricing": {
            "rule": pricing.rule,
            "reference": pricing.reference,
            "norm": pricing.norm,
            "weights": weights if isinstance(weights, Weighting) else {b: _number(w) for b, w in weights.items()},
            "minimum_revenue": pricing.minimum_revenue,
            "rounding": {"up_to": rounding.unit} if rounding.rule is RoundingRule.UP_TO else rounding.rule,
        },
        "ties": list(case.ties),
        "seed": case.seed,
        "method": case.method,
        "must_win": sorted(case.must_win),
        "counterfactual": case.counterfactual,
        "reserve_bids": case.reserve_bids,
        "scale": case.scale,
    }


def task_document(task: Task) -> dict[str, Any]:
    """``task`` without its case."""
    return {
        "method": task.method,
        "score": task.score.tolist(),
        "allowed": np.flatnonzero(task.allowed).tolist(),
        "must_win": np.flatnonzero(task.must_win).tolist(),
        "excluded": task.excluded and list(task.excluded),
        "at_least": task.at_least,
    }


def read_task(case: Case, document: dict[str, Any]) -> Task:
    """The task of ``case`` that ``task_document`` wrote."""
    bidders = len(case.book.bidders)
    allowed, must_win = np.zeros(len(case.book), dtype=np.bool_), np.zeros(bidders, dtype=np.bool_)
    allowed[document["allowed"]] = True
    must_win[document["must_win"]] = True
    return Task(
        method=Method(document["method"]),
        case=case,
        score=exact_scores(np.array(document["score"], dtype=object), bidders=bidders),
        allowed=allowed,
        must_win=must_win,
        excluded=None if document["excluded"] is None else tuple(document["excluded"]),
        at_least=document["at_least"],
    )


def solution_document(solution: Solution) -> dict[str, Any]:
    return {
        "value": solution.value,
        "chosen": list(solution.chosen),
        "bound": solution.bound,
        "proved": solution.proved,
    }


def read_solution(document: dict[str, Any]) -> Solution:
    """The solution that ``solution_document`` wrote."""
    return Solution(**{**document, "chosen": tuple(document["chosen"])})


def _limit_document(limit: Limit) -> dict[str, Any]:
    if isinstance(limit, AtLeastOne):
        return {"at_least_one_of": [{"bidder": bidder, "package": dict(package)} for bidder, package in limit.options]}
    return {
        "bidders": list(limit.bidders),
        "categories": {category: _number(weight) for category, weight in limit.weights.items()},
        "max": _number(limit.maximum),
    }


def _number(exact: Fraction) -> int | float:
    return int(exact) if exact.denominator == 1 else float(exact)
