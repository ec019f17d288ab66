"""What is wrong with a draft, all of it and each at its place."""

from typing import Any

import pytest

from auctions.drafts.document import (
    begun,
    commitment,
    completed,
    read_draft,
    refusals,
    with_rulebook_of,
    with_seed_of_its_own,
)
from auctions.formats.auction_file import read_auction
from tests.cast import DOCUMENT, RULEBOOK
from winner_determination.documents import DocumentError


def draft(**changes: Any) -> dict[str, Any]:
    return {**begun("Two bands", "two-bands", RULEBOOK), "bidders": DOCUMENT["bidders"], **changes}


def places(content: dict[str, Any]) -> list[str]:
    return [refusal.place for refusal in refusals(content)]


def test_a_draft_that_is_right_is_the_file_that_is_hosted() -> None:
    auction = read_draft(draft()).auction

    assert [bidder.id for bidder in read_auction(auction).bidders] == ["Alpha", "Beta", "Gamma", "Delta"]
    assert "organisation" not in auction["bidders"][0]


def test_everything_that_is_wrong_is_named_at_once() -> None:
    wrong = draft(slug="Two Bands", bidders=[{"eligibility": "many"}])
    wrong["rulebook"] = {**wrong["rulebook"], "schedule": {"clock_minutes": 0}, "increments": {"round_to": "ten"}}

    assert places(wrong) == [
        "slug",
        "rulebook.increments.round_to",
        "rulebook.schedule.clock_minutes",
        "bidders[0].id",
        "bidders[0].eligibility",
    ]
    with pytest.raises(DocumentError, match="slug"):
        read_draft(wrong)


def test_what_parts_say_of_one_another_stands_at_the_part() -> None:
    capped = draft()
    capped["rulebook"] = {**capped["rulebook"], "caps": [{"categories": {"X": 1}, "max": 1}]}

    assert places(capped) == ["rulebook.caps[0].categories.X"]


def test_an_empty_draft_is_refused_place_by_place_and_not_with_a_traceback() -> None:
    assert places(begun("", "", {"format": "cca"})) == [
        "slug",
        "rulebook.title",
        "rulebook.categories",
        "bidders",
    ]
    assert places({"slug": "x", "rulebook": {"format": "bazaar", "title": "T"}, "bidders": []})[0].startswith(
        "rulebook"
    )


def test_defaults_are_written_out_once_the_rulebook_is_right() -> None:
    assert begun("T", "t", RULEBOOK)["rulebook"]["schedule"]["clock_minutes"] == 30
    broken = {**draft(), "rulebook": {"format": "cca", "categories": []}}
    assert completed(broken) == broken


def test_a_file_keeps_the_people_of_bidders_of_the_same_id() -> None:
    content = draft(bidders=[{"id": "Alpha", "submitters": ["ann"], "eligibility": 1}])
    taken = with_rulebook_of(content, DOCUMENT)

    assert taken["bidders"][0]["submitters"] == ["ann"] and taken["bidders"][0]["eligibility"] == 5
    assert "submitters" not in taken["bidders"][1]


def test_a_rehearsal_commits_to_a_seed_of_its_own_and_only_where_the_auction_commits_to_one() -> None:
    auction = read_draft(draft()).auction
    played = with_seed_of_its_own(auction, "another")

    assert played["rulebook"]["seed_commitment"] == commitment("another") != auction["rulebook"]["seed_commitment"]
    plain = {**auction, "rulebook": {**auction["rulebook"], "seed_commitment": ""}}
    assert with_seed_of_its_own(plain, "another") == plain


@pytest.mark.parametrize(
    ("bidders", "place"),
    [
        ([{"id": "A", "organisation": "x"}, {"id": "B", "organisation": "x"}], "bidders[0].organisation"),
        ([{"id": "A", "submitters": ["ann"], "viewers": ["ann"]}], "bidders[0].submitters"),
        ([{"id": "A", "two_signatures": True, "submitters": ["ann"]}], "bidders[0].submitters"),
    ],
)
def test_nobody_acts_twice(bidders: list[dict[str, Any]], place: str) -> None:
    assert place in places(draft(bidders=bidders))
