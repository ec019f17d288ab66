"""Bids within a clock round (R-C9), where the rulebook takes them: from the row to the receipt."""

import json

import pytest

from auctions.models import Bid
from tests.cast import DOCUMENT, RULEBOOK, Cast, assemble
from tests.portals.bidder.desk import Desk
from tests.portals.regulator.officer import Officer


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two bands with bids within the round. Round 2 is open, at 15 for A (it was 10) and 5 for B."""
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "clock": {"intra_round": True}})
    cast = assemble(demonstration=True)
    cast.play_round(alpha={"A": 2, "B": 1}, beta={"A": 1})
    cast.open_round(prices={"A": 15, "B": 5})
    return cast


def test_r_c9_a_bid_with_a_price_point_goes_through_the_confirmation_to_its_receipt(cast: Cast, alpha: Desk) -> None:
    alpha.open().press("confirm", **{"quantity:A": "1", "quantity:B": "0", "point:1": "40", "point:1:A": "1"})
    assert "From 40 % of the way to the current prices on: 1 × A, 1 × B" in alpha.text
    assert "instead of your bid before; prices there, EUR: A 12, B 5 17 seventeen EUR" in alpha.text
    assert "EUR 15 fifteen EUR" in alpha.text  # at the prices of the round
    assert Bid.objects.filter(participant=cast.alpha.participant).count() == 1

    alpha.press("submit")
    placed = Bid.objects.latest("sequence").ballot
    assert placed == {"package": {"A": 1}, "intra_round": [{"point": "2/5", "package": {"A": 1, "B": 1}}]}
    assert "From 40 % of the way to the current prices on: 1 × A, 1 × B" in alpha.text
    assert "EUR 15 fifteen EUR" in alpha.text


def test_r_c9_the_receipt_keeps_the_prices_of_its_own_round(cast: Cast, alpha: Desk) -> None:
    points = {"quantity:A": "1", "quantity:B": "1", "point:1": "40", "point:1:A": "1"}
    alpha.open().press("confirm", **points).press("submit")
    receipt = Bid.objects.latest("sequence").id
    cast.beta.bids({"A": 1})
    cast.close_round()  # at the point: with Beta, demand meets supply there
    cast.open_round()

    assert "A 12, B 5" in alpha.open("receipt", receipt).text
    assert "1 × A, 1 × B, with 1 price point" in alpha.open("history").text


def test_r_c9_the_rows_begin_with_the_last_bid_so_that_nothing_is_given_up_by_accident(alpha: Desk) -> None:
    form = alpha.open().form("confirm")

    assert (form["point:1"], form["point:1:A"], form["point:1:B"]) == ("", "2", "1")


def test_r_c9_a_row_without_a_point_says_nothing(cast: Cast, alpha: Desk) -> None:
    alpha.open().press("confirm", **{"quantity:A": "1"}).press("submit")

    assert Bid.objects.latest("sequence").ballot == {"package": {"A": 1, "B": 1}}


def test_r_c9_lots_typed_without_their_point_are_not_forgotten_silently(cast: Cast, alpha: Desk) -> None:
    alpha.open().press("confirm", **{"quantity:A": "1", "point:1:A": "1"})

    assert alpha.page.status_code == 422
    assert "Say at which point you want the lots of price point 1, or set them back." in alpha.text
    assert alpha.form("confirm")["point:1:A"] == "1"


@pytest.mark.parametrize("typed", ["half", "0", "100", "-5", "1e9"])
def test_r_c9_a_point_that_is_no_percentage_within_the_round_is_named_beside_its_field(
    cast: Cast, alpha: Desk, typed: str
) -> None:
    alpha.open().press("confirm", **{"point:1": typed})

    assert alpha.page.status_code == 422
    told = f"Price point 1 must be a percentage above 0 and below 100, such as 50 or 37.5; it reads “{typed}”."
    assert alpha.text.count(told) >= 2  # on top, and in the row
    assert alpha.form("confirm")["point:1"] == typed


def test_r_c9_demand_that_rises_within_the_round_is_refused_with_what_would_pass(cast: Cast, alpha: Desk) -> None:
    alpha.open().press("confirm", **{"quantity:A": "2", "point:1": "50", "point:1:A": "1"})

    assert alpha.page.status_code == 422
    assert "R-C9 within a round demand only falls; after 1 A + 1 B at most that would pass" in alpha.text


def test_r_c9_one_more_row_begins_with_the_lots_of_the_row_above(cast: Cast, alpha: Desk) -> None:
    alpha.open().press_instead("confirm", "round", add_point="1", **{"point:1": "25", "point:1:A": "1"})

    form = alpha.form("confirm")
    assert (form["point:1"], form["point:2"], form["point:2:A"]) == ("25", "", "1")


def test_r_c9_the_check_beside_says_what_it_costs_at_the_point_before_anything_is_placed(
    cast: Cast, alpha: Desk
) -> None:
    alpha.open().press_instead("confirm", "check", **{"quantity:A": "1", "point:1": "40", "point:1:A": "1"})

    assert 'id="point-1-cost" hx-swap-oob="true">17<' in alpha.page.content.decode()
    assert "The rules allow this bid" in alpha.text


def test_r_c9_changing_it_on_the_confirmation_brings_the_points_back(cast: Cast, alpha: Desk) -> None:
    alpha.open().press("confirm", **{"quantity:A": "1", "point:1": "37.5", "point:1:A": "1"})

    form = alpha.press_instead("submit", "round").form("confirm")

    assert (form["point:1"], form["point:1:A"]) == ("37.5", "1")


def test_r_c9_nothing_at_the_current_prices_but_lots_until_a_point_is_a_bid(cast: Cast, alpha: Desk) -> None:
    alpha.open().press("confirm", **{"quantity:A": "0", "quantity:B": "0", "point:1": "50", "point:1:A": "1"})

    assert "No lots at the prices of this round" in alpha.text
    assert "Is this your bid?" in alpha.text


def test_r_c9_a_made_up_point_that_could_not_be_written_out_is_refused_at_once(cast: Cast, alpha: Desk) -> None:
    alpha.open().press("confirm", **{"quantity:A": "1", "quantity:B": "1"})
    within = [{"point": "1e999999999", "package": {"A": 1}}]

    alpha.press("submit", ballot=json.dumps({"package": {"A": 1}, "intra_round": within}))

    assert alpha.page.status_code == 422
    assert "should be a number such as 0.7 or a fraction such as" in alpha.text


def test_r_c9_the_auctioneer_reads_that_the_round_ended_within(cast: Cast, alpha: Desk) -> None:
    points = {"quantity:A": "1", "quantity:B": "1", "point:1": "40", "point:1:A": "1"}
    alpha.open().press("confirm", **points).press("submit")
    cast.beta.bids({"A": 1})
    cast.close_round()

    room = Officer.of(cast.auctioneer.person, cast.auction.slug).sees("control_room").text

    assert "it ended at the prices 2/5 of the way from the last ones. R-C9" in room


def test_who_asked_for_nothing_before_is_offered_no_price_points(cast: Cast) -> None:
    gamma = Desk.of(cast.gamma.submitter).open()

    assert "Price point" not in gamma.text


def test_in_the_first_round_there_is_no_way_between_prices(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "clock": {"intra_round": True}})
    cast = assemble()
    cast.open_round()

    assert "Price point" not in Desk.of(cast.alpha.submitter).open().text
