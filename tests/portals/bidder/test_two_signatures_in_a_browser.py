"""Two people in two browsers sign one bid, by keyboard; every page on the way checked by axe-core."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from auctions.models import Bid
from bidders.models import SeatRole
from tests.cast import Cast, a_person, a_seat, assemble
from tests.portals.browsing import accessible, browsing

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble(demonstration=True, two_signatures=["Alpha"])


def test_the_second_submitter_sees_the_bid_come_and_the_first_sees_it_signed(
    cast: Cast, chromium: Browser, live_server: LiveServer
) -> None:
    second_person = a_person("alpha-second")
    a_seat(second_person, cast.alpha.participant.organisation, SeatRole.SUBMITTER)
    cast.open_round(minutes=30)
    with (
        browsing(chromium, live_server.url, cast.alpha.submitter.person) as first,
        browsing(chromium, live_server.url, second_person) as second,
    ):
        for page in (first, second):
            page.goto("/bid/two-bands/")
        first.get_by_label("Quantity of A, lots").fill("2")
        first.get_by_label("Quantity of A, lots").press("Enter")
        accessible(first)
        first.get_by_role("button", name="Sign, the first of two").press("Enter")
        expect(first.get_by_role("heading", level=2)).to_contain_text("waits for a second signature")
        expect(first.locator(".cb-prepared [data-countdown]")).to_contain_text(":")
        accessible(first)
        assert not Bid.objects.exists()

        expect(second.get_by_role("heading", level=2)).to_contain_text("waits for a second signature")  # by itself
        accessible(second)
        second.get_by_role("button", name="Sign and submit this bid").press("Enter")
        expect(second.get_by_role("heading", level=1)).to_have_text("Bid received")
        accessible(second)

        expect(first.locator("#main-content")).to_contain_text("Signed and submitted by alpha-second")  # by itself
        for width in (1280, 390):
            first.set_viewport_size({"width": width, "height": 800})
            assert first.evaluate("document.documentElement.scrollWidth") <= width
    assert Bid.objects.get().first_seat == cast.alpha.submitter
