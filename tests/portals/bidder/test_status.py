"""The status bar: what it says, when it changes, and how much time is left by the server's clock."""

import pytest
from django.urls import reverse

from portals.polling import SECONDS_LEFT
from tests.cast import Cast
from tests.portals.bidder.desk import SLUG, Desk


def test_a_poll_that_finds_nothing_new_is_an_empty_304_with_the_seconds_left(cast: Cast, alpha: Desk) -> None:
    cast.open_round(minutes=30)
    first = alpha.open("status").page

    again = alpha.client.get(reverse("bidder:status", args=[SLUG]), headers={"If-None-Match": first["ETag"]})

    assert first.status_code == 200
    assert (again.status_code, again.content) == (304, b"")
    assert 1790 <= int(again[SECONDS_LEFT]) <= 1800
    assert again["ETag"] == first["ETag"]


def test_the_bar_changes_when_the_round_closes_and_has_no_time_left_then(cast: Cast, alpha: Desk) -> None:
    cast.open_round(minutes=30)
    tag = alpha.open("status").page["ETag"]
    assert "Clock stage , round 1 open" in alpha.text
    cast.close_round()

    after = alpha.client.get(reverse("bidder:status", args=[SLUG]), headers={"If-None-Match": tag})

    assert after.status_code == 200
    assert "between rounds" in after.content.decode()
    assert after[SECONDS_LEFT] == ""


def test_an_extension_changes_the_bar(cast: Cast, alpha: Desk) -> None:
    from auctions import services

    opened = cast.open_round(minutes=30)
    tag = alpha.open("status").page["ETag"]
    services.extend_round(round=opened, by=cast.auctioneer, minutes=15)

    assert alpha.open("status").page["ETag"] != tag
    assert 2690 <= int(alpha.page[SECONDS_LEFT]) <= 2700


def test_every_page_shows_stage_time_zone_and_help_desk(
    cast: Cast, alpha: Desk, settings: pytest.FixtureRequest
) -> None:
    settings.HELP_DESK_PHONE = "+44 20 7946 0123"  # type: ignore[attr-defined]
    cast.open_round(minutes=30)

    for page in ("round", "history", "result"):
        alpha.open(page)
        assert "Clock stage , round 1" in alpha.text
        assert "Times are in UTC" in alpha.text
        assert "+44 20 7946 0123" in alpha.text


def test_between_rounds_the_page_waits_and_reloads_itself(cast: Cast, alpha: Desk) -> None:
    alpha.open()
    assert "No round is open" in alpha.text
    assert b'data-when-moment-changes="reload"' in alpha.page.content

    cast.open_round()
    assert b'data-when-moment-changes="tell"' in alpha.open().page.content


def test_between_rounds_the_last_round_is_told_with_the_bidders_own_standing(cast: Cast, alpha: Desk) -> None:
    cast.play_round(alpha={"A": 1, "B": 1}, beta={"A": 2})

    alpha.open()

    assert "After clock round 1" in alpha.text
    assert "My eligibility, points 3" in alpha.text
    assert "A 800 MHz 2 10 3 1 1" in alpha.text  # supply, price, demand, excess demand, own bid
