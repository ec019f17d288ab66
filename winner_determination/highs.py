"""HiGHS as every solve here uses it, and the programme of a case as arrays for it."""

import highspy
import numpy as np
import numpy.typing as npt

from winner_determination.bid_book import Ints
from winner_determination.problem import Mask, Problem

Floats = npt.NDArray[np.float64]


def quiet_highs() -> highspy.Highs:
    """Silent, serial, the same every time, without gaps."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("parallel", "off")
    highs.setOptionValue("random_seed", 0)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.0)
    return highs


def columns_of(problem: Problem, columns: Ints) -> tuple[Ints, Ints, Floats]:
    """Start, row index and value of the matrix columns of the bids ``columns`` (rows of the book).

    Rows of the matrix: one a bidder, one a resource, one a cover.
    """
    bidders, resources = problem.bidders, problem.usage.shape[1]
    used_by, resource = np.nonzero(problem.usage[columns])
    covering = [(np.flatnonzero(np.isin(columns, cover)), i) for i, cover in enumerate(problem.covers)]
    column = np.concatenate([np.arange(len(columns)), used_by, *(c for c, _ in covering)])
    row = np.concatenate(
        [problem.owner[columns], bidders + resource, *(np.full(len(c), bidders + resources + i) for c, i in covering)]
    )
    value = np.concatenate(
        [np.ones(len(columns)), problem.usage[columns[used_by], resource], *(np.ones(len(c)) for c, _ in covering)]
    )
    order = np.lexsort((row, column))
    start = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=len(columns)))])
    return start.astype(np.int32), row[order].astype(np.int32), value[order].astype(float)


def linear_programme(
    problem: Problem, columns: Ints, *, cost: Floats, upper: Floats, must_win: Mask
) -> highspy.HighsLp:
    """maximise ``cost`` over the bids ``columns`` between 0 and ``upper``."""
    resources, covers = problem.usage.shape[1], len(problem.covers)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(columns), problem.bidders + resources + covers
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, np.zeros(len(columns)), upper
    infinity = highspy.kHighsInf
    lp.row_lower_ = np.concatenate([np.where(must_win, 1.0, -infinity), np.full(resources, -infinity), np.ones(covers)])
    lp.row_upper_ = np.concatenate(
        [np.ones(problem.bidders), problem.capacity.astype(float), np.full(covers, infinity)]
    )
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = columns_of(problem, columns)
    return lp


def add_row(lp: highspy.HighsLp, coefficients: Floats, *, at_least: float) -> None:
    """Add the row ``coefficients`` . x >= ``at_least`` to a programme kept by columns."""
    where = np.flatnonzero(coefficients)
    start, index = np.array(lp.a_matrix_.start_), np.array(lp.a_matrix_.index_)
    lp.a_matrix_.index_ = np.insert(index, start[where + 1], lp.num_row_)
    lp.a_matrix_.value_ = np.insert(np.array(lp.a_matrix_.value_), start[where + 1], coefficients[where])
    lp.a_matrix_.start_ = start + np.concatenate([[0], np.cumsum(coefficients != 0)])
    lp.row_lower_ = np.append(np.array(lp.row_lower_), at_least)
    lp.row_upper_ = np.append(np.array(lp.row_upper_), highspy.kHighsInf)
    lp.num_row_ += 1
