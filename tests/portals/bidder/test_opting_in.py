"""Opting in to reserved portfolios with the bid of the first round (R-C6)."""

import pytest

from auctions.models import Bid
from tests.cast import DOCUMENT, ELIGIBILITY, RULEBOOK, Cast, assemble
from tests.portals.bidder.desk import Desk

BOX, AMOUNT = 'opt_in:{"A":1}', 'opt_in_amount:{"A":1}'


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two bands, where one lot of A, or A with B, is kept for a new operator; Alpha is one. Round 1 is open."""
    reserved = {"bidder_class": "new", "portfolios": [{"A": 1}, {"A": 1, "B": 1}]}
    options = {"classes": [{"id": "new", "name": "New operators"}], "reserved_portfolios": reserved}
    bidders = [
        {"id": name, "eligibility": points, "classes": ["new"] if name == "Alpha" else []}
        for name, points in ELIGIBILITY.items()
    ]
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, **options})
    monkeypatch.setitem(DOCUMENT, "bidders", bidders)
    cast = assemble(demonstration=True)
    cast.open_round()
    return cast


def test_r_c6_the_box_is_empty_and_the_amount_proposes_the_reserve(alpha: Desk) -> None:
    form = alpha.open().form("confirm")

    assert BOX not in form
    assert form[AMOUNT] == "10"
    assert form['opt_in_amount:{"A":1,"B":1}'] == "15"
    assert "Opt in to 1 × A, 1 × B" in alpha.text


def test_r_c6_opting_in_is_repeated_on_the_confirmation_and_on_the_receipt(cast: Cast, alpha: Desk) -> None:
    alpha.open().press("confirm", **{"quantity:A": "2", "quantity:B": "0", BOX: "1", AMOUNT: "12"})
    assert "Opting in to the reserved portfolio 1 × A" in alpha.text
    assert "12 twelve EUR" in alpha.text

    alpha.press("submit")
    assert Bid.objects.get().ballot == {"package": {"A": 2}, "opt_in": [{"package": {"A": 1}, "amount": 12}]}
    assert "Opting in to the reserved portfolio 1 × A" in alpha.text
    assert "EUR 20 twenty EUR" in alpha.text  # the bid of the round, without the opt-in bid


def test_r_c6_a_standing_bid_that_opted_in_fills_the_form(cast: Cast, alpha: Desk) -> None:
    alpha.open().press("confirm", **{"quantity:A": "2", BOX: "1", AMOUNT: "12"}).press("submit")

    form = alpha.open().form("confirm")

    assert (form[BOX], form[AMOUNT]) == ("1", "12")
    assert "2 × A , opted in" in alpha.text


def test_r_c6_an_opt_in_below_the_reserve_is_refused_with_the_reserve(cast: Cast, alpha: Desk) -> None:
    alpha.open().press("confirm", **{"quantity:A": "2", BOX: "1", AMOUNT: "9"})

    assert alpha.page.status_code == 422
    assert "R-C6 1 A: at least 10, the reserve, would pass" in alpha.text


def test_an_opt_in_amount_that_is_no_number_is_named_beside_its_field(cast: Cast, alpha: Desk) -> None:
    alpha.open().press("confirm", **{"quantity:A": "2", BOX: "1", AMOUNT: "ten"})

    assert alpha.page.status_code == 422
    assert alpha.text.count("The bid on 1 × A must be a whole number") >= 2


def test_an_opt_in_amount_far_beyond_the_reserve_is_asked_about(cast: Cast, alpha: Desk) -> None:
    alpha.open().press("confirm", **{"quantity:A": "2", "quantity:B": "0", BOX: "1", AMOUNT: "10000"})

    assert "Is this amount right?" in alpha.text
    assert "the reserve of the portfolio 10 1,000.0 times as much" in alpha.text


def test_r_c6_bidders_outside_the_class_are_shown_no_box(cast: Cast) -> None:
    assert "Opt in" not in Desk.of(cast.beta.submitter).open().text


def test_r_c6_the_box_is_there_in_the_first_round_only(cast: Cast, alpha: Desk) -> None:
    for bidder in (cast.alpha, cast.beta):
        bidder.bids({"A": 2})
    cast.close_round()
    cast.open_round()

    assert "Opt in" not in alpha.open().text
