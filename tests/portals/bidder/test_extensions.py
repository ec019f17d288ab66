"""Extensions (R-C7) as bidders see them."""

import pytest

from tests.cast import DOCUMENT, RULEBOOK, Cast, assemble
from tests.portals.bidder.desk import Desk


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two bands, where each bidder has one extension of 20 minutes. Alpha has bid in round 1, the others have not."""
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "extensions": {"per_bidder": 1, "minutes": 20}})
    cast = assemble(demonstration=True)
    cast.open_round()
    cast.alpha.bids({"A": 2})
    return cast


@pytest.fixture
def beta(cast: Cast) -> Desk:
    return Desk.of(cast.beta.submitter)


def test_r_c7_a_bidder_reads_how_many_extensions_it_has_left_before_it_needs_one(beta: Desk) -> None:
    assert "You have 1 extension left. If you submit nothing in time, one is used by itself" in beta.open().text


def test_r_c7_a_bidder_that_missed_the_round_reads_that_it_runs_on_for_it_and_can_bid(cast: Cast, beta: Desk) -> None:
    cast.close_round()

    assert "The round’s time is over; it runs on for you." in beta.open().text
    assert "You have 0 extensions left." in beta.text
    assert "extended for you" in beta.text
    beta.press("confirm", **{"quantity:A": "1"}).press("submit")
    assert "Bid received" in beta.text


def test_r_c7_who_has_submitted_reads_that_its_bid_stands_and_is_offered_no_form(cast: Cast, alpha: Desk) -> None:
    cast.close_round()

    assert "Your time for this round is over Your bid stands : 2 × A ." in alpha.open().text
    assert "Check this bid" not in alpha.text


def test_r_c7_a_form_made_before_the_extension_is_refused_with_the_rule(cast: Cast, alpha: Desk) -> None:
    alpha.open().press("confirm", **{"quantity:A": "1"})
    cast.close_round()

    alpha.press("submit")

    assert alpha.page.status_code == 422
    assert "R-C7 the round is extended for bidders who missed it; a bid in the next round would pass" in alpha.text


def test_r_c7_without_an_extension_left_silence_is_said_to_be_no_bid(cast: Cast, beta: Desk) -> None:
    cast.close_round()
    cast.beta.bids({"A": 2})
    cast.close_round()
    cast.open_round()

    assert "You have no extension left : if you submit nothing in time, that counts as no bid." in beta.open().text


def test_where_the_rulebook_has_no_extensions_none_are_spoken_of(db: None) -> None:
    cast = assemble()
    cast.open_round()

    assert "extension" not in Desk.of(cast.beta.submitter).open().text
