"""The worker is killed with -9 in the middle of a winner determination: it is done again, with the same result."""

from collections.abc import Mapping
from typing import Any

from tests.faults.site import Site


def test_a_killed_process_of_the_worker(own: Site, undisturbed: Mapping[str, Any]) -> None:
    solve = own.start_solving("killed-process")

    own.kill_children("solver")

    assert solve.status == "running"
    assert solve.result_in_the_end() == undisturbed


def test_a_killed_worker_that_is_started_again(own: Site, undisturbed: Mapping[str, Any]) -> None:
    solve = own.start_solving("killed-worker")

    own.kill("solver")
    own.start_again("solver")

    assert solve.status == "running"
    assert solve.result_in_the_end() == undisturbed
