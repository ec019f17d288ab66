"""Which methods are tried for a case, in order."""

from winner_determination.case import AtLeastOne, Case, Method
from winner_determination.dynamic import DynamicProgramme
from winner_determination.interval import IntervalProgramme
from winner_determination.method import Runner, Solver
from winner_determination.milp import Milp
from winner_determination.search import Search
from winner_determination.second_opinion import SecondOpinion


def solver_of(method: Method, run: Runner = map) -> Solver:
    """The solver of one method (not ``auto``)."""
    if method is Method.INTERVAL:
        return IntervalProgramme()
    if method is Method.SEARCH:
        return Search()
    if method is Method.DYNAMIC:
        return DynamicProgramme()
    return Milp(run) if method is Method.MILP else SecondOpinion(run)


def methods_for(case: Case) -> tuple[Method, ...]:
    """The method named; under ``auto`` the first that suits the case. A cover always goes to HiGHS (R-W3)."""
    covered = any(isinstance(limit, AtLeastOne) for limit in case.limits)
    if case.method in (Method.MILP, Method.SECOND_OPINION):
        return (case.method,)
    if covered:
        return (Method.MILP,)
    every = (Method.INTERVAL, Method.SEARCH, Method.DYNAMIC, Method.MILP)
    return every if case.method is Method.AUTO else (case.method,)


def other_methods(method: Method) -> tuple[Method, ...]:
    """The methods that may check ``method``, in order of preference: other algorithms."""
    return tuple(other for other in (Method.SECOND_OPINION, Method.MILP, Method.DYNAMIC) if other is not method)
