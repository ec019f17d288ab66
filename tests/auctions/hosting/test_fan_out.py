"""Independent solves of a large computation are spread over workers, and the result is the same to the last digit."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app

from auctions import fan_out
from auctions.fan_out import SOLVE_PART, over_workers
from benchmarks.wdp_instances import Kind, generic_lots
from winner_determination import Case, read_case, result_document, solve

ROOT = Path(__file__).parents[3]
NAMES = ("one@parts", "two@parts")


@pytest.fixture
def case() -> Case:
    """A case for HiGHS with six bidders, of which several win."""
    return read_case({**generic_lots(Kind.MIXED, 40, 3), "method": "milp"})


@pytest.fixture
def two_workers(servers: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "celery", "--app", "config", "worker", "--queues", "parts", "--pool", "solo"]
    environment = {**os.environ, **servers}
    workers = [
        subprocess.Popen([*command, "--loglevel", "ERROR", "--hostname", name], cwd=ROOT, env=environment)
        for name in NAMES
    ]
    try:
        wait_until_all_answer()
        yield
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()


def wait_until_all_answer() -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        answers = current_app.control.ping(timeout=1, destination=list(NAMES)) or []
        if len(answers) == len(NAMES):
            return
    pytest.fail(f"the workers {NAMES} did not start")


def solved_by() -> dict[str, int]:
    statistics = current_app.control.inspect(destination=list(NAMES), timeout=5).stats() or {}
    return {name: numbers["total"].get(SOLVE_PART, 0) for name, numbers in statistics.items()}


def test_two_workers_come_to_the_same_winners_and_prices_as_one_machine(case: Case, two_workers: None) -> None:
    spread = solve(case, run=over_workers)

    assert result_document(spread) == result_document(solve(case))
    assert len(spread.winners) > 2
    assert all(solved_by()[name] > 0 for name in NAMES)


def test_where_no_worker_answers_the_solves_are_done_by_whoever_asked(
    case: Case, servers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fan_out, "LONGEST_WAIT", 0.2)

    assert result_document(solve(case, run=over_workers)) == result_document(solve(case))
    current_app.control.purge()
