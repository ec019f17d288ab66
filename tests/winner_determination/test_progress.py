"""What a solve tells on its way: stages in order, value and bound closing in, costs and coalitions counted."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from benchmarks.wdp_instances import Kind, generic_lots
from tests.winner_determination.books import cases
from winner_determination import (
    Case,
    Method,
    NoFeasibleAllocation,
    Solution,
    Stage,
    Standing,
    Task,
    read_case,
    result_document,
    solve,
    standing_document,
)
from winner_determination.progress import Part, standing_line
from winner_determination.verify import verify

CASE: dict[str, Any] = {
    "format": "clearband.wdp/1",
    "categories": [{"id": "A", "supply": 3, "reserve": 10}],
    "bids": [
        {"id": "b1", "bidder": "Alpha", "package": {"A": 1}, "amount": 28},
        {"id": "b2", "bidder": "Beta", "package": {"A": 2}, "amount": 40},
        {"id": "b3", "bidder": "Gamma", "package": {"A": 1}, "amount": 23},
    ],
}
CONTESTED = {**CASE, "categories": [{"id": "A", "supply": 2, "reserve": 10}]}  # Beta blocks Alpha with Gamma
EXACT = [Method.DYNAMIC, Method.BRANCH, Method.MILP, Method.SECOND_OPINION]


def told(case: Case) -> list[Standing]:
    standings: list[Standing] = []
    solve(case, watch=standings.append)
    return standings


@pytest.mark.parametrize("method", EXACT)
def test_the_stages_come_in_order_and_every_opportunity_cost_is_counted(method: Method) -> None:
    standings = told(read_case({**CONTESTED, "method": str(method)}))

    stages = [standing.stage for standing in standings]
    order = list(Stage)
    assert stages == sorted(stages, key=order.index)
    assert stages[-1] is Stage.PRICING
    costs = [(each.done, each.of) for each in standings if each.stage is Stage.OPPORTUNITY_COSTS]
    assert costs == [(0, 2), (1, 2), (2, 2)]  # Alpha and Gamma win
    assert [each.done for each in standings if each.stage is Stage.CORE] == [0, 1]  # Beta alone blocks


def test_the_last_value_told_is_the_result_s_with_the_reserve_of_unsold_lots() -> None:
    case = read_case(CASE)

    last = told(case)[-1]

    assert (last.value, last.bound, last.gap) == (68, 68, 0)  # 28 + 40, all three lots sold
    unsold = told(read_case({**CASE, "bids": CASE["bids"][:1]}))[-1]
    assert unsold.value == solve(read_case({**CASE, "bids": CASE["bids"][:1]})).value == 28 + 2 * 10


@pytest.mark.parametrize("method", [Method.BRANCH, Method.MILP])
def test_value_and_bound_close_in_on_each_other(method: Method) -> None:
    case = read_case({**generic_lots(Kind.MIXED, 60, 5), "method": str(method)})

    deciding = [each for each in told(case) if not each.winners_are_decided]

    assert len(deciding) > 1
    assert all(before.value <= after.value for before, after in pairwise(deciding))
    assert all(before.bound >= after.bound for before, after in pairwise(deciding))
    assert deciding[-1].value == solve(case).value <= deciding[-1].bound


def test_r_p0_without_core_prices_no_stage_looks_for_coalitions() -> None:
    standings = told(read_case({**CONTESTED, "pricing": {"rule": "vickrey"}}))

    assert Stage.CORE not in {standing.stage for standing in standings}
    assert standings[-1].stage is Stage.PRICING


def test_solves_done_elsewhere_are_told_as_they_come_back() -> None:
    came_back: list[int] = []
    known: list[tuple[int, int]] = []

    def elsewhere(solve_one: Callable[[Task], Solution], tasks: Iterable[Task]) -> Iterator[Solution]:
        for task in tasks:
            came_back.append(len(came_back) + 1)
            yield solve_one(task)

    def watch(standing: Standing) -> None:
        if standing.stage is Stage.OPPORTUNITY_COSTS:
            known.append((standing.done, len(came_back)))

    solve(read_case({**CONTESTED, "method": "branch"}), run=elsewhere, watch=watch)

    assert known == [(0, 0), (1, 1), (2, 2)]


@settings(max_examples=40, deadline=None)
@given(cases())
def test_being_watched_changes_no_result(case: Case) -> None:
    standings: list[Standing] = []
    try:
        expected = result_document(solve(case))
    except NoFeasibleAllocation:
        return

    assert result_document(solve(case, watch=standings.append)) == expected
    assert standings[-1].value == expected["value"]
    assert all(standing.gap >= 0 for standing in standings)


def test_the_recomputation_by_another_method_is_told_likewise() -> None:
    case = read_case(CONTESTED)
    standings: list[Standing] = []

    verification = verify(case, result_document(solve(case)), watch=standings.append)

    assert verification.agrees
    assert {standing.method for standing in standings} == {Method.SECOND_OPINION}
    assert standings[-1].stage is Stage.PRICING


def test_a_standing_as_json_says_how_far_and_not_who() -> None:
    standing = Standing(Stage.CORE, Method.BRANCH, (1, 7), value=40, bound=43, done=2, part=Part("A+B", 1, 3))

    assert standing_document(standing) == {
        "stage": "core",
        "method": "branch",
        "value": 40,
        "bound": 43,
        "gap": 3,
        "done": 2,
        "of": None,
        "part": {"name": "A+B", "number": 1, "of": 3},
    }
    assert standing_line(standing) == "A+B (1 of 3), core: 2 coalitions found"
    assert standing_line(replace(standing, stage=Stage.DECIDING, part=None)) == "deciding: 40 in hand, at most 43"


def test_the_command_line_prints_progress_to_standard_error_and_the_same_result(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({**CONTESTED, "method": "branch"}))
    command = [sys.executable, "-m", "winner_determination", str(file)]
    plain = subprocess.run(command, capture_output=True, check=True, text=True)

    watched = subprocess.run([*command, "--progress"], capture_output=True, check=True, text=True)

    assert (plain.stderr, watched.stdout) == ("", plain.stdout)
    assert watched.stderr.splitlines()[-6:] == [
        "opportunity costs: 0 of 2",
        "opportunity costs: 1 of 2",
        "opportunity costs: 2 of 2",
        "core: 0 coalitions found",
        "core: 1 coalition found",
        "pricing",
    ]
    assert watched.stderr.startswith("deciding: 51 in hand, at most ")
