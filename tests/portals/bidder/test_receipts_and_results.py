"""Receipts that can be checked elsewhere, and what a bidder learns of the outcome."""

from journal.receipts import Receipt, verify
from tests.cast import Cast
from tests.portals.bidder.desk import Desk


def test_the_receipt_file_verifies_and_opens_its_commitment(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    bid = cast.alpha.bids({"A": 2})

    response = alpha.open("receipt_file", bid.id).page

    assert response["Content-Disposition"] == f'attachment; filename="receipt-clock-1-{bid.sequence}.json"'
    receipt = Receipt.model_validate(response.json())
    verify(receipt)
    assert receipt.ballot == {"package": {"A": 2}}


def test_the_result_waits_for_publication(cast: Cast, alpha: Desk) -> None:
    cast.play_to_the_end()

    assert "Not known yet" in alpha.open("result").text


def test_a_winner_sees_what_it_won_what_it_pays_and_why(cast: Cast, alpha: Desk) -> None:
    cast.play_to_the_end()
    cast.publish()

    alpha.open("result")

    assert "Won 1 × A, 1 × B" in alpha.text
    assert "My winning bid EUR 30" in alpha.text
    assert "Base price EUR 15" in alpha.text
    assert "Price of the specific frequencies EUR 0" in alpha.text
    assert "To pay EUR 15" in alpha.text


def test_a_loser_is_told_so_when_the_result_is_published(cast: Cast) -> None:
    cast.play_to_the_end()
    cast.publish()

    assert "You have won no lots and pay nothing." in Desk.of(cast.delta.submitter).open("result").text


def test_the_history_tells_activity_and_eligibility_round_by_round(cast: Cast, alpha: Desk) -> None:
    cast.play_clock()

    alpha.open("history")

    assert "2 1 × A, 1 × B 16 3 3 3 11 5" in alpha.text  # round, bid, cost, activity, eligibility, prices
    assert "1 1 × A, 1 × B 15 3 5 3 10 5" in alpha.text


def test_r_p3_why_a_winner_pays_names_bids_of_others_once_the_result_is_published_and_not_before(
    cast: Cast, alpha: Desk
) -> None:
    cast.play_clock()
    cast.play_contested_supplementary()
    cast.determine()
    cast.open_round()
    before = alpha.open("result").text
    cast.close_round()
    cast.determine()
    cast.publish()

    after = alpha.open("result").text

    assert "Won 1 × A, 1 × B" in before and "it names the bids of others" in before
    assert "Gamma" not in before and "Without the bids of" not in before
    assert "Without the bids of Alpha" in after and "Gamma 1 × A" in after
