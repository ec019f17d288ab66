"""A bidder in sealed rounds: its own passphrase, what it reads locked and unlocked, and the cookie that makes the
difference.
"""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from auctions.models import Bid, PreparedBid
from bidders.models import SeatRole
from tests.cast import Cast, a_person, a_seat, assemble
from tests.portals.bidder.desk import Desk, words_of

PASSPHRASE = "seven seals on a bid"
RAISED = {"bids": [{"package": {"A": 1, "B": 1}, "amount": 31_337}]}


@pytest.fixture
def cast(db: None) -> Cast:
    """The supplementary round is open, and Delta's bids need two signatures."""
    cast = assemble(demonstration=True, custodians=True, two_signatures=["Delta"])
    cast.hold_ceremony()
    cast.play_clock()
    cast.open_round(minutes=30)
    return cast


def sets(desk: Desk, passphrase: str = PASSPHRASE, again: str | None = None) -> Desk:
    return desk.send("set_own_key", {"new_passphrase": passphrase, "again": passphrase if again is None else again})


def unlocks(desk: Desk, passphrase: str = PASSPHRASE) -> Desk:
    return desk.send("unlock", {"passphrase": passphrase})


def submits(desk: Desk, amount: int = 31_337) -> Desk:
    desk.open()
    desk.press("confirm", **{'amount:{"A":1,"B":1}': str(amount), "amounts_are_right": "1"})
    return desk.press("submit")


def receipt_file(desk: Desk) -> dict[str, Any]:
    address = reverse("bidder:receipt_file", args=["two-bands", Bid.objects.latest("sequence").pk])
    document: dict[str, Any] = desk.client.get(address).json()
    return document


def test_who_unlocks_reads_its_bid_and_who_does_not_reads_that_it_is_there(cast: Cast, alpha: Desk) -> None:
    assert "your organisation has set no passphrase to read its own" in alpha.open().text
    sets(alpha)
    assert "This browser can read yours." in alpha.text
    submits(alpha)
    assert "31,337" in alpha.text
    assert receipt_file(alpha)["ballot"] == RAISED

    locked = Desk.of(cast.alpha.submitter)
    locked.open()
    assert "This form does not start from it; what you submit replaces all of it." in locked.text
    assert "A bid of yours stands in this round" in locked.text
    assert locked.form("confirm")['amount:{"A":1,"B":1}'] == ""
    locked.open("history")
    assert "sealed" in locked.text
    assert "1 bid" not in locked.text
    locked.open("receipt", Bid.objects.latest("sequence").pk)
    assert "Sealed What you submitted is stored encrypted" in locked.text
    assert "31,337" not in locked.page.content.decode()
    assert not {"ballot", "nonce"} & set(receipt_file(locked))

    unlocks(locked)
    assert "Your sealed bids can be read in this browser." in locked.text
    assert locked.form("confirm")['amount:{"A":1,"B":1}'] == "31,337"
    assert "1 bid" in locked.open("history").text
    assert receipt_file(locked)["ballot"] == RAISED


def test_everybody_of_the_bidder_reads_by_the_passphrase_and_nobody_else(cast: Cast, alpha: Desk) -> None:
    sets(alpha)
    submits(alpha)
    viewer, rival = Desk.of(cast.alpha.viewer), Desk.of(cast.beta.submitter)

    assert "31,337" in unlocks(viewer).open("receipt", Bid.objects.latest("sequence").pk).text
    assert "Beta has not set a passphrase for its own ballots yet." in unlocks(rival).text


def test_the_cookie_is_for_this_auction_of_this_browser_in_this_session(cast: Cast, alpha: Desk) -> None:
    sets(alpha)
    submits(alpha)
    cookie = alpha.client.cookies["own_key"]

    assert cookie["path"] == "/bid/two-bands/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["max-age"] == cookie["expires"] == ""
    stolen = Desk.of(cast.alpha.viewer)
    stolen.client.cookies["own_key"] = cookie.value
    assert "1 bid" not in stolen.open("history").text


def test_the_cookie_is_secure_as_the_session_is(cast: Cast, alpha: Desk, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True

    sets(alpha)

    assert alpha.client.cookies["own_key"]["secure"]


def test_signing_out_and_locking_remove_the_cookie(cast: Cast, alpha: Desk) -> None:
    sets(alpha)

    alpha.send("lock", {})
    assert alpha.client.cookies["own_key"].value == ""
    assert "Unlock in this browser" in alpha.page.content.decode()
    unlocks(alpha)
    assert alpha.client.cookies["own_key"].value
    left = alpha.client.post("/sign-out/")

    assert (left.cookies["own_key"].value, left.cookies["own_key"]["path"]) == ("", "/bid/two-bands/")


def test_nothing_of_the_key_or_the_passphrase_stays_on_the_server(cast: Cast, alpha: Desk) -> None:
    from django.contrib.sessions.models import Session

    sets(alpha)
    submits(alpha)
    private_key = alpha.client.cookies["own_key"].value.split(":")[0]

    held = json.dumps([session.get_decoded() for session in Session.objects.all()])
    assert private_key not in held
    assert PASSPHRASE not in held
    assert "31337" not in held


@pytest.mark.parametrize(
    ("passphrase", "again", "reason"),
    [
        ("thirteen char", "thirteen char", "A passphrase has at least 14 characters"),
        (PASSPHRASE, "another one of length", "This is not the same as above."),
    ],
)
def test_a_weak_or_mistyped_passphrase_is_refused_beside_its_field(
    cast: Cast, alpha: Desk, passphrase: str, again: str, reason: str
) -> None:
    sets(alpha, passphrase, again)

    assert alpha.page.status_code == 422
    assert reason in alpha.text
    assert "govuk-form-group--error" in alpha.page.content.decode()


def test_a_wrong_passphrase_is_refused_beside_its_field(cast: Cast, alpha: Desk) -> None:
    sets(alpha)

    unlocks(alpha, "guessed by a rival")

    assert alpha.page.status_code == 422
    error = alpha.page.content.decode().split('id="id_passphrase-error"')[1].split("</p>")[0]
    assert "This is not the passphrase that Alpha has set." in words_of(error)
    assert "guessed by a rival" not in alpha.page.content.decode()


def test_a_viewer_sets_no_passphrase(cast: Cast) -> None:
    viewer = Desk.of(cast.alpha.viewer)
    assert "A submitter or preparer of your organisation sets it." in viewer.open("own_key").text

    sets(viewer)

    assert viewer.page.status_code == 422
    assert "only a submitter of Alpha" in viewer.text


def test_a_new_passphrase_reads_what_comes_and_the_old_one_what_was(cast: Cast, alpha: Desk) -> None:
    sets(alpha)
    submits(alpha)

    sets(alpha, "a new passphrase for alpha")
    assert "Your last bid was encrypted for another passphrase of your organisation." in alpha.text
    assert "1 bid" not in alpha.open("history").text
    unlocks(alpha)

    assert "1 bid" in alpha.open("history").text


def test_two_signatures_need_the_passphrase_and_are_given_on_what_is_seen(cast: Cast) -> None:
    second = Desk.of(a_seat(a_person("delta-second"), cast.delta.participant.organisation, SeatRole.SUBMITTER))
    first = Desk.of(cast.delta.submitter)
    first.open()
    assert "A bid can be handed over or signed by two only once it is set." in first.text
    first.press("confirm").press("submit")
    assert first.page.status_code == 409
    assert "Set or unlock your organisation’s passphrase" in first.text

    sets(first)
    first.open().press("confirm").press("submit")
    assert PreparedBid.objects.get().ballot is None
    assert "Sign and submit" not in second.open().text
    assert "Unlock with your organisation’s passphrase, to see what you sign" in second.text
    unlocks(second)
    assert "Sign and submit this bid" in second.text
    second.press("sign")
    assert "Bid received" in second.text
    assert Bid.objects.filter(round__stage="supplementary").count() == 1


def test_after_the_opening_everything_is_read_without_a_passphrase(cast: Cast, alpha: Desk) -> None:
    submits(alpha)
    assert "Your organisation had set no passphrase when it was submitted." in alpha.text
    cast.close_round()
    assert "Ballots sealed Two custodians open the ballots; nobody has read them yet." in alpha.open().text
    assert "1 bid" not in alpha.open("history").text
    cast.open_ballots()

    assert "1 bid" in alpha.open("history").text
    assert receipt_file(alpha)["ballot"] == RAISED


def test_without_custodians_the_form_says_that_ballots_rest_in_clear(db: None) -> None:
    cast = assemble(demonstration=True)
    cast.play_clock()
    cast.open_round()
    alpha = Desk.of(cast.alpha.submitter)

    assert "Stored in clear. This auction has no custodians" in alpha.open().text
    assert "Sealed bids" not in alpha.page.content.decode()
    assert "ballots of its sealed rounds are stored in clear" in alpha.open("own_key").text


def test_a_clock_round_says_nothing_of_sealing(db: None) -> None:
    cast = assemble(demonstration=True, custodians=True)
    cast.open_round()

    assert "encrypted" not in Desk.of(cast.alpha.submitter).open().text


def test_the_public_page_says_who_the_custodians_are_by_role(cast: Cast) -> None:
    text = words_of(Client().get("/auctions/two-bands/").content.decode())

    assert "any two of three custodians open it" in text
    assert "The custodians: auctioneer, second officer, compliance." in text
    assert "officer2" not in text
