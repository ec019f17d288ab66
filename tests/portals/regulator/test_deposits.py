"""Deposits (R-D1): listed with what they cover, recorded and forfeited after a question, once."""

import pytest

from auctions import selectors
from journal.selectors import entries_of
from tests.cast import DOCUMENT, RULEBOOK, Cast, assemble
from tests.portals.bidder.desk import Desk
from tests.portals.regulator.officer import Officer


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two bands, where half of every clock bid must be on deposit; Alpha has 10 there."""
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "deposits": {"clock_share": 0.5}})
    bidders = [{**each, "deposit": 10 if each["id"] == "Alpha" else 0} for each in DOCUMENT["bidders"]]
    monkeypatch.setitem(DOCUMENT, "bidders", bidders)
    return assemble()


def deposit_of(cast: Cast, bidder: str) -> int:
    facts = selectors.facts(cast.auction, selectors.viewer_for(cast.auctioneer))
    deposit: int = next(each["deposit"] for each in facts["bidders"] if each["id"] == bidder)
    return deposit


def test_r_d1_deposits_are_listed_with_what_they_cover_and_the_rule(auctioneer: Officer) -> None:
    listed = auctioneer.sees("deposits")

    assert "A clock bid counts only with 50 % of it on deposit." in listed.text
    assert "Alpha 10 20 Record more from Alpha Forfeit of Alpha Beta 0 0 Record more from Beta Gamma" in listed.text


def test_r_d1_a_deposit_is_asked_about_in_figures_and_words_then_proposed_and_recorded(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    question = auctioneer.sends("record_deposit", {"bidder": "Alpha", "amount": "1,500"})
    assert "Record this deposit of Alpha?" in question.text
    assert "EUR 1,500 one thousand, five hundred EUR" in question.text
    assert "Deposit after, EUR 1,510 Covers bids up to, EUR 3,020" in question.text
    assert deposit_of(cast, "Alpha") == 10

    done = auctioneer.sends("record_deposit", question.fields, confirmed="1")
    assert done.address == "/regulator/two-bands/deposits/"
    assert "It is done once another officer approves it." in auctioneer.sees("deposits").text
    assert deposit_of(cast, "Alpha") == 10
    assert "Deposit now EUR 10 Deposit after EUR 1,510" in second_officer.sees_proposal().text
    second_officer.approves()
    assert deposit_of(cast, "Alpha") == 1510
    last = entries_of(cast.auction.chain).last()
    assert last is not None
    assert last.body["act"]["body"] == {"bidder": "Alpha", "amount": 1500}
    assert (last.body["proposed_by"]["person"], last.body["by"]["person"]) == ("auctioneer", "officer2")


def test_r_d1_a_question_answered_twice_records_one_deposit(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    fields = auctioneer.sends("record_deposit", {"bidder": "Alpha", "amount": "5"}).fields

    answers = [auctioneer.sends("record_deposit", fields, confirmed="1") for _ in range(2)]
    second_officer.approves()
    answers.append(auctioneer.sends("record_deposit", fields, confirmed="1"))

    assert [answer.status for answer in answers] == [302, 302, 302]
    assert second_officer.waiting == []
    assert deposit_of(cast, "Alpha") == 15


def test_r_d1_a_share_of_a_deposit_is_forfeited_for_a_reason_and_the_rest_returned(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    question = auctioneer.sends("forfeit_deposit", {"bidder": "Alpha", "percent": "25", "reason": "Withdrew its bid"})
    assert "Forfeit this deposit of Alpha?" in question.text
    assert "EUR 2 two EUR Deposit now, EUR 10 Returned, EUR 8 Deposit after, EUR 0" in question.text
    assert deposit_of(cast, "Alpha") == 10

    auctioneer.sends("forfeit_deposit", question.fields, confirmed="1")
    proposed = second_officer.sees_proposal().text
    assert (
        "Forfeited share 25 % Reason Withdrew its bid Deposit now EUR 10 Deposit after EUR 0 Forfeited EUR 2"
        in proposed
    )
    second_officer.approves()
    assert deposit_of(cast, "Alpha") == 0
    assert "Alpha 2 8 Withdrew its bid" in auctioneer.sees("deposits").text


def test_r_d1_what_the_rules_refuse_is_said_before_the_question(auctioneer: Officer) -> None:
    refused = auctioneer.sends("forfeit_deposit", {"bidder": "Beta", "percent": "50", "reason": "Late"})

    assert refused.status == 409
    assert "R-D1 Beta has nothing deposited that could be forfeited" in refused.text


def test_what_was_typed_wrong_is_named_beside_its_field_and_kept(auctioneer: Officer) -> None:
    wrong = auctioneer.sends("forfeit_deposit", {"bidder": "", "percent": "120", "reason": ""})

    assert wrong.status == 409
    for told in ("Choose the bidder.", "Ensure this value is less than or equal to 100.", "Say why the deposit is"):
        assert wrong.text.count(told) == 2  # on top, and beside the field
    assert wrong.fields["percent"] == "120"


def test_changing_it_brings_the_form_back_as_typed(auctioneer: Officer) -> None:
    question = auctioneer.sends("record_deposit", {"bidder": "Alpha", "amount": "1,500"})

    form = auctioneer.sends("record_deposit", question.fields, change="1")

    assert form.fields["amount"] == "1,500"
    assert '<option value="Alpha" selected>' in form.html


def test_the_bidder_reads_what_its_deposit_covers_and_a_recorded_one_counts_at_once(
    cast: Cast, auctioneer: Officer, second_officer: Officer
) -> None:
    cast.open_round()
    alpha = Desk.of(cast.alpha.submitter)
    assert "Your deposit of EUR 10 covers bids up to EUR 20 . R-D1" in alpha.open().text
    assert alpha.press("confirm", **{"quantity:A": "2", "quantity:B": "1"}).page.status_code == 422
    assert "R-D1 your deposit of 10 covers bids up to 20; with 13 deposited, 25 would pass" in alpha.text

    fields = auctioneer.sends("record_deposit", {"bidder": "Alpha", "amount": "3"}).fields
    auctioneer.sends("record_deposit", fields, confirmed="1")
    second_officer.approves()

    assert "Is this your bid?" in alpha.press("confirm").text


def test_where_the_rulebook_demands_no_deposits_there_is_no_such_page(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(DOCUMENT, "rulebook", RULEBOOK)
    cast = assemble(slug="no-deposits")
    auctioneer = Officer.of(cast.auctioneer.person, "no-deposits")

    assert auctioneer.sees("deposits").status == 404
    assert "Deposits" not in auctioneer.sees("control_room").html


def test_other_people_may_not_decide_about_deposits(cast: Cast) -> None:
    for person, status in ((cast.compliance.person, 403), (cast.alpha.submitter.person, 404)):
        somebody = Officer.of(person, cast.auction.slug)
        fields = {"bidder": "Alpha", "amount": "5", "confirmed": "1"}
        assert somebody.sends("record_deposit", fields).status == status
    assert deposit_of(cast, "Alpha") == 10
