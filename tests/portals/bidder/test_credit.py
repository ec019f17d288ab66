"""A member of a class sees its bidding credit in every amount (R-D2)."""

import pytest

from tests.cast import DOCUMENT, RULEBOOK, Cast, assemble
from tests.portals.bidder.desk import Desk


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two bands, where Alpha belongs to a class that pays a fifth less."""
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "classes": [{"id": "small", "credit": 0.2}]})
    alpha, *others = DOCUMENT["bidders"]
    monkeypatch.setitem(DOCUMENT, "bidders", [{**alpha, "classes": ["small"]}, *others])
    return assemble()


def test_r_d2_a_bid_shows_what_the_bidder_would_pay(cast: Cast, alpha: Desk) -> None:
    cast.open_round()

    alpha.open().press("confirm", **{"quantity:A": "2", "quantity:B": "1"})

    assert "Bidding credit of my class −5 I would pay 20" in alpha.text


def test_r_d2_the_result_says_what_the_credit_takes_off(cast: Cast, alpha: Desk) -> None:
    cast.play_to_the_end()
    cast.publish()

    alpha.open("result")

    assert "Base price EUR 15" in alpha.text
    assert "Bidding credit of my class −EUR 3 To pay EUR 12" in alpha.text
