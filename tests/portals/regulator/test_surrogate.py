"""Bids by telephone: the officer's way from the control room to the proposal, and the bidder's receipt."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from auctions.models import Bid, Proposal, SurrogateBid
from bidders.models import SeatRole
from tests.cast import DOCUMENT, RULEBOOK, Cast, a_person, a_seat, assemble
from tests.forms import Forms
from tests.portals.bidder.desk import Desk, words_of
from tests.portals.regulator.officer import Officer

CALL = {
    "caller": "alpha-submitter",
    "authentication": "called back on the registered number",
    "technical_failure": "1",
    "authenticated": "1",
}


class Telephone:
    """An officer on the pages that enter a bid for one bidder."""

    def __init__(self, officer: Officer, participant: int) -> None:
        self.client: Client = officer.client
        self.root = f"/regulator/{officer.slug}/telephone/{participant}/"
        self.page: Any = self.client.get(self.root, follow=True)

    @property
    def text(self) -> str:
        return words_of(self.page.content.decode())

    def sends(self, step: str, **typed: Any) -> "Telephone":
        """Send the form of this page that goes to ``step``."""
        form = Forms(self.page.content.decode()).forms[f"{self.root}{step}/"]
        self.page = self.client.post(f"{self.root}{step}/", {**form, **typed}, follow=True)
        return self


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two bands, where a ballot may come by another channel."""
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "extensions": {"other_channel": True}})
    return assemble(demonstration=True, two_signatures=["Delta"])


@pytest.fixture
def second(cast: Cast) -> Officer:
    return Officer.of(cast.second_officer.person, cast.auction.slug)


def on_the_telephone(officer: Officer, cast: Cast, bidder: str = "alpha") -> Telephone:
    return Telephone(officer, getattr(cast, bidder).participant.pk)


def proposed(officer: Officer, cast: Cast) -> Telephone:
    call = on_the_telephone(officer, cast).sends("confirm", **{"quantity:A": "2", "quantity:B": "1"})
    return call.sends("propose", **CALL)


def test_from_the_control_room_to_the_receipt(cast: Cast, auctioneer: Officer, second: Officer) -> None:
    cast.open_round(minutes=30)
    choice = auctioneer.sees("surrogate")
    assert auctioneer.sees("control_room").links["Enter a bid by telephone"].endswith("/telephone/")
    assert "For which bidder? Alpha Beta Delta Gamma" in choice.text

    call = on_the_telephone(auctioneer, cast)
    assert "Bid of Alpha in clock round 1" in call.text
    call.sends("confirm", **{"quantity:A": "2", "quantity:B": "1"})
    assert "Read this back to the caller: is it the bid of Alpha?" in call.text
    assert "twenty-five EUR" in call.text
    call.sends("propose", **CALL)
    assert not Bid.objects.exists()
    assert "Enter a bid of Alpha by telephone" in call.text
    number = Proposal.objects.latest("sequence").sequence

    page = second.client.get(f"/regulator/two-bands/proposals/{number}/").content.decode()
    assert "twenty-five EUR" in page
    assert "2 lots of A (800 MHz) 2 × EUR 10 20" in words_of(page)
    approval = Forms(page).forms[f"/regulator/two-bands/proposals/{number}/approve/"]
    second.client.post(f"/regulator/two-bands/proposals/{number}/approve/", approval)

    bid = Bid.objects.get()
    assert bid.ballot == {"package": {"A": 2, "B": 1}}
    alpha = Desk.of(cast.alpha.viewer).open("history")
    assert "Entered for you by the auctioneer after a call by alpha-submitter counts" in alpha.text
    alpha.open("receipt", bid.pk)
    assert "Entered for you by the auctioneer after a call by alpha-submitter." in alpha.text
    assert "Authenticated by: called back on the registered number." in alpha.text
    assert "Entered by auctioneer (auctioneer)" in alpha.text
    assert "Approved by officer2 (second officer)" in alpha.text


def test_a_refusal_names_the_rule_the_reason_and_what_would_pass(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round()

    call = on_the_telephone(auctioneer, cast, "gamma").sends("confirm", **{"quantity:A": "2"})

    assert call.page.status_code == 422
    assert "R-C3 2 A needs 4 points, more than the initial eligibility; at most 3 would pass" in call.text


@pytest.mark.parametrize(
    ("left_out", "reason"),
    [
        ("caller", "Choose who called."),
        ("authentication", "Say how the caller was authenticated."),
        ("technical_failure", "another channel is open only after a recorded technical failure"),
        ("authenticated", "would pass once the person giving it is authenticated"),
    ],
)
def test_r_c7_the_call_has_to_be_complete_and_what_was_typed_is_kept(
    cast: Cast, auctioneer: Officer, left_out: str, reason: str
) -> None:
    cast.open_round()
    call = on_the_telephone(auctioneer, cast).sends("confirm", **{"quantity:A": "2", "quantity:B": "1"})

    call.sends("propose", **{name: value for name, value in CALL.items() if name != left_out})

    assert call.page.status_code == 422
    assert reason in call.text
    assert "twenty-five EUR" in call.text
    assert not Proposal.objects.filter(kind="surrogate_bid").exists()


def test_a_double_click_proposes_once(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round()
    call = on_the_telephone(auctioneer, cast).sends("confirm", **{"quantity:A": "2"})
    form = Forms(call.page.content.decode()).forms[f"{call.root}propose/"]

    for _ in range(2):
        auctioneer.client.post(f"{call.root}propose/", {**form, **CALL})

    assert Proposal.objects.filter(kind="surrogate_bid").count() == SurrogateBid.objects.count() == 1


def test_r_c7_without_another_channel_in_the_rulebook_the_page_says_so(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(DOCUMENT, "rulebook", RULEBOOK)
    cast = assemble()
    cast.open_round()
    officer = Officer.of(cast.auctioneer.person, cast.auction.slug)

    assert "Enter a bid by telephone" not in officer.sees("control_room").text
    assert "R-C7 The rulebook knows no other channel" in officer.sees("surrogate").text
    assert "R-C7 The rulebook knows no other channel" in on_the_telephone(officer, cast).text


def test_what_the_bidder_has_submitted_itself_is_not_in_the_form(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round()
    cast.alpha.bids({"A": 2, "B": 1})

    form = Forms(on_the_telephone(auctioneer, cast).page.content.decode()).forms
    fields = next(fields for action, fields in form.items() if action.endswith("/confirm/"))

    assert (fields["quantity:A"], fields["quantity:B"]) == ("0", "0")


def test_nobody_but_the_two_officers_sees_the_ballot_while_the_round_is_open(
    cast: Cast, auctioneer: Officer, second: Officer
) -> None:
    cast.open_round()
    proposed(auctioneer, cast)
    proposal = Proposal.objects.latest("sequence")
    cast.approves(proposal)
    third = Officer.of(a_seat(a_person("officer3"), cast.regulator, SeatRole.AUCTIONEER).person, "two-bands")
    nonce = SurrogateBid.objects.get().nonce

    for officer in (third, auctioneer, second):
        for path in ("", "live/", "rounds/", "journal/", "proposals/"):
            shown = officer.client.get(f"/regulator/two-bands/{path}").content.decode()
            assert "2 × A" not in shown
            assert nonce not in shown
    address = f"/regulator/two-bands/proposals/{proposal.sequence}/"
    assert "twenty-five EUR" in auctioneer.client.get(address).content.decode()
    assert "twenty-five EUR" in second.client.get(address).content.decode()
    hidden = third.client.get(address).content.decode()
    assert "The ballot is known to the officers who proposed and decided it." in hidden
    assert "lots of A" not in hidden
    assert "by telephone" in third.client.get("/regulator/two-bands/journal/").content.decode()


def test_the_proposal_of_a_closed_round_still_tells_its_two_officers_the_ballot(
    cast: Cast, auctioneer: Officer
) -> None:
    cast.open_round()
    proposed(auctioneer, cast)
    proposal = Proposal.objects.latest("sequence")
    cast.close_round()

    shown = auctioneer.client.get(f"/regulator/two-bands/proposals/{proposal.sequence}/").content.decode()

    assert "2 lots of A (800 MHz) 2 × EUR 10 20" in words_of(shown)


def test_a_supplementary_list_comes_from_a_file(cast: Cast, auctioneer: Officer) -> None:
    cast.play_clock()
    cast.open_round()
    call = on_the_telephone(auctioneer, cast)
    assert "Supplementary bids of Alpha" in call.text
    down = auctioneer.client.get(f"{call.root}ballot.csv").content.decode().splitlines()
    assert down[0].startswith("A,B,amount")
    file = SimpleUploadedFile("packages.csv", b"A,B,amount\n1,1,30\n")

    call.sends("upload", file=file).sends("confirm").sends("propose", **CALL)

    assert SurrogateBid.objects.get().ballot == {"bids": [{"package": {"A": 1, "B": 1}, "amount": 30}]}


def test_a_bidder_that_signs_twice_is_asked_for_by_two_callers(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round()
    a_seat(a_person("delta-second"), cast.delta.participant.organisation, SeatRole.SUBMITTER)
    call = on_the_telephone(auctioneer, cast, "delta").sends("confirm", **{"quantity:A": "1"})
    assert "Who confirmed it on the telephone" in call.text
    form = call.page

    call.sends("propose", **{**CALL, "caller": "delta-submitter", "second_caller": "delta-submitter"})
    assert "given by two different submitters, as it signs its bids" in call.text
    call.page = form
    call.sends("propose", **{**CALL, "caller": "delta-submitter", "second_caller": "delta-second"})

    body = Proposal.objects.latest("sequence").body
    assert body["callers"] == ["delta-submitter", "delta-second"]
    assert "ballot" not in json.dumps(body)


@pytest.mark.parametrize("who", ["compliance", "auditor", "alpha"])
def test_only_officers_enter_bids(cast: Cast, who: str) -> None:
    cast.open_round()
    person = cast.alpha.submitter.person if who == "alpha" else getattr(cast, who).person
    client = Client()
    client.force_login(person)

    for path in ("", f"{cast.alpha.participant.pk}/"):
        assert client.get(f"/regulator/two-bands/telephone/{path}").status_code in {403, 404}


def test_a_bidder_of_another_auction_is_not_found(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round()

    assert auctioneer.client.get("/regulator/two-bands/telephone/999999/").status_code == 404
