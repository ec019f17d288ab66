"""Winner determination and prices for combinatorial auctions: exact, in integers, recomputable by anyone.

>>> from winner_determination import read_case, result_document, solve
>>> case = read_case({
...     "format": "clearband.wdp/1",
...     "categories": [{"id": "A", "supply": 1}],
...     "bids": [{"id": "b1", "bidder": "Alpha", "package": {"A": 1}, "amount": 5},
...              {"id": "b2", "bidder": "Beta", "package": {"A": 1}, "amount": 3}]})
>>> result = solve(case)
>>> result.value, result.winners[0].bidder, result.winners[0].price
(5, 'Alpha', 3)
"""

from winner_determination.bid_book import Bid, BidBook, Category
from winner_determination.case import (
    AtLeastOne,
    Cap,
    Case,
    Counterfactual,
    Limit,
    Method,
    Norm,
    Objective,
    Pricing,
    PricingRule,
    Reference,
    Rounding,
    RoundingRule,
    Weighting,
)
from winner_determination.case_document import case_schema, read_case
from winner_determination.choice import solve_task
from winner_determination.documents import DocumentError
from winner_determination.errors import (
    InconsistentSolve,
    MethodUnsuited,
    NoFeasibleAllocation,
    NotProved,
    TimeLimitReached,
    WinnerDeterminationError,
)
from winner_determination.explanation import CoreRow, Explanation, HeldBy
from winner_determination.method import Runner, Solution, Task
from winner_determination.pricing import Price, Prices, price
from winner_determination.progress import Stage, Standing, Watch, standing_document, unwatched
from winner_determination.result import Result, Winner, result_document, result_of, solve
from winner_determination.task_document import (
    case_document,
    read_solution,
    read_task,
    solution_document,
    task_document,
)
from winner_determination.time_limit import solve_within
from winner_determination.winners import Allocation, determine_winners

__all__ = [
    "Allocation",
    "AtLeastOne",
    "Bid",
    "BidBook",
    "Cap",
    "Case",
    "Category",
    "CoreRow",
    "Counterfactual",
    "DocumentError",
    "Explanation",
    "HeldBy",
    "InconsistentSolve",
    "Limit",
    "Method",
    "MethodUnsuited",
    "NoFeasibleAllocation",
    "Norm",
    "NotProved",
    "Objective",
    "Price",
    "Prices",
    "Pricing",
    "PricingRule",
    "Reference",
    "Result",
    "Rounding",
    "RoundingRule",
    "Runner",
    "Solution",
    "Stage",
    "Standing",
    "Task",
    "TimeLimitReached",
    "Watch",
    "Weighting",
    "Winner",
    "WinnerDeterminationError",
    "case_document",
    "case_schema",
    "determine_winners",
    "price",
    "read_case",
    "read_solution",
    "read_task",
    "result_document",
    "result_of",
    "solution_document",
    "solve",
    "solve_task",
    "solve_within",
    "standing_document",
    "task_document",
    "unwatched",
]
