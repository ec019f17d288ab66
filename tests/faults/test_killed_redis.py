"""Redis is killed with -9: bids do not need it, and what it forgot is asked for again."""

from collections.abc import Callable, Mapping
from typing import Any

from config.embedded import redis
from tests.faults.conftest import SLUG
from tests.faults.people import Person
from tests.faults.site import Site


def test_bids_go_on_without_it(own: Site, person: Callable[[int], Person]) -> None:
    alone = person(8)
    form = alone.bid(C=1)
    own.kill(redis.NAME)

    before, after = alone.submit(form).receipt, alone.submit(alone.bid(C=2)).receipt

    own.start_again(redis.NAME)
    assert before is not None and after is not None
    own.honours(SLUG, [alone.file_of(before), alone.file_of(after)])


def test_a_solve_under_way_ends_with_the_same_result(own: Site, undisturbed: Mapping[str, Any]) -> None:
    solve = own.start_solving("without-redis")

    own.kill(redis.NAME)
    own.start_again(redis.NAME)

    assert solve.result_in_the_end() == undisturbed


def test_a_solve_that_was_asked_for_while_it_was_down_is_done_after_its_return(
    own: Site, undisturbed: Mapping[str, Any]
) -> None:
    own.stage("map", "asked-in-vain")
    own.kill(redis.NAME)

    own.stage("ask", "asked-in-vain")

    own.start_again(redis.NAME)
    assert own.solve_of("asked-in-vain").result_in_the_end() == undisturbed
