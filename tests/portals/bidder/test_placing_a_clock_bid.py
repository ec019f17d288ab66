"""From the table to the receipt: what a bidder sees and what is placed."""

from auctions.models import Bid
from tests.cast import Cast
from tests.portals.bidder.desk import Desk


def test_a_bid_goes_from_the_table_through_the_confirmation_to_its_receipt(cast: Cast, alpha: Desk) -> None:
    cast.open_round(minutes=30)

    alpha.open().press("confirm", **{"quantity:A": "2", "quantity:B": "1"})
    assert "Is this your bid?" in alpha.text
    assert "EUR 25 twenty-five EUR" in alpha.text
    assert "2 lots of A (800 MHz) 2 × EUR 10 20" in alpha.text
    assert not Bid.objects.exists()

    alpha.press("submit")
    bid = Bid.objects.get()
    assert bid.ballot == {"package": {"A": 2, "B": 1}}
    assert "Bid received" in alpha.text
    assert f"clock-1-{bid.sequence}" in alpha.text
    assert bid.receipt["signature"] in alpha.text
    assert "Submitted by alpha-submitter (submitter)" in alpha.text


def test_a_bid_that_gives_up_eligibility_says_so_before_it_is_submitted(cast: Cast, alpha: Desk) -> None:
    cast.open_round()

    alpha.open().press("confirm", **{"quantity:A": "1", "quantity:B": "1"})

    assert "Your eligibility falls from 5 to 3 points, for good." in alpha.text


def test_no_bid_is_a_bid_of_its_own_with_a_receipt(cast: Cast, alpha: Desk) -> None:
    cast.open_round()

    alpha.open().press("confirm", no_bid="1")
    assert "Submit no bid for this round?" in alpha.text
    assert "Your eligibility falls from 5 to 0 points, for good." in alpha.text

    alpha.press("submit")
    assert Bid.objects.get().ballot == {"package": {}}
    assert "No bid: received" in alpha.text


def test_all_zeros_are_not_taken_for_no_bid(cast: Cast, alpha: Desk) -> None:
    cast.open_round()

    alpha.open().press("confirm", **{"quantity:A": "0", "quantity:B": "0"})

    assert alpha.page.status_code == 422
    assert "Every quantity is 0. To bid for nothing in this round, choose No bid." in alpha.text


def test_a_double_click_gives_one_bid_and_its_receipt_twice(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    alpha.open().press("confirm", **{"quantity:A": "2"})
    form = alpha.form("submit")

    first = alpha.send("submit", form).page.request["PATH_INFO"]
    second = alpha.send("submit", form).page.request["PATH_INFO"]

    assert Bid.objects.count() == 1
    assert first == second


def test_the_last_valid_submission_counts_and_all_versions_are_kept(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    for quantity in ("1", "2"):
        alpha.open().press("confirm", **{"quantity:A": quantity, "quantity:B": "0"}).press("submit")

    alpha.open("history")

    assert alpha.text.count("replaced") == 1
    assert "Clock 1" in alpha.text
    assert "2 × A 20 alpha-submitter counts" in alpha.text
    assert "1 × A 10 alpha-submitter replaced" in alpha.text


def test_the_table_is_filled_in_with_the_standing_bid_and_else_with_the_last_one(cast: Cast, alpha: Desk) -> None:
    cast.play_round(alpha={"A": 1, "B": 1}, beta={"A": 2})
    cast.open_round()
    assert alpha.open().form("confirm")["quantity:A"] == "1"

    alpha.press("confirm", **{"quantity:A": "0", "quantity:B": "1"}).press("submit")

    assert alpha.open().form("confirm")["quantity:A"] == "0"
    assert "A bid of yours stands in this round : 1 × B ." in alpha.text


def test_changing_a_bid_on_the_confirmation_brings_it_back_into_the_table(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    alpha.open().press("confirm", **{"quantity:A": "2", "quantity:B": "0"})

    alpha.press_instead("submit", "round")

    form = alpha.form("confirm")
    assert (form["quantity:A"], form["quantity:B"]) == ("2", "0")


def test_a_change_is_checked_at_once_without_being_placed(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    alpha.open()

    alpha.press_instead("confirm", "check", **{"quantity:A": "2", "quantity:B": "1"})

    assert "25 Cost of this bid, EUR" in alpha.text
    assert "Activity, points 5 of 5" in alpha.text
    assert "The rules allow this bid" in alpha.text
    assert not Bid.objects.exists()
