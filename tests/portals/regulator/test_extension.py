"""Closing a round that the rules extend for bidders who missed it (R-C7)."""

import pytest

from auctions import selectors
from tests.cast import DOCUMENT, RULEBOOK, Cast, assemble
from tests.portals.regulator.officer import Officer


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two bands, where each bidder has one extension."""
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "extensions": {"per_bidder": 1, "minutes": 20}})
    return assemble()


def test_r_c7_the_question_and_the_answer_say_that_the_round_runs_on(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    cast.open_round()

    question = auctioneer.sees("close")
    auctioneer.sends("close", question.fields)
    second_officer.approves()

    assert "Those of them with an extension left use it now" in question.text
    assert selectors.open_round_of(cast.auction) is not None
    assert "extended for" in auctioneer.sees("control_room").html


def test_r_c7_the_control_room_says_for_whom_the_round_runs_on_and_what_each_has_left(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    cast.open_round()
    cast.alpha.bids({"A": 1})
    assert "Extensions left of 1" in auctioneer.sees("live").text

    auctioneer.does("close")
    second_officer.approves()

    assert "extended for Beta, Delta, Gamma" in auctioneer.sees("status").text
    live = auctioneer.sees("live").text
    assert live.count("0 in use") == 3
    assert "submitted" in live


def test_r_c7_a_second_click_on_close_does_not_end_the_extension_it_has_begun(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    cast.open_round()
    question = auctioneer.sees("close")
    auctioneer.sends("close", question.fields)
    second_officer.approves()

    again = auctioneer.sends("close", question.fields)

    assert again.status == 409
    assert "The auction has moved on since this page was made. Nothing was done." in again.text
    assert selectors.open_round_of(cast.auction) is not None


def test_r_c7_an_extended_round_closes_for_good(cast: Cast, auctioneer: Officer, second_officer: Officer) -> None:
    cast.open_round()
    auctioneer.does("close")
    second_officer.approves()

    question = auctioneer.sees("close")
    auctioneer.sends("close", question.fields)
    second_officer.approves()

    assert "Silence counts as a bid for nothing" in question.text
    assert selectors.open_round_of(cast.auction) is None
