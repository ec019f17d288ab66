"""Every refusal says rule, reason and what would pass, and keeps what was typed."""

import uuid

from auctions.models import Bid
from tests.cast import Cast
from tests.portals.bidder.desk import Desk


def test_r_c4_a_bid_beyond_eligibility_is_refused_with_rule_and_reason_and_kept(cast: Cast, alpha: Desk) -> None:
    cast.play_round(alpha={"A": 1}, beta={"A": 2})
    cast.open_round()

    alpha.open().press("confirm", **{"quantity:A": "2", "quantity:B": "0"})

    assert alpha.page.status_code == 422
    assert "This bid cannot be placed as it stands" in alpha.text
    assert "R-C4" in alpha.text
    assert alpha.form("confirm")["quantity:A"] == "2"


def test_the_check_beside_the_table_names_the_rule_too(cast: Cast, alpha: Desk) -> None:
    cast.play_round(alpha={"A": 1}, beta={"A": 2})
    cast.open_round()

    alpha.open().press_instead("confirm", "check", **{"quantity:A": "2", "quantity:B": "0"})

    assert "Not allowed R-C4" in alpha.text


def test_a_quantity_that_is_no_number_is_named_and_kept(cast: Cast, alpha: Desk) -> None:
    cast.open_round()

    alpha.open().press("confirm", **{"quantity:A": "two"})

    assert "The quantity of A must be a whole number, such as 2 or 250,000; it reads “two”." in alpha.text
    assert alpha.form("confirm")["quantity:A"] == "two"


def test_more_lots_than_there_are_is_refused(cast: Cast, alpha: Desk) -> None:
    cast.open_round()

    alpha.open().press("confirm", **{"quantity:A": "3"})

    assert alpha.page.status_code == 422
    assert "supply is 2" in alpha.text
    assert alpha.form("confirm")["quantity:A"] == "3"


def test_a_form_of_an_earlier_round_is_refused_at_submission_and_kept(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    cast.beta.bids({"A": 2})
    alpha.open().press("confirm", **{"quantity:A": "2", "quantity:B": "0"})
    stale = alpha.form("submit")
    cast.alpha.bids({"A": 2, "B": 1})
    cast.close_round()
    cast.open_round()

    alpha.send("submit", stale)

    assert alpha.page.status_code == 422
    assert "Your bid was not placed" in alpha.text
    assert "This form was made for another round." in alpha.text
    assert alpha.form("confirm")["quantity:A"] == "2"
    assert Bid.objects.filter(participant=cast.alpha.participant).count() == 1


def test_a_bid_after_the_close_is_not_placed_and_repeated_on_the_page(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    alpha.open().press("confirm", **{"quantity:A": "2", "quantity:B": "0"})
    cast.close_round()

    alpha.press("submit")

    assert alpha.page.status_code == 409
    assert "Your bid was not placed" in alpha.text
    assert "Clock round 1 is closed." in alpha.text
    assert "2 lots of A (800 MHz)" in alpha.text
    assert not Bid.objects.exists()


def test_asking_to_confirm_after_the_close_says_that_no_round_is_open(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    form = alpha.open().form("confirm")
    cast.close_round()

    alpha.send("confirm", form)

    assert alpha.page.status_code == 409
    assert "No round is open, so no bid can be placed." in alpha.text


def test_a_check_after_the_close_says_so(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    form = alpha.open().form("confirm")
    cast.close_round()

    alpha.send("check", form)

    assert "No round is open" in alpha.text


def test_a_viewer_may_look_and_check_but_is_given_no_button_and_no_bid(cast: Cast) -> None:
    cast.open_round()
    viewer = Desk.of(cast.alpha.viewer)

    viewer.open().press("confirm", **{"quantity:A": "2", "quantity:B": "0"})
    assert "Your seat cannot submit." in viewer.text
    assert "Submit this bid" not in viewer.text

    viewer.press("submit")
    assert viewer.page.status_code == 409
    assert "only a submitter of Alpha may submit bids" in viewer.text
    assert not Bid.objects.exists()


def test_what_is_not_a_form_of_ours_is_a_bad_request(cast: Cast, alpha: Desk) -> None:
    opened = cast.open_round()
    form = {"round_version": str(opened.version), "prices_hash": opened.prices_hash, "form_key": str(uuid.uuid4())}

    assert alpha.send("submit", {**form, "ballot": "no JSON"}).page.status_code == 400
    assert alpha.send("submit", {**form, "ballot": "[]"}).page.status_code == 400
    assert alpha.send("submit", {**form, "ballot": "{}", "form_key": "x"}).page.status_code == 400
    assert alpha.send("submit", {**form, "ballot": "{}", "round_version": "one"}).page.status_code == 400
    assert not Bid.objects.exists()
