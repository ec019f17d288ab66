"""The rehearsal in one click: simulated bidders play the draft to its end."""

import json
from typing import Any

import pytest

from auctions import tasks
from auctions.drafts.models import Rehearsal, RehearsalStatus
from auctions.formats.auction_file import read_auction, replay
from tests.portals.regulator.drafts.desk import Writer


def rehearses(writer: Writer, **form: str) -> Rehearsal:
    """Press the button and let the worker do its work."""
    assert writer.sends("rehearse", **form).status == 302
    tasks.rehearse(Rehearsal.objects.latest("pk").pk)
    return Rehearsal.objects.latest("pk")


def test_three_courses_are_played_to_the_end_and_shown(writer: Writer) -> None:
    played = rehearses(writer)
    answer = writer.sees("rehearsal", played.pk)

    assert played.status == RehearsalStatus.DONE and len(played.courses) == 3
    for told in ("All 3 courses are played.", "Clock rounds", "Revenue", "Bidding time as planned", "Simulated:"):
        assert told in answer.text


def test_the_same_seed_gives_the_same_course_and_its_file_replays_to_the_same_end(writer: Writer) -> None:
    one, other = (rehearses(writer, seeds="north").courses[0] for _each in range(2))
    file = json.loads(writer.sees("course", Rehearsal.objects.latest("pk").pk, 1).html)

    assert one["winners"] == other["winners"] and one["rounds"] == other["rounds"]
    auction = read_auction(file)
    report = auction.format.report(replay(auction).state)
    assert report["total"]["total"] == one["revenue"]


def test_until_a_worker_has_played_the_page_asks_again(writer: Writer) -> None:
    writer.sends("rehearse", seeds="north, south")
    waiting = writer.sees("rehearsal", Rehearsal.objects.get().pk)

    assert "0 of 2 courses are played." in waiting.text and 'hx-trigger="every 1s"' in waiting.html


def test_a_draft_that_is_wrong_is_not_rehearsed_and_says_why(writer: Writer) -> None:
    writer.types("categories", {"rulebook.categories[0].supply": "two"})
    answer = writer.sends("rehearse")

    assert answer.status == 422 and "valid integer (given 'two')" in answer.text
    assert not Rehearsal.objects.exists()


def test_a_rehearsal_that_another_worker_plays_already_is_left_to_it(writer: Writer) -> None:
    played = rehearses(writer, seeds="north")
    tasks.rehearse(played.pk)

    assert len(Rehearsal.objects.get().courses) == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"bidders[2].eligibility": "0"}, "Green can bid for no lot at all"),
        (
            {"bidders[0].eligibility": "2", "bidders[1].eligibility": "1", "bidders[2].eligibility": "1"},
            "some lots cannot",
        ),
    ],
)
def test_what_an_authority_should_look_at_is_said(writer: Writer, changes: dict[str, Any], told: str) -> None:
    writer.types("bidders", changes)
    played = rehearses(writer, seeds="north")

    assert told in writer.sees("rehearsal", played.pk).text


def test_a_clock_that_takes_for_ever_is_told_instead_of_played_to_its_end(writer: Writer) -> None:
    writer.types("categories", {f"rulebook.categories[{n}].reserve": "1,000,000" for n in (0, 1)})
    writer.types("rules", {"rulebook.increments.steps[0].percent": "0.1"})
    played = rehearses(writer, seeds="north")

    assert "The clock had not ended after 400 rounds" in writer.sees("rehearsal", played.pk).text
