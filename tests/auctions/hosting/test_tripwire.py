"""The tripwire that every test with a database ends with."""

import pytest

from auctions.models import Round
from tests import tripwire
from tests.cast import Cast


def test_every_test_with_a_database_has_it(cast: Cast, request: pytest.FixtureRequest) -> None:
    assert "_tripwire" in request.fixturenames
    cast.play_round(alpha={"A": 1})
    tripwire.check()


@pytest.mark.usefixtures("tables_may_differ")
def test_a_change_that_no_entry_explains_fails_the_test_and_is_named(cast: Cast) -> None:
    cast.open_round()
    Round.objects.update(prices={"A": 9, "B": 5})

    with pytest.raises(AssertionError, match=r"two-bands: rounds 1 prices.A: stored 9, rebuilt 10"):
        tripwire.check()


def test_a_place_that_a_test_has_changed_by_hand_is_passed_over_until_it_ends(cast: Cast) -> None:
    cast.open_round()
    tripwire.by_hand("rounds.deadline")
    Round.objects.update(deadline=None)

    tripwire.check()
