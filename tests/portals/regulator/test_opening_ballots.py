"""The page on which custodians open a sealed round, and what the control room and the journal say meanwhile."""

import json

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from auctions import selectors, services
from auctions.models import Bid
from bidders.models import SeatRole
from tests.cast import Cast, a_person, a_seat, assemble, passphrase_of
from tests.forms import Forms
from tests.portals.account.signing_in import App, Browser, later, with_password
from tests.portals.bidder.desk import words_of
from tests.portals.regulator.custodians import at_the_desk, hands_in, own_file

RAISED = {"bids": [{"package": {"A": 1, "B": 1}, "amount": 31337}]}


@pytest.fixture
def cast(db: None) -> Cast:
    """The supplementary round is open, and Alpha has bid."""
    cast = assemble(demonstration=True, custodians=True)
    cast.hold_ceremony()
    cast.play_clock()
    cast.open_round(minutes=30)
    cast.alpha.submits({"bids": [{"package": {"A": 1, "B": 1}, "amount": 30}]})
    return cast


def test_two_custodians_open_the_round_and_the_auction_goes_on(cast: Cast) -> None:
    officer = at_the_desk(cast.auctioneer)
    open_room = officer.sees("control_room")
    assert "bidders have submitted. 1 ballot is stored encrypted; two custodians open it after the close." in (
        open_room.text
    )
    cast.close_round()

    room = officer.sees("control_room")
    assert "1 sealed ballot The round closed at" in room.text
    assert "Its ballots wait for two custodians. No share is in." in room.text
    assert room.links["Open the ballots"] == "/regulator/two-bands/ballots/"
    assert "closed, ballots sealed" in room.html
    page = officer.sees("open_ballots")
    assert "not handed in auctioneer auctioneer not handed in officer2" in page.text

    first = hands_in(cast.compliance, own_file(cast, cast.compliance))
    assert first.address == "/regulator/two-bands/ballots/"
    alone = at_the_desk(cast.compliance).sees("open_ballots")
    assert "Your share is in. Another custodian’s is needed." in alone.text
    assert "compliance has handed in a share" in officer.sees("control_room").text
    assert Bid.objects.get(round__stage="supplementary").ballot is None

    second = hands_in(cast.auctioneer, own_file(cast, cast.auctioneer))
    assert second.address == "/regulator/two-bands/"
    assert Bid.objects.get(round__stage="supplementary").ballot is not None
    assert "Run winner determination" in officer.sees("control_room").links
    assert "Ballots opened" in officer.sees("journal").text
    assert "compliance and auctioneer" in officer.sees("journal").text
    assert "No ballots wait to be opened." in officer.sees("open_ballots").text


def test_while_the_round_is_open_no_share_is_taken(cast: Cast) -> None:
    assert "The round is still open. Shares are handed in after it has closed." in (
        at_the_desk(cast.auctioneer).sees("open_ballots").text
    )

    page = hands_in(cast.auctioneer, own_file(cast, cast.auctioneer))

    assert page.status == 422
    assert "shares are handed in after it has closed" in page.text


def test_every_refusal_stands_beside_its_field_and_nothing_is_opened(cast: Cast) -> None:
    cast.close_round()
    own, others = own_file(cast, cast.auctioneer), own_file(cast, cast.compliance)

    def refusal(file: object, passphrase: str, field: str) -> str:
        page = hands_in(cast.auctioneer, file, passphrase)
        assert page.status == 422
        return words_of(page.html.split(f'id="id_{field}-error"')[1].split("</p>")[0])

    right = passphrase_of(cast.auctioneer)
    assert "This is not the passphrase that auctioneer chose" in refusal(own, "not the passphrase", "passphrase")
    assert "This is the share file of compliance; yours is needed." in refusal(others, right, "share")
    assert "of the auction elsewhere" in refusal({**own, "auction": "elsewhere"}, right, "share")
    assert "holds no share of key 1" in refusal({**own, "shares": own["shares"][1:]}, right, "share")
    assert "Choose your share file." in refusal(None, right, "share")
    altered = [{**each, "box": own["shares"][-1]["box"]} for each in own["shares"]]
    assert refusal({**own, "shares": altered}, right, "share")
    assert selectors.shares_in(selectors.awaiting_opening(cast.auction)) == []  # type: ignore[arg-type]


def test_one_custodian_twice_is_still_one(cast: Cast) -> None:
    cast.close_round()
    hands_in(cast.auctioneer, own_file(cast, cast.auctioneer))

    again = hands_in(cast.auctioneer, own_file(cast, cast.auctioneer))

    assert again.status in {302, 422}
    assert Bid.objects.get(round__stage="supplementary").ballot is None
    assert "Another custodian’s is needed" in at_the_desk(cast.auctioneer).sees("open_ballots").text


def test_an_officer_who_is_no_custodian_cannot_hand_in(cast: Cast) -> None:
    cast.close_round()
    third = a_seat(a_person("officer3"), cast.regulator, SeatRole.AUCTIONEER)

    assert "You are not one of the custodians: they open the ballots." in at_the_desk(third).sees("open_ballots").text
    page = hands_in(third, own_file(cast, cast.auctioneer), passphrase_of(cast.auctioneer))

    assert page.status == 422
    assert "Only the custodians of this auction do this" in page.text


def test_where_the_server_kept_its_copy_the_passphrase_is_enough(db: None) -> None:
    cast = assemble(demonstration=True, custodians=True)
    for seat in cast.custodians:
        services.choose_passphrase(auction=cast.auction, by=seat, passphrase=passphrase_of(seat))
    cast.play_clock()
    cast.open_round()
    cast.close_round()

    page = at_the_desk(cast.auctioneer).sees("open_ballots")
    assert "The server has kept its copy of your share: the passphrase is enough." in page.text
    assert 'type="file"' not in page.html
    for seat in cast.custodians[:2]:
        assert hands_in(seat, None).status == 302

    assert selectors.awaiting_opening(cast.auction) is None


def test_the_shares_poll_changes_only_when_a_share_comes(cast: Cast) -> None:
    cast.close_round()
    client = at_the_desk(cast.auctioneer).client
    first = client.get("/regulator/two-bands/ballots/shares/")

    assert client.get("/regulator/two-bands/ballots/shares/", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    cast.hands_in(cast.compliance)

    assert "share is in" in client.get("/regulator/two-bands/ballots/shares/").content.decode()


def test_the_journal_lists_a_sealed_ballot_without_its_content(cast: Cast) -> None:
    page = at_the_desk(cast.auctioneer).sees("journal")

    assert "Bid placed: Alpha supplementary 1 sealed" in page.text
    assert "Keys of sealed rounds made" in page.text
    assert page.text.count("Share of a key confirmed") == 3


def test_the_second_factor_is_asked_for_and_the_file_is_not_lost_over_it(cast: Cast, settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    cast.close_round()
    person = with_password(cast.auctioneer.person)
    app, browser = App(person), Browser()
    browser.sign_in(person, code=app.code())
    file = SimpleUploadedFile("share.json", json.dumps(own_file(cast, cast.auctioneer)).encode())

    with later(minutes=16):
        fields = {"share": file, "passphrase": passphrase_of(cast.auctioneer)}
        asked = browser.post("regulator:hand_in_share", "two-bands", **fields)
        assert asked.status_code == 403
        carried = Forms(asked.content.decode()).forms["/regulator/two-bands/ballots/hand-in/"]
        done = browser.post("regulator:hand_in_share", "two-bands", **{**carried, "step_up_code": app.code()})

    assert done.status_code == 302
    assert selectors.shares_in(cast.auction.rounds.latest("version")) == ["auctioneer"]
