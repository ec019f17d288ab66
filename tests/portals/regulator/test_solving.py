"""The control room while something is computed, and the certificate of what was."""

from typing import Any

import pytest

from auctions import services
from auctions.models import Solve, SolveStatus, VerificationStatus
from tests.cast import Cast
from tests.portals.regulator.officer import Officer

COSTS: dict[str, Any] = {
    "stage": "opportunity_costs",
    "method": "branch",
    "value": 40,
    "bound": 40,
    "gap": 0,
    "done": 3,
    "of": 6,
    "part": None,
}


@pytest.fixture
def solve(cast: Cast) -> Solve:
    """A computation that a worker has begun."""
    cast.play_clock()
    cast.play_supplementary()
    solve = services.request_determination(auction=cast.auction, by=cast.auctioneer)
    Solve.objects.filter(pk=solve.pk).update(status=SolveStatus.RUNNING)
    return solve


def tell(solve: Solve, **progress: Any) -> None:
    Solve.objects.filter(pk=solve.pk).update(progress=COSTS | progress)


def test_before_the_worker_has_told_anything_the_bar_only_says_that_it_runs(solve: Solve, auctioneer: Officer) -> None:
    live = auctioneer.sees("live")

    assert "Computing the result running" in live.text
    assert '<progress class="cb-progress" aria-label="Computation running"></progress>' in live.html


def test_value_bound_and_gap_are_told_while_winners_are_looked_for(solve: Solve, auctioneer: Officer) -> None:
    tell(solve, stage="deciding", bound=44, gap=4, done=0, of=None)

    live = auctioneer.sees("live")

    assert "branch and bound in whole numbers" in live.text
    assert "now Winners EUR 40 in hand, at most EUR 44: a gap of EUR 4 to come Opportunity costs" in live.text


def test_opportunity_costs_are_counted_in_words_and_in_the_bar(solve: Solve, auctioneer: Officer) -> None:
    tell(solve)

    live = auctioneer.sees("live")

    assert "done Winners EUR 40, and no allocation is worth more now Opportunity costs 3 of 6" in live.text
    assert 'value="3" max="6"></progress>' in live.html


def test_the_core_tells_the_coalitions_found_and_the_assignment_its_bands(solve: Solve, auctioneer: Officer) -> None:
    tell(solve, stage="core", done=1, of=None, part={"name": "A+B", "number": 1, "of": 2})

    live = auctioneer.sees("live")

    assert "Bands A, B, problem 1 of 2; branch and bound" in live.text
    assert "done Opportunity costs now Core 1 coalition found to come Prices" in live.text


def test_a_verification_under_way_is_told_in_the_same_steps(cast: Cast, auctioneer: Officer) -> None:
    cast.play_clock()
    cast.play_supplementary()
    cast.compute()
    progress = COSTS | {"method": "second_opinion"}
    Solve.objects.update(verification_status=VerificationStatus.RUNNING, progress=progress)

    live = auctioneer.sees("live")

    assert "Being computed again by another method." in live.text
    assert "integer programme (PuLP and CBC)" in live.text
    assert "now Opportunity costs 3 of 6" in live.text


def test_the_result_shows_the_certificate_of_each_computation(cast: Cast, auctioneer: Officer) -> None:
    cast.play_to_the_end()
    principal, plan = cast.auction.solves.all()

    page = auctioneer.sees("result")

    assert page.text.count("Proved optimal yes") == 2
    assert f"No allocation is worth more than EUR {principal.result['value']}" in page.text  # type: ignore[index]
    assert "Integer value recomputed holds" in page.text
    for solve in (principal, plan):
        assert f"SHA-256 of the input {solve.input_hash}" in page.text
        assert solve.verification is not None
        assert f"PuLP {solve.verification['versions']['PuLP']}" in page.text
    assert "seconds)" in page.text
