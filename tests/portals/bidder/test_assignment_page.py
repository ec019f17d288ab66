"""Bids for specific frequencies: every option listed and drawn, 0 unless something is typed."""

import pytest

from auctions.models import Bid
from tests.cast import Cast
from tests.portals.bidder.desk import Desk

LOW = 'option:{"A":["A1"]}'
HIGH = 'option:{"A":["A2"]}'


@pytest.fixture
def winner(cast: Cast, alpha: Desk) -> Desk:
    """Alpha, who won one lot of A and may say which."""
    cast.play_clock()
    cast.play_supplementary()
    cast.determine()
    cast.open_round()
    return alpha


def test_every_option_is_told_drawn_and_worth_0_at_first(winner: Desk) -> None:
    winner.open()

    assert "A: A1 (791–796 MHz)" in winner.text
    assert winner.page.content.count(b'<svg class="cb-strip cb-strip--small"') >= 2
    assert (winner.form("confirm")[LOW], winner.form("confirm")[HIGH]) == ("0", "0")


def test_an_amount_for_an_option_goes_through_the_confirmation_to_its_receipt(winner: Desk) -> None:
    winner.open().press("confirm", **{HIGH: "3"}).press("submit")

    assert "Bid received" in winner.text
    assert "A: A2 (796–801 MHz) 3" in winner.text
    assert Bid.objects.latest("sequence").ballot == {"bids": [{"option": {"A": ["A2"]}, "amount": 3}]}


def test_an_amount_beyond_half_the_price_of_the_lots_is_asked_about(winner: Desk) -> None:
    winner.open().press("confirm", **{HIGH: "300"})

    assert "Is this amount right?" in winner.text


def test_a_loser_has_nothing_to_bid_for(cast: Cast, winner: Desk) -> None:
    assert "There is nothing for you to bid for in this round" in Desk.of(cast.delta.submitter).open().text


def test_a_made_up_option_is_refused(winner: Desk) -> None:
    winner.open().press("confirm", **{'option:["A1"]': "3"})

    assert winner.page.status_code == 422
    assert "The form named an option that cannot be read." in winner.text
