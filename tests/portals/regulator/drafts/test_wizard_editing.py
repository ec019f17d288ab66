"""Rows, generated lots, files, the seed, and two officers at one draft."""

import json
import re

from django.core.files.uploadedfile import SimpleUploadedFile

from auctions.drafts.document import commitment
from auctions.drafts.models import AuctionDraft
from tests.cast import DOCUMENT
from tests.portals.regulator.drafts.desk import Writer, form_of, refusals_of


def test_a_category_is_added_filled_in_and_removed(writer: Writer) -> None:
    writer.types("categories", {"add": "rulebook.categories"})
    place = "rulebook.categories[2]"
    filled = {f"{place}.id": "C", f"{place}.supply": "3", f"{place}.reserve": "1,000", f"{place}.points": "1"}
    answer = writer.types("categories", filled)

    assert answer.status == 302
    added = writer.content["rulebook"]["categories"][2]
    assert (added["id"], added["supply"], added["reserve"]) == ("C", 3, 1000)
    writer.types("categories", {"remove": "rulebook.categories[0]"})
    assert [each["id"] for each in writer.content["rulebook"]["categories"]] == ["B", "C"]


def test_lots_are_made_from_their_first_frequency_and_width(writer: Writer) -> None:
    place = "rulebook.categories[0]"
    made = {f"generate:{place}.first": "880.1", f"generate:{place}.width": "5", f"generate:{place}.uplink": "925.1"}
    writer.types("categories", {**made, "generate": place})

    lots = writer.content["rulebook"]["categories"][0]["lots"]
    assert [(lot["id"], lot["start"], lot["end"]) for lot in lots] == [("A-1", 880.1, 885.1), ("A-2", 885.1, 890.1)]
    assert lots[1]["uplink_start"] == 930.1


def test_lots_are_not_made_from_a_width_that_is_none(writer: Writer) -> None:
    answer = writer.types("categories", {"generate": "rulebook.categories[0]"})

    assert answer.status == 422
    assert "Lots are made from their first frequency and their width" in answer.text


def test_a_button_that_was_forged_changes_no_other_list(writer: Writer) -> None:
    before = writer.content
    writer.types("schedule", {"add": "bidders"})
    writer.types("schedule", {"remove": "bidders[0]"})

    assert writer.content["bidders"] == before["bidders"]


def test_a_cap_and_a_requirement_by_rounds_are_written_as_the_rulebook_has_them(writer: Writer) -> None:
    writer.types("rules", {"add": "rulebook.caps"})
    cap = {"rulebook.caps[0].categories": "10 A, 5 B", "rulebook.caps[0].max": "20", "rulebook.caps[0].bidders": "Red"}
    answer = writer.types("rules", {**cap, "rulebook.activity.requirement": "1: 70%, 10: 100%"})

    assert answer.status == 302, answer.text[:600]
    rules = writer.content["rulebook"]
    assert rules["caps"] == [{"categories": {"A": 10, "B": 5}, "max": 20, "bidders": ["Red"], "together": False}]
    assert rules["activity"]["requirement"] == [{"from_round": 1, "share": "7/10"}, {"from_round": 10, "share": "1"}]
    shown = form_of(writer.sees("step", "rules").html)
    assert shown["rulebook.activity.requirement"] == "1: 7/10, 10: 1"
    assert shown["rulebook.caps[0].categories"] == "10 A, 5 B"


def test_a_cap_for_somebody_who_does_not_take_part_is_refused_at_the_cap(writer: Writer) -> None:
    writer.types("rules", {"add": "rulebook.caps"})
    cap = {"rulebook.caps[0].categories": "1 A", "rulebook.caps[0].max": "1", "rulebook.caps[0].bidders": "Pink"}
    answer = writer.types("rules", cap)

    assert refusals_of(answer, "rulebook.caps[0].bidders") == ["Pink does not take part; Red, Blue, Green do"]


def test_while_it_is_typed_the_form_is_saved_and_answered_with_the_refusals_alone(writer: Writer) -> None:
    answer = writer.types("categories", {"rulebook.categories[0].supply": "two"}, typing=True)

    assert answer.status == 200 and "<main" not in answer.html
    assert "valid integer (given 'two')" in refusals_of(answer, "rulebook.categories[0].supply")[0]
    assert 'hx-swap-oob="true"' in answer.html
    assert writer.content["rulebook"]["categories"][0]["supply"] == "two"


def test_of_two_officers_who_write_at_once_the_second_is_told_and_nothing_is_lost(
    writer: Writer, second: Writer
) -> None:
    of_second = form_of(second.sees("step", "schedule").html)
    writer.types("schedule", {"rulebook.schedule.clock_minutes": "45"})
    answer = second.sends("step", "schedule", **{**of_second, "rulebook.schedule.clock_minutes": "20"})

    assert answer.status == 409
    assert "Somebody has changed this draft since your page was made." in answer.text
    assert writer.content["rulebook"]["schedule"]["clock_minutes"] == 45


def test_a_file_replaces_rules_and_bidders_and_comes_back_as_it_was(writer: Writer) -> None:
    version = str(writer.draft.version if writer.draft else 0)
    sent = SimpleUploadedFile("auction.json", json.dumps(DOCUMENT).encode(), "application/json")
    answer = writer.sends("upload", version=version, file=sent)

    assert answer.status == 302
    given = json.loads(writer.sees("file").html)
    assert given["format"] == "clearband.auction/1"
    assert [bidder["id"] for bidder in given["bidders"]] == ["Alpha", "Beta", "Gamma", "Delta"]
    assert given["rulebook"]["categories"][0]["lots"][0]["start"] == 791


def test_a_file_that_is_none_is_refused_beside_its_field_and_nothing_changes(writer: Writer) -> None:
    before = writer.content
    version = str(writer.draft.version if writer.draft else 0)
    for text, reason in (("{", "is not JSON"), ('{"format": "clearband.auction/1"}', "rulebook: missing")):
        answer = writer.sends("upload", version=version, text=text)
        assert answer.status == 422
        said = re.search(r'id="file-error".*?</p>', answer.html, re.DOTALL)
        assert said is not None and reason in said.group()
    assert writer.content == before


def test_a_seed_is_drawn_shown_once_and_committed_to(writer: Writer) -> None:
    shown = writer.sends("commit")

    writer.content  # noqa: B018 (reads the draft anew)
    assert writer.draft is not None and len(writer.draft.seed) == 64
    assert writer.draft.seed in shown.html
    assert writer.content["rulebook"]["seed_commitment"] == commitment(writer.draft.seed)
    for page in (writer.sees("step", "seed"), writer.sees("preview"), writer.sees("file")):
        assert writer.draft.seed not in page.html


def test_a_seed_that_can_be_guessed_is_refused(writer: Writer) -> None:
    answer = writer.sends("commit", seed="1234")

    assert answer.status == 422
    assert "The seed has 4 characters; 16 or more would pass." in answer.text


def test_a_commitment_to_a_seed_that_nobody_has_cannot_be_hosted(writer: Writer) -> None:
    draft = writer.draft
    assert draft is not None
    draft.content["rulebook"]["seed_commitment"] = commitment("somebody else's secret")
    draft.save()

    answer = writer.sees("preview")

    assert "is the commitment to a seed that the platform does not have" in answer.text
    assert writer.sends("propose", version=str(draft.version)).status == 422


def test_a_discarded_draft_is_gone(writer: Writer) -> None:
    assert writer.sends("discard").status == 302
    assert not AuctionDraft.objects.exists()
