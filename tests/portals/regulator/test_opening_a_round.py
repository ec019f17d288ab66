"""Opening a round: the proposal, the rules' limits, the question, the act."""

from datetime import timedelta

import pytest

from auctions import selectors
from tests.cast import Cast
from tests.portals.regulator.officer import Officer


@pytest.fixture
def after_round_one(cast: Cast) -> Cast:
    """Three lots of A are wanted at 10, two are offered; B at 5 is wanted by one."""
    cast.play_round(alpha={"A": 2, "B": 1}, beta={"A": 1})
    return cast


def test_r_c5_the_proposal_is_filled_in_with_increase_in_amount_and_per_cent(
    after_round_one: Cast, auctioneer: Officer
) -> None:
    page = auctioneer.sees("open")

    assert (page.fields["price:A"], page.fields["price:B"], page.fields["minutes"]) == ("11", "5", "30")
    assert "A 10 11 1 10.0" in page.text
    assert "B 5 5 0 0.0" in page.text


def test_the_question_repeats_the_prices_before_anything_is_opened(after_round_one: Cast, auctioneer: Officer) -> None:
    question = auctioneer.does("open", price__A="14", minutes="20")

    assert question.status == 200
    assert "A 10 14 4 40.0" in question.text
    assert "open for 20 minutes" in question.text
    assert selectors.open_round_of(after_round_one.auction) is None


def test_confirmed_and_approved_the_round_opens_at_the_chosen_prices_for_the_chosen_time(
    after_round_one: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    question = auctioneer.does("open", price__A="1,4", minutes="20")

    done = auctioneer.sends("open", question.fields, confirmed="1")
    assert selectors.open_round_of(after_round_one.auction) is None
    second_officer.approves()

    opened = selectors.open_round_of(after_round_one.auction)
    assert done.status == 302
    assert opened is not None
    assert opened.prices == {"A": 14, "B": 5}
    assert opened.deadline == opened.opened_at + timedelta(minutes=20)


def test_r_c5_a_price_outside_the_limits_is_refused_with_what_would_pass(
    after_round_one: Cast, auctioneer: Officer
) -> None:
    refused = auctioneer.does("open", price__A="16")

    assert refused.status == 409
    assert "R-C5 A: 11 to 15 would pass" in refused.text
    assert refused.fields["price:A"] == "16"


def test_r_c5_a_price_without_excess_demand_stays(after_round_one: Cast, auctioneer: Officer) -> None:
    refused = auctioneer.does("open", price__B="6")

    assert "R-C5 B: 5 would pass" in refused.text


def test_the_preview_judges_prices_without_opening(after_round_one: Cast, auctioneer: Officer) -> None:
    fields = auctioneer.sees("open").fields

    allowed = auctioneer.sends("preview", fields, price__A="12")
    refused = auctioneer.sends("preview", fields, price__A="9")

    assert "A 10 12 2 20.0" in allowed.text
    assert "would pass" not in allowed.text
    assert "R-C5 A: 11 to 15 would pass" in refused.text
    assert selectors.open_round_of(after_round_one.auction) is None


@pytest.mark.parametrize("typed", ["", "ten", "-3", "1.5", "9" * 30])
def test_what_is_no_price_is_said_at_its_field(after_round_one: Cast, auctioneer: Officer, typed: str) -> None:
    refused = auctioneer.does("open", price__A=typed)

    assert refused.status == 409
    assert 'id="id_price:A-error"' in refused.html


def test_change_brings_the_form_back_as_it_was_filled(after_round_one: Cast, auctioneer: Officer) -> None:
    question = auctioneer.does("open", price__A="14")

    form = auctioneer.sends("open", question.fields, change="1")

    assert (form.status, form.fields["price:A"]) == (200, "14")


def test_a_question_from_before_the_auction_moved_on_opens_nothing(after_round_one: Cast, auctioneer: Officer) -> None:
    question = auctioneer.does("open")
    after_round_one.play_round(alpha={"A": 2}, beta={"A": 1})

    stale = auctioneer.sends("open", question.fields, confirmed="1", price__A="12")

    assert stale.status == 409
    assert selectors.open_round_of(after_round_one.auction) is None


def test_rounds_without_prices_ask_for_their_length_only(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    cast.play_clock()

    question = auctioneer.does("open", minutes="45")
    auctioneer.sends("open", question.fields, confirmed="1")
    second_officer.approves()

    opened = selectors.open_round_of(cast.auction)
    assert opened is not None
    assert (opened.stage, opened.prices) == ("supplementary", None)
    assert opened.deadline == opened.opened_at + timedelta(minutes=45)


def test_while_a_round_is_open_there_is_no_other_to_open(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round()

    answer = auctioneer.sees("open")

    assert (answer.status, answer.address) == (302, "/regulator/two-bands/")
