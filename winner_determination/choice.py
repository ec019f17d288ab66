"""Which methods are tried for a case, in order."""

from winner_determination.case import AtLeastOne, Case, Method
from winner_determination.dynamic import DynamicProgramme
from winner_determination.interval import IntervalProgramme
from winner_determination.method import Runner, Solver
from winner_determination.milp import Milp
from winner_determination.second_opinion import SecondOpinion


def solver_of(method: Method, run: Runner = map) -> Solver:
    """The solver of one method (not ``auto``)."""
    if method is Method.INTERVAL:
        return IntervalProgramme()
    if method is Method.DYNAMIC:
        return DynamicProgramme()
    return Milp(run) if method is Method.MILP else SecondOpinion(run)


def methods_for(case: Case) -> tuple[Method, ...]:
    """The method named; under ``auto`` the dynamic programmes where their tables fit, else HiGHS. A cover never goes to
    a dynamic programme (R-W3)."""
    covered = any(isinstance(limit, AtLeastOne) for limit in case.limits)
    if case.method in (Method.MILP, Method.SECOND_OPINION):
        return (case.method,)
    if covered:
        return (Method.MILP,)
    return (Method.INTERVAL, Method.DYNAMIC, Method.MILP) if case.method is Method.AUTO else (case.method,)


def other_method(method: Method) -> Method:
    """The method that checks ``method``: another algorithm."""
    return Method.SECOND_OPINION if method is not Method.SECOND_OPINION else Method.MILP
