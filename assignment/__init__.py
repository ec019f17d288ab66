"""The assignment stage: which specific frequencies each winner of generic lots gets, and what that costs.

>>> from assignment import read_case, solve
>>> case = read_case({
...     "format": "clearband.assignment/1",
...     "bands": [{"category": "A", "lots": ["A1", "A2", "A3"]}],
...     "winners": {"Alpha": {"A": 2}, "Beta": {"A": 1}},
...     "bids": [{"bidder": "Alpha", "option": {"A": ["A1", "A2"]}, "amount": 5},
...              {"bidder": "Beta", "option": {"A": ["A1"]}, "amount": 3}]})
>>> result = solve(case)
>>> result.assignments["Beta"], result.prices
({'A': ('A3',)}, {'Alpha': 3, 'Beta': 0})
"""

from assignment.bands import Band, Fallback, Holding, Lot, SpecialLot
from assignment.case import AssignmentCase, OptionBid
from assignment.case_document import case_schema, read_case
from assignment.errors import AssignmentError, NoPlanError, TooManyOptionsError
from assignment.options import Option, count_options, each_option, options
from assignment.result_document import options_document, own_results, result_document, strip_document
from assignment.stage import AssignmentResult, JointResult, solve, solve_step
from assignment.strip import Segment, SegmentKind, Strip, strip_of_lots, strip_of_plan
from assignment.verification import Check, verification_document, verify
from assignment.worth import most_to_pay

__all__ = [
    "AssignmentCase",
    "AssignmentError",
    "AssignmentResult",
    "Band",
    "Check",
    "Fallback",
    "Holding",
    "JointResult",
    "Lot",
    "NoPlanError",
    "Option",
    "OptionBid",
    "Segment",
    "SegmentKind",
    "SpecialLot",
    "Strip",
    "TooManyOptionsError",
    "case_schema",
    "count_options",
    "each_option",
    "most_to_pay",
    "options",
    "options_document",
    "own_results",
    "read_case",
    "result_document",
    "solve",
    "solve_step",
    "strip_document",
    "strip_of_lots",
    "strip_of_plan",
    "verification_document",
    "verify",
]
