"""Acts that cannot be undone: each asks once more, does it once, and says why where it does not."""

import pytest

from auctions import selectors
from auctions.formats.contract import Status
from auctions.models import Solve
from journal.selectors import entries_of
from tests.cast import Cast
from tests.portals.regulator.officer import Officer


def kinds(cast: Cast) -> list[str]:
    return [entry.kind for entry in entries_of(cast.auction.chain)]


def test_closing_asks_first_and_names_who_has_submitted_nothing(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round()
    cast.alpha.bids({"A": 1})

    question = auctioneer.sees("close")

    assert "3 bidders have submitted nothing in this round: Beta Gamma Delta" in question.text
    assert selectors.open_round_of(cast.auction) is not None


def test_closing_closes_the_round_under_both_officers_names(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    cast.open_round()

    done = auctioneer.does("close")

    assert (done.status, done.address) == (302, "/regulator/two-bands/")
    assert selectors.open_round_of(cast.auction) is not None
    second_officer.approves()
    assert selectors.open_round_of(cast.auction) is None
    last = entries_of(cast.auction.chain).last()
    assert last is not None
    assert (last.body["proposed_by"]["person"], last.body["by"]["person"]) == ("auctioneer", "officer2")


def test_a_second_click_on_close_does_not_close_the_next_round(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round()
    fields = auctioneer.sees("close").fields
    cast.alpha.bids({"A": 2})
    cast.beta.bids({"A": 2})
    cast.close_round()
    cast.open_round()

    stale = auctioneer.sends("close", fields)

    assert stale.status == 409
    assert "The auction has moved on since this page was made. Nothing was done." in stale.text
    assert selectors.open_round_of(cast.auction) is not None


def test_without_an_open_round_there_is_nothing_to_close_or_extend(auctioneer: Officer) -> None:
    assert [auctioneer.sees(page).status for page in ("close", "extend")] == [302, 302]


def test_extending_moves_the_deadline(cast: Cast, auctioneer: Officer) -> None:
    opened = cast.open_round(minutes=10)
    assert opened.deadline is not None

    done = auctioneer.does("extend", minutes="15")

    extended = selectors.open_round_of(cast.auction)
    assert done.status == 302
    assert extended is not None
    assert extended.deadline is not None
    assert (extended.deadline - opened.deadline).total_seconds() == 15 * 60


@pytest.mark.parametrize("typed", ["", "soon", "0", "-5"])
def test_an_extension_of_no_minutes_is_said_at_its_field(cast: Cast, auctioneer: Officer, typed: str) -> None:
    opened = cast.open_round(minutes=10)

    refused = auctioneer.does("extend", minutes=typed)

    extended = selectors.open_round_of(cast.auction)
    assert refused.status == 409
    assert 'id="id_minutes-error"' in refused.html
    assert extended is not None
    assert extended.deadline == opened.deadline


def test_a_decision_the_rules_do_not_offer_does_not_exist(cast: Cast, auctioneer: Officer) -> None:
    cast.play_round(alpha={"A": 2}, beta={"A": 2})

    assert auctioneer.sees("decide", "?decision=end_clock").status == 404
    assert auctioneer.sends("decide", {}, "?decision=reveal_seed").status == 404
    assert "decision_taken" not in kinds(cast)


def test_determination_is_asked_for_once_and_reveals_the_seed_first(cast: Cast, auctioneer: Officer) -> None:
    cast.play_clock()
    cast.play_supplementary()

    question = auctioneer.sees("determine")
    assert Solve.objects.count() == 0
    done = auctioneer.sends("determine", question.fields)

    assert done.status == 302
    assert Solve.objects.count() == 1
    assert kinds(cast)[-1] == "decision_taken"


def test_determination_before_its_time_says_why_not(cast: Cast, auctioneer: Officer) -> None:
    refused = auctioneer.does("determine")

    assert refused.status == 409
    assert "No computation is due now." in refused.text
    assert Solve.objects.count() == 0


def test_publishing_asks_both_with_the_total_and_then_publishes(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    cast.play_to_the_end()
    total = selectors.facts(cast.auction, selectors.viewer_for(cast.auctioneer))["total"]["total"]

    question = auctioneer.sees("publish")
    done = auctioneer.sends("publish", question.fields)
    assert f"EUR {total:,}" in second_officer.sees_proposal().text
    second_officer.approves()

    cast.auction.refresh_from_db()
    assert f"EUR {total:,}" in question.text
    assert done.status == 302
    assert cast.auction.published_at is not None


def test_publishing_before_the_end_is_refused(cast: Cast, auctioneer: Officer) -> None:
    cast.play_clock()

    refused = auctioneer.does("publish")

    cast.auction.refresh_from_db()
    assert refused.status == 409
    assert "The auction is not finished" in refused.text
    assert cast.auction.published_at is None


def test_the_whole_way_to_the_published_result_is_a_chain_of_links(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    cast.play_clock()
    cast.play_supplementary()
    cast.determine()
    assert selectors.phase(cast.auction).status is Status.WAITING

    question = auctioneer.does("open")
    auctioneer.sends("open", question.fields, confirmed="1")
    second_officer.approves()
    auctioneer.does("close")
    second_officer.approves()
    auctioneer.does("determine")
    cast.compute()
    cast.verify()
    auctioneer.does("certify")
    second_officer.approves()
    auctioneer.does("publish")
    second_officer.approves()

    assert "Result published on" in auctioneer.sees("control_room").text
