"""How far a computation is stands in the database while it runs: written by its worker, seldom, and gone at the end."""

import time
from typing import Any

import pytest

from auctions import services, signs_of_life
from auctions.models import Solve
from auctions.second_process import SecondMethodFailed, by_another_method
from auctions.services import determination
from auctions.signs_of_life import signs_of_life as living
from tests.cast import Cast, assemble

HALF_WAY = {
    "stage": "opportunity_costs",
    "method": "branch",
    "value": 40,
    "bound": 40,
    "gap": 0,
    "done": 1,
    "of": 2,
    "part": None,
}


@pytest.fixture
def bids_are_in(transactional_db: None) -> Cast:
    """The worker's thread looks at the database from outside the test's transaction."""
    cast = assemble()
    cast.play_clock()
    cast.play_supplementary()
    return cast


@pytest.fixture
def running(bids_are_in: Cast) -> Solve:
    """A solve that a worker has begun."""
    solve = services.request_determination(auction=bids_are_in.auction, by=bids_are_in.auctioneer)
    started = determination.start_solve(solve_id=solve.pk)
    assert started is not None
    return started


def progress_of(solve: Solve) -> Any:
    return Solve.objects.values_list("progress", flat=True).get(pk=solve.pk)


def test_what_the_computation_tells_is_in_the_database_while_it_runs(running: Solve) -> None:
    with living(running.pk) as tell:
        tell(HALF_WAY)
        end = time.monotonic() + 10
        while progress_of(running) != HALF_WAY and time.monotonic() < end:
            time.sleep(0.05)

    assert progress_of(running) == HALF_WAY


def test_a_hundred_steps_in_a_second_are_two_or_three_writes_and_the_last_is_among_them(
    running: Solve, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Any] = []
    monkeypatch.setattr(determination, "keep_alive", lambda *, solve_id, progress: written.append(progress))

    with living(running.pk) as tell:
        for done in range(100):
            tell({**HALF_WAY, "done": done})
            time.sleep(0.01)
        time.sleep(signs_of_life.PROGRESS_EVERY + 0.2)

    assert 2 <= len(written) <= 4
    assert written[-1]["done"] == 99


def test_nothing_is_told_of_a_solve_that_is_over(running: Solve) -> None:
    determination.keep_alive(solve_id=running.pk, progress=HALF_WAY)

    determination.fail_solve(solve_id=running.pk, error="MemoryError")
    determination.keep_alive(solve_id=running.pk, progress=HALF_WAY)

    assert progress_of(running) == {}


def test_the_second_method_tells_from_its_own_process_how_far_it_is(bids_are_in: Cast) -> None:
    bids_are_in.compute()
    solve = Solve.objects.get()
    told: list[dict[str, Any]] = []

    found = by_another_method(solve.case, solve.result or {}, seconds=60, tell=told.append)

    assert found["agrees"]
    assert told[-1]["stage"] == "pricing"
    assert {each["method"] for each in told} == {found["method"]}


def test_a_second_method_that_cannot_begin_says_why() -> None:
    with pytest.raises(SecondMethodFailed, match="format: missing"):
        by_another_method({"format": "clearband.wdp/1", "categories": [], "bids": []}, {}, seconds=60, tell=print)
