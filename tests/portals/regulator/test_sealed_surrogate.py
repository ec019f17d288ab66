"""A bid by telephone in a sealed round: the code that one officer is shown and the other is told."""

import re

import pytest

from auctions.models import Bid, Proposal, SurrogateBid
from tests.cast import DOCUMENT, RULEBOOK, Cast, assemble
from tests.forms import Forms
from tests.portals.bidder.desk import words_of
from tests.portals.regulator.officer import Officer
from tests.portals.regulator.test_surrogate import CALL, Telephone, on_the_telephone

AMOUNT = 'amount:{"A":1,"B":1}'


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two bands with another channel; the sealed supplementary round is open."""
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "extensions": {"other_channel": True}})
    cast = assemble(demonstration=True, custodians=True)
    cast.hold_ceremony()
    cast.play_clock()
    cast.open_round(minutes=30)
    return cast


@pytest.fixture
def second(cast: Cast) -> Officer:
    return Officer.of(cast.second_officer.person, cast.auction.slug)


def proposed(officer: Officer, cast: Cast) -> Telephone:
    call = on_the_telephone(officer, cast).sends("confirm", **{AMOUNT: "31337", "amounts_are_right": "1"})
    assert "the next page shows a code, once" in call.text
    return call.sends("propose", **CALL)


def code_in(text: str) -> str:
    found = re.search(r"\b[A-Z0-9]{4}(-[A-Z0-9]{4})+\b", text)
    assert found
    return found.group()


def test_the_second_officer_sees_and_approves_by_the_code(cast: Cast, auctioneer: Officer, second: Officer) -> None:
    call = proposed(auctioneer, cast)
    assert "Proposed. Tell the other officer this code" in call.text
    code = code_in(call.text)
    number = Proposal.objects.latest("sequence").sequence
    assert SurrogateBid.objects.get().ballot is None

    page = second.sees_proposal(number)
    assert "This round is sealed: the ballot opens with the code" in page.text
    assert "31,337" not in page.html
    assert f"/proposals/{number}/approve/" not in page.html
    wrong = second.settles("read_ballot", number, code="AAAA-BBBB-CCCC")
    assert "This is not the code." in wrong.text

    shown = second.settles("read_ballot", number, code=code)
    assert "31,337" in shown.text
    approval = Forms(shown.html).forms[f"/regulator/two-bands/proposals/{number}/approve/"]
    second.client.post(f"/regulator/two-bands/proposals/{number}/approve/", approval)

    bid = Bid.objects.get(round__stage="supplementary")
    assert (bid.ballot, bid.surrogate["callers"]) == (None, ["alpha-submitter"])  # type: ignore[index]


def test_without_the_code_it_can_be_refused_and_not_approved(cast: Cast, auctioneer: Officer, second: Officer) -> None:
    proposed(auctioneer, cast)
    number = Proposal.objects.latest("sequence").sequence

    assert second.settles("approve", number).status == 409
    assert second.settles("refuse", number, reason="The code was lost.").status == 302
    assert not Bid.objects.filter(round__stage="supplementary").exists()


def test_the_code_is_shown_in_one_answer_and_kept_nowhere(cast: Cast, auctioneer: Officer) -> None:
    code = code_in(proposed(auctioneer, cast).text)
    number = Proposal.objects.latest("sequence").sequence

    later = auctioneer.sees_proposal(number)

    assert code not in later.html
    assert code not in str(Proposal.objects.latest("sequence").body)
    assert code not in str(auctioneer.client.session.items())


def test_a_double_click_proposes_once_and_shows_the_same_code(cast: Cast, auctioneer: Officer) -> None:
    call = on_the_telephone(auctioneer, cast).sends("confirm", **{AMOUNT: "31337", "amounts_are_right": "1"})
    form = Forms(call.page.content.decode()).forms[f"{call.root}propose/"]

    answers = [auctioneer.client.post(f"{call.root}propose/", {**form, **CALL}) for _ in range(2)]

    assert Proposal.objects.filter(kind="surrogate_bid").count() == 1
    assert len({code_in(words_of(answer.content.decode())) for answer in answers}) == 1
