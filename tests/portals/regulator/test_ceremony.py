"""The key ceremony page: who the custodians are, each one's next step, and every refusal beside its field."""

import json

import pytest

from auctions.custody import CustodianKey
from bidders.models import SeatRole
from tests.cast import Cast, a_person, a_seat, assemble, passphrase_of
from tests.portals.bidder.desk import words_of
from tests.portals.regulator.custodians import at_the_desk, chooses, confirms
from tests.portals.regulator.officer import Officer


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble(demonstration=True, custodians=True)


def keys_are_made(cast: Cast) -> None:
    for seat in cast.custodians:
        chooses(seat)


def test_three_custodians_choose_download_and_confirm(cast: Cast) -> None:
    before = at_the_desk(cast.auctioneer).sees("ceremony")
    assert "Not complete A sealed round needs keys" in before.text
    assert "auctioneer (you) auctioneer to be chosen not made yet" in before.text
    assert "Step 1: choose your passphrase" in before.text

    assert chooses(cast.auctioneer).status == 302
    waiting = at_the_desk(cast.auctioneer).sees("ceremony")
    assert "Your passphrase is chosen. The keys are made once all three custodians have chosen theirs." in waiting.text
    chooses(cast.second_officer)
    chooses(cast.compliance)

    for seat in cast.custodians:
        page = at_the_desk(seat).sees("ceremony")
        assert "Step 2: download your share" in page.text
        file = at_the_desk(seat).client.get("/regulator/two-bands/ceremony/share.json")
        assert f'filename="share-two-bands-{seat.person.username}.json"' in file["Content-Disposition"]
        assert confirms(seat, file.json()).status == 302

    done = at_the_desk(cast.compliance).sees("ceremony")
    assert "Complete Sealed rounds can be opened for bids; 8 keys are left, one is used for each round." in done.text
    assert "Your share is confirmed. Keep the file and the passphrase" in done.text
    assert not CustodianKey.objects.exclude(shares=None).exists()


def test_the_page_that_waits_is_loaded_anew_once_the_keys_are_made(cast: Cast) -> None:
    chooses(cast.auctioneer)
    client = at_the_desk(cast.auctioneer).client

    before = client.get("/regulator/two-bands/ceremony/state/?step=wait")
    for seat in cast.custodians[1:]:
        chooses(seat)
    after = client.get("/regulator/two-bands/ceremony/state/?step=wait")

    assert "HX-Refresh" not in before
    assert after["HX-Refresh"] == "true"


def test_a_share_that_is_confirmed_cannot_be_downloaded_again(cast: Cast) -> None:
    cast.hold_ceremony()

    page = at_the_desk(cast.auctioneer).sees("share_file")

    assert page.status == 422
    assert "the platform has deleted its copy" in page.text


def test_before_the_keys_are_made_there_is_no_share(cast: Cast) -> None:
    chooses(cast.auctioneer)

    page = at_the_desk(cast.auctioneer).sees("share_file")

    assert page.status == 422
    assert "There are no keys yet" in page.text


@pytest.mark.parametrize(
    ("passphrase", "again", "field", "reason"),
    [
        ("thirteen char", "thirteen char", "new_passphrase", "A passphrase has at least 14 characters"),
        ("a passphrase that is long", "another one", "again", "This is not the same as above."),
        ("", "", "new_passphrase", "Enter a new passphrase."),
    ],
)
def test_a_weak_or_mistyped_passphrase_is_refused_beside_its_field(
    cast: Cast, passphrase: str, again: str, field: str, reason: str
) -> None:
    page = chooses(cast.auctioneer, passphrase, again)

    assert page.status == 422
    assert reason in page.html.split(f'id="id_{field}-error"')[1].split("</p>")[0]
    assert 'value="thirteen char"' not in page.html
    assert not CustodianKey.objects.exists()


def test_a_wrong_passphrase_stands_beside_the_passphrase_and_a_wrong_file_beside_the_file(cast: Cast) -> None:
    keys_are_made(cast)
    own = at_the_desk(cast.auctioneer).client.get("/regulator/two-bands/ceremony/share.json").json()
    others = at_the_desk(cast.compliance).client.get("/regulator/two-bands/ceremony/share.json").json()

    def refusal(file: object, passphrase: str, field: str) -> str:
        page = confirms(cast.auctioneer, file, passphrase)
        assert page.status == 422
        return words_of(page.html.split(f'id="id_{field}-error"')[1].split("</p>")[0])

    right = passphrase_of(cast.auctioneer)
    assert "This is not the passphrase that auctioneer chose" in refusal(own, "not the passphrase", "passphrase")
    assert "This is the share file of compliance; yours is needed." in refusal(others, right, "share")
    assert "This is not a share file." in refusal("PK\x03\x04", right, "share")
    assert "of the auction elsewhere" in refusal({**own, "auction": "elsewhere"}, right, "share")
    assert "Choose your share file." in refusal(None, right, "share")
    assert not CustodianKey.objects.exclude(confirmed_at=None).exists()


def test_attempts_are_counted_for_each_person(cast: Cast) -> None:
    keys_are_made(cast)
    own = at_the_desk(cast.auctioneer).client.get("/regulator/two-bands/ceremony/share.json").json()

    answers = [confirms(cast.auctioneer, own, "not the passphrase") for _ in range(11)]

    assert "Too many attempts. Wait five minutes and try again." in answers[-1].text
    assert "This is not the passphrase that auctioneer chose" in answers[8].text


def test_an_officer_who_is_no_custodian_looks_on_and_can_do_nothing(cast: Cast) -> None:
    third = a_seat(a_person("officer3"), cast.regulator, SeatRole.AUCTIONEER)

    assert "You are not one of the custodians" in at_the_desk(third).sees("ceremony").text
    page = chooses(third, "a passphrase that is long")

    assert page.status == 422
    assert "Only the custodians of this auction do this: auctioneer, officer2, compliance." in page.text


def test_compliance_finds_its_way_from_the_desk_and_sees_no_more_than_the_public(cast: Cast) -> None:
    client = at_the_desk(cast.compliance).client

    assert client.get("/desk/")["Location"] == "/regulator/two-bands/ceremony/"
    page = at_the_desk(cast.compliance).sees("ceremony")

    assert "Control room" not in page.html
    assert 'hx-get="/auctions/two-bands/status/"' in page.html


def test_another_ceremony_takes_the_place_of_the_first(cast: Cast) -> None:
    cast.hold_ceremony()

    chooses(cast.auctioneer, another="1")
    begun = at_the_desk(cast.auctioneer).sees("ceremony")
    assert "Another ceremony has begun" in begun.text
    assert "Complete" in begun.text
    for seat in cast.custodians[1:]:
        chooses(seat)

    after = at_the_desk(cast.auctioneer).sees("ceremony")
    assert "Another ceremony has begun" not in after.text
    assert "Step 2: download your share" in after.text


def test_an_auction_without_custodians_says_that_ballots_rest_in_clear(db: None) -> None:
    cast = assemble(demonstration=True)
    officer = Officer.of(cast.auctioneer.person, "two-bands")

    page = officer.sees("ceremony")
    assert "ballots of its sealed rounds are stored in clear" in page.text
    assert "Stored in clear." not in officer.sees("control_room").text
    cast.play_clock()

    assert "Stored in clear. This auction has no custodians" in officer.sees("control_room").text
    assert "Stored in clear." in officer.sees("open").text


def test_a_sealed_round_without_a_ceremony_is_refused_and_leads_to_it(cast: Cast) -> None:
    cast.play_clock()
    officer = at_the_desk(cast.auctioneer)

    room = officer.sees("control_room")
    assert "The key ceremony is not complete. No sealed round can be opened for bids before it is." in room.text
    assert room.links["Hold the key ceremony"] == "/regulator/two-bands/ceremony/"
    refused = officer.does("open", confirmed="1")

    assert refused.status == 409
    assert "A passphrase is missing from: auctioneer, officer2, compliance." in refused.text
    assert refused.links["Key ceremony"] == "/regulator/two-bands/ceremony/"


def test_the_passphrase_is_in_no_answer_and_the_share_file_holds_nothing_readable(cast: Cast) -> None:
    keys_are_made(cast)
    file = at_the_desk(cast.auctioneer).client.get("/regulator/two-bands/ceremony/share.json")
    page = confirms(cast.auctioneer, file.json(), "not the passphrase")

    assert "not the passphrase" not in page.html.replace("This is not the passphrase that", "")
    assert passphrase_of(cast.auctioneer) not in json.dumps(file.json())
    assert file["Cache-Control"].count("no-store") == 1


def test_a_passphrase_may_be_chosen_anew_until_the_keys_are_made(cast: Cast) -> None:
    chooses(cast.auctioneer, "a passphrase that is forgotten")
    assert "Choose it anew" in at_the_desk(cast.auctioneer).sees("ceremony").text

    keys_are_made(cast)
    own = at_the_desk(cast.auctioneer).client.get("/regulator/two-bands/ceremony/share.json").json()

    assert confirms(cast.auctioneer, own, "a passphrase that is forgotten").status == 422
    assert confirms(cast.auctioneer, own).status == 302
