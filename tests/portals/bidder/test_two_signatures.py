"""Two people sign a bid, or a preparer hands it to one who does: what each of them sees on the way."""

import pytest

from auctions.models import Bid, PreparedBid
from bidders.models import Seat, SeatRole
from tests.cast import Cast, a_person, a_seat, assemble
from tests.portals.bidder.desk import Desk


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble(demonstration=True, two_signatures=["Alpha"])


@pytest.fixture
def colleague(cast: Cast) -> Seat:
    """Alpha's other submitter."""
    return a_seat(a_person("alpha-second"), cast.alpha.participant.organisation, SeatRole.SUBMITTER)


def signed_once(alpha: Desk) -> Desk:
    return alpha.open().press("confirm", **{"quantity:A": "2", "quantity:B": "1"}).press("submit")


def test_the_first_signature_submits_nothing_and_says_so(cast: Cast, alpha: Desk) -> None:
    cast.open_round(minutes=30)
    alpha.open().press("confirm", **{"quantity:A": "2", "quantity:B": "1"})
    assert "Your signature is the first of two. The bid counts only once another submitter has signed it" in alpha.text

    alpha.press("submit")

    assert not Bid.objects.exists()
    assert "NOT yet submitted: waits for a second signature" in alpha.text
    assert "It counts at the time of the last signature, not before." in alpha.text
    assert "You have signed. Another submitter of your organisation has to sign it too" in alpha.text
    assert "You have not submitted a bid in this round" in alpha.text


def test_the_second_submitter_sees_all_of_it_and_signs(cast: Cast, alpha: Desk, colleague: Seat) -> None:
    cast.open_round()
    signed_once(alpha)
    second = Desk.of(colleague).open()
    assert "NOT yet submitted: waits for a second signature" in second.text
    assert "First signature: alpha-submitter at" in second.text
    assert "twenty-five EUR" in second.text
    assert "2 lots of A (800 MHz) 2 × EUR 10 20" in second.text

    second.press("sign")

    bid = Bid.objects.get()
    assert bid.ballot == {"package": {"A": 2, "B": 1}}
    assert "Bid received" in second.text
    assert "First signature alpha-submitter (submitter)" in second.text
    assert "Second signature alpha-second (submitter)" in second.text
    assert "Signed and submitted by alpha-second" in alpha.open().text
    assert "NOT yet submitted" not in alpha.text
    assert "alpha-second, alpha-submitter counts" in alpha.open("history").text


def test_the_page_of_the_first_submitter_asks_what_has_become_of_it(cast: Cast, alpha: Desk, colleague: Seat) -> None:
    cast.open_round()
    signed_once(alpha)
    assert "NOT yet submitted" in alpha.open("waiting").text
    tag = alpha.page.headers["ETag"]
    assert alpha.client.get("/bid/two-bands/waiting/", headers={"If-None-Match": tag}).status_code == 304

    Desk.of(colleague).open().press("sign")

    assert "Signed and submitted by alpha-second" in alpha.open("waiting").text
    assert "A bid of yours stands in this round" in alpha.text


def test_the_same_person_is_refused_a_second_time(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    signed_once(alpha)
    prepared = PreparedBid.objects.get()

    alpha.send("sign", {"prepared": str(prepared.pk), "content_hash": prepared.content_hash})

    assert alpha.page.status_code == 409
    assert "You have signed this bid already: another submitter has to sign it" in alpha.text
    assert not Bid.objects.exists()


def test_either_withdraws_and_the_other_is_told(cast: Cast, alpha: Desk, colleague: Seat) -> None:
    cast.open_round()
    signed_once(alpha)

    Desk.of(colleague).open().press_instead("sign", "withdraw")

    assert "Not submitted The bid that waited for a signature was withdrawn by alpha-second." in alpha.open().text


def test_the_second_submitter_can_take_it_into_the_form_instead(cast: Cast, alpha: Desk, colleague: Seat) -> None:
    cast.open_round()
    signed_once(alpha)

    second = Desk.of(colleague).open().press_instead("sign", "round")

    assert second.form("confirm")["quantity:A"] == "2"
    assert "NOT yet submitted: waits for a second signature" in second.text


def test_what_a_preparer_hands_over_is_signed_and_submitted_by_a_submitter(cast: Cast) -> None:
    cast.open_round()
    preparer, submitter = Desk.of(cast.beta.preparer), Desk.of(cast.beta.submitter)
    preparer.open().press("confirm", **{"quantity:A": "1", "quantity:B": "0"})
    assert "Hand the bid over: a submitter of your organisation signs and submits it" in preparer.text
    preparer.press("submit")
    assert "NOT yet submitted: waits for a submitter’s signature" in preparer.text
    assert not Bid.objects.exists()

    submitter.open().press("sign")

    assert Bid.objects.get().seat == cast.beta.submitter
    assert "Submitted by beta-submitter (submitter)" in submitter.text


def test_a_viewer_sees_what_waits_and_can_do_nothing(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    signed_once(alpha)
    prepared = PreparedBid.objects.get()
    viewer = Desk.of(cast.alpha.viewer).open()
    assert "NOT yet submitted" in viewer.text
    assert "Sign and submit" not in viewer.text
    assert "Withdraw it" not in viewer.text

    viewer.send("sign", {"prepared": str(prepared.pk), "content_hash": prepared.content_hash})

    assert viewer.page.status_code == 409
    assert "only a submitter of Alpha may submit bids" in viewer.text


def test_another_bidder_does_not_find_what_waits(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    signed_once(alpha)
    prepared = PreparedBid.objects.get()
    beta = Desk.of(cast.beta.submitter)
    assert "NOT yet submitted" not in beta.open().text

    for act in ("sign", "withdraw"):
        found = beta.send(act, {"prepared": str(prepared.pk), "content_hash": prepared.content_hash}).page
        assert found.status_code == 404


def test_a_signature_after_the_close_says_that_nothing_was_placed(cast: Cast, alpha: Desk, colleague: Seat) -> None:
    cast.open_round()
    signed_once(alpha)
    second = Desk.of(colleague).open()
    cast.close_round()

    second.press("sign")

    assert second.page.status_code == 409
    assert "Your bid was not placed" in second.text
    assert "Clock round 1 is closed" in second.text
    assert "NOT yet submitted" not in alpha.open().text


def test_no_page_of_the_officers_shows_what_waits(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    signed_once(alpha)
    officer = Desk.of(cast.auctioneer)

    for page in ("", "live/", "rounds/", "journal/"):
        shown = officer.client.get(f"/regulator/two-bands/{page}").content.decode()
        assert PreparedBid.objects.get().content_hash not in shown
        assert "prepared" not in shown
