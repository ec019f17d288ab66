"""From the draft to the auction: one officer proposes, another approves the same hash, and the record says so."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from auctions.bundle.archive import read_bundle, write_archive
from auctions.bundle.contents import bundle_files
from auctions.bundle.documents import Scope
from auctions.bundle.evidence import Evidence
from auctions.bundle.steps import officers, record
from auctions.drafts.models import AuctionDraft, DraftStatus
from auctions.models import Auction
from auctions.selectors.bundles import bundle_source
from bidders.invitations import person_invited
from bidders.models import Organisation, Seat, SeatRole
from journal.keys import signing_key
from journal.selectors import entries_of
from tests.cast import a_person, a_seat
from tests.portals.regulator.drafts.desk import Writer
from tests.portals.regulator.officer import Answer


def draft_of(writer: Writer) -> AuctionDraft:
    assert writer.draft is not None
    writer.draft.refresh_from_db()
    return writer.draft


def proposes(writer: Writer) -> Answer:
    return writer.sends("propose", version=str(draft_of(writer).version))


def hosts(writer: Writer, second: Writer) -> Answer:
    proposes(writer)
    return second.sends("approve", hash=draft_of(writer).hash)


def test_one_officer_proposes_another_approves_and_the_genesis_entry_names_both(writer: Writer, second: Writer) -> None:
    answer = hosts(writer, second)

    assert answer.status == 200 and "Two bands is hosted" in answer.text
    auction = Auction.objects.get(slug="two-bands")
    genesis = entries_of(auction.chain)[0].body
    assert (genesis["proposed_by"]["person"], genesis["by"]["person"]) == ("auctioneer", "officer2")
    assert genesis["proposal"] == draft_of(writer).hash
    assert draft_of(writer).auction == auction and draft_of(writer).status == DraftStatus.HOSTED


def test_the_proposer_cannot_approve_and_sees_no_button_for_it(writer: Writer) -> None:
    proposes(writer)
    answer = writer.sends("approve", hash=draft_of(writer).hash)

    assert answer.status == 422 and "You proposed this yourself" in answer.text
    assert "Approve and host" not in writer.sees("preview").html
    assert not Auction.objects.exists()


def test_one_person_with_two_seats_is_not_two_officers(writer: Writer, auctioneer: Seat) -> None:
    proposes(writer)
    draft = draft_of(writer)
    other = a_seat(a_person("deputy"), auctioneer.organisation, SeatRole.SECOND_OFFICER)
    draft.proposed_by = other
    draft.save()
    Seat.objects.filter(pk=other.pk).update(person=auctioneer.person_id, organisation=a_seat().organisation_id)

    assert writer.sends("approve", hash=draft.hash).status == 422
    assert not Auction.objects.exists()


def test_another_hash_than_the_proposed_one_hosts_nothing(writer: Writer, second: Writer) -> None:
    proposes(writer)
    answer = second.sends("approve", hash="0" * 64)

    assert answer.status == 422 and "This is not what was proposed" in answer.text
    assert not Auction.objects.exists()


def test_while_it_is_proposed_nothing_changes_and_a_refusal_with_its_reason_opens_it_again(
    writer: Writer, second: Writer
) -> None:
    proposes(writer)
    assert writer.sends("step", "schedule", version="1").status == 422
    assert writer.sends("commit").status == 422
    assert second.sends("refuse", reason=" ").status == 422
    second.sends("refuse", reason="the cap is missing")

    assert "the cap is missing" in writer.sees("preview").text
    assert writer.types("schedule", {"rulebook.schedule.clock_minutes": "20"}).status == 302


def test_who_proposed_it_may_withdraw_it_and_nobody_else(writer: Writer, second: Writer) -> None:
    proposes(writer)
    assert second.sends("withdraw").status == 422
    assert writer.sends("refuse", reason="I").status == 422
    assert writer.sends("withdraw").status == 302
    assert draft_of(writer).status == DraftStatus.WRITING


def test_a_draft_with_something_wrong_cannot_be_proposed_and_the_preview_leads_to_the_page(writer: Writer) -> None:
    writer.types("schedule", {"rulebook.schedule.clock_minutes": "0"})
    answer = proposes(writer)

    assert answer.status == 422
    assert answer.links["Schedule"].endswith("/schedule/?check") or "/schedule/?check" in answer.html
    assert "greater than or equal to 1" in writer.sees("step", "schedule", query="?check").html


def test_people_of_bidders_are_seated_and_invited_by_codes_that_are_shown_once(writer: Writer, second: Writer) -> None:
    answer = hosts(writer, second)

    seat = Seat.objects.select_related("organisation").get(person__username="ruth")
    assert (seat.role, seat.organisation.slug) == (SeatRole.SUBMITTER, "red")
    code = re.search(r"<code>([A-Z2-7]{4}(?:-[A-Z2-7]{4})+)</code>", answer.html)
    assert code is not None
    assert person_invited(username="ruth", code=code[1]) == seat.person
    assert code[1] not in second.sees("preview").html


def test_a_bidder_with_the_name_of_an_organisation_that_exists_is_not_founded_behind_its_back(writer: Writer) -> None:
    Organisation.objects.create(name="Red", slug="red", kind="bidder")
    assert "Red is on this platform already: choose it" in writer.sees("preview").text

    writer.types("bidders", {"bidders[0].organisation": "red"})

    assert proposes(writer).status == 302


def test_a_hosted_draft_is_frozen(writer: Writer, second: Writer) -> None:
    hosts(writer, second)

    answer = writer.sends("step", "schedule", version=str(draft_of(writer).version))

    assert answer.status == 422 and "The auction is hosted: its rules are frozen." in answer.text


def test_custodians_stand_in_the_genesis_entry(writer: Writer, second: Writer, auctioneer: Seat) -> None:
    a_seat(a_person("carla"), auctioneer.organisation, SeatRole.COMPLIANCE)
    assert writer.types("seed", {"custodians": "auctioneer, officer2, carla"}).status == 302
    hosts(writer, second)

    genesis = entries_of(Auction.objects.get().chain)[0].body
    assert [each["person"] for each in genesis["custodians"]] == ["auctioneer", "officer2", "carla"]


def evidence_of(auction: Auction, folder: Path) -> Evidence:
    archive = folder / "bundle.zip"
    with archive.open("wb") as file:
        write_archive(bundle_files(bundle_source(auction, Scope.FULL), signing_key()), file)
    return Evidence(read_bundle(str(archive)))


def test_a_bundle_shows_that_two_officers_hosted_the_auction(writer: Writer, second: Writer, tmp_path: Path) -> None:
    hosts(writer, second)
    evidence = evidence_of(Auction.objects.get(), tmp_path)

    assert list(officers.four_eyes(evidence)) == []
    assert list(record.genesis(evidence)) == []


@pytest.mark.parametrize(
    ("forged", "place"),
    [
        ({"two_signatures": ["Red"]}, "body.proposal"),
        ({"participants": {"Red": "blue", "Blue": "red", "Green": "green"}}, "body.proposal"),
        ({"by": {"person": "auctioneer", "role": "second_officer", "organisation": "authority"}}, "body.by.person"),
    ],
)
def test_a_bundle_whose_first_entry_says_something_else_than_was_proposed_is_found_out(
    writer: Writer, second: Writer, tmp_path: Path, forged: dict[str, object], place: str
) -> None:
    hosts(writer, second)
    evidence = evidence_of(Auction.objects.get(), tmp_path)
    evidence.lines[0].body.update(forged)

    assert [finding.place for finding in officers.four_eyes(evidence)] == [f"entry 1 {place}"]


def test_officers_of_another_authority_bidders_and_the_compliance_desk_find_no_draft(
    writer: Writer, auctioneer: Seat
) -> None:
    strangers = [
        a_seat(a_person("foreign"), Organisation.objects.create(name="Other", slug="other", kind="regulator"), role)
        for role in (SeatRole.AUCTIONEER,)
    ]
    strangers += [a_seat(), a_seat(a_person("carla"), auctioneer.organisation, SeatRole.COMPLIANCE)]
    for seat in strangers:
        assert Writer.of(seat.person, writer.draft).sees("preview").status == 404
        assert Writer.of(seat.person, writer.draft).sends("approve", hash="").status == 404


def test_the_home_lists_drafts_auctions_and_mocks(writer: Writer, second: Writer) -> None:
    writer.sends("mock")
    hosts(writer, second)
    answer = Writer(writer.client).sees("home")

    assert "No auction is being prepared." in answer.text
    for slug in ("two-bands", "two-bands-mock-1"):
        assert reverse("regulator:control_room", args=[slug]) in answer.html
    assert "MOCK 1: Two bands" in answer.text
