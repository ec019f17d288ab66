"""Pausing, resuming and voiding from the control room: each asks for confirmation and a reason, and does it once."""

from auctions import selectors
from auctions.formats.contract import Status
from auctions.models import Round
from journal.selectors import entries_of
from tests.cast import Cast
from tests.portals.regulator.officer import Officer

WHY = "Avon could not reach the system"


def test_pausing_asks_for_a_reason_and_everybody_sees_that_the_round_is_paused(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round(minutes=10)
    assert auctioneer.does("pause").status == 409
    assert not selectors.clock(selectors.open_round_of(cast.auction))["paused"]

    done = auctioneer.does("pause", reason=WHY)

    assert done.address == "/regulator/two-bands/"
    room = auctioneer.sees("control_room")
    assert "left when the round goes on" in room.html
    assert "Resume the round" in room.links and "Close clock round 1" not in room.links


def test_resuming_lets_the_round_go_on(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round(minutes=10)
    auctioneer.does("pause", reason=WHY)

    assert "The round closes in" in auctioneer.sees("resume").text
    auctioneer.does("resume")

    assert not selectors.clock(selectors.open_round_of(cast.auction))["paused"]
    assert auctioneer.sees("resume").status == 302


def test_a_close_that_was_asked_before_the_pause_is_not_done_in_it(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round(minutes=10)
    fields = auctioneer.sees("close").fields
    auctioneer.does("pause", reason=WHY)

    assert auctioneer.sends("close", fields).status == 409
    assert selectors.open_round_of(cast.auction) is not None


def test_voiding_offers_every_round_that_stands_and_goes_back_before_the_chosen_one(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    cast.play_round(alpha={"A": 2}, beta={"A": 1})
    cast.play_round(alpha={"A": 2}, beta={"A": 1})
    cast.open_round()
    question = auctioneer.sees("void")
    assert "Clock round 3 Clock round 2 Clock round 1" in question.text

    auctioneer.sends("void", question.fields, since="2", reason=WHY)
    asked = second_officer.sees_proposal().text
    assert "Void 2 rounds? Rounds clock round 2, clock round 3 Ballots that count for nothing 2" in asked
    second_officer.approves()

    assert [each.voided_at is None for each in Round.objects.order_by("version")] == [True, False, False]
    assert selectors.phase(cast.auction).status is Status.WAITING
    last = entries_of(cast.auction.chain).reverse()[0]
    assert (last.body["reason"], last.body["by"]["person"]) == (WHY, "officer2")
    assert "Clock round 3" not in auctioneer.sees("void").text


def test_a_question_about_the_voided_round_is_not_done_to_the_one_held_again(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    first = cast.open_round()
    fields = auctioneer.sees("close").fields
    auctioneer.does("void", since=str(first.version), reason=WHY)
    second_officer.approves()
    cast.open_round()

    assert auctioneer.sends("close", fields).status == 409


def test_a_round_must_be_chosen_and_a_reason_given(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round()

    refused = auctioneer.does("void", since="", reason="")

    assert refused.status == 409
    assert "Choose the round." in refused.text and "Say why." in refused.text
    assert not Round.objects.exclude(voided_at=None).exists()


def test_without_a_round_there_is_nothing_to_interrupt(auctioneer: Officer) -> None:
    assert [auctioneer.sees(page).status for page in ("pause", "resume", "void")] == [302, 302, 302]
    assert "Void rounds" not in auctioneer.sees("control_room").links
