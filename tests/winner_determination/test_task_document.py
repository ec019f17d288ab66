"""Cases, tasks and solutions survive the way to another machine."""

import json
from typing import Any

import numpy as np
from hypothesis import given, settings

from tests.winner_determination.books import cases
from winner_determination import (
    Case,
    Method,
    Task,
    case_document,
    read_case,
    read_solution,
    read_task,
    solution_document,
    solve_task,
    task_document,
)
from winner_determination.method import exact_scores
from winner_determination.problem import problem_of


def sent(document: dict[str, Any]) -> Any:
    return json.loads(json.dumps(document))


@settings(max_examples=30, deadline=None)
@given(case=cases())
def test_a_case_written_and_read_is_the_same_case(case: Case) -> None:
    read = read_case(sent(case_document(case)))

    again = read_case(sent(case_document(read)))

    assert case_document(again) == case_document(read)
    assert again.book.bid_ids == case.book.bid_ids
    assert (again.limits, again.pricing, again.ties) == (read.limits, read.pricing, read.ties)


@settings(max_examples=15, deadline=None)
@given(case=cases())
def test_a_task_solved_elsewhere_has_the_same_solution(case: Case) -> None:
    problem = problem_of(case)
    score = exact_scores(problem.score, bidders=problem.bidders)
    task = Task(Method.MILP, case, score, problem.eligible, problem.must_win)

    elsewhere = read_task(read_case(sent(case_document(case))), sent(task_document(task)))

    assert np.array_equal(elsewhere.score, task.score)
    assert read_solution(sent(solution_document(solve_task(elsewhere)))) == solve_task(task)
