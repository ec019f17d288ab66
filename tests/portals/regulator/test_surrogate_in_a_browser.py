"""A bid by telephone in a real browser, every page on the way checked by axe-core."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from auctions.models import Bid
from tests.cast import DOCUMENT, RULEBOOK, Cast, assemble
from tests.portals.browsing import accessible, browsing

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two bands, where a ballot may come by another channel."""
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "extensions": {"other_channel": True}})
    return assemble(demonstration=True)


def fits(page: Page) -> None:
    """Accessible, and no wider than a telephone's screen."""
    accessible(page)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})


def test_one_officer_enters_and_another_approves(cast: Cast, chromium: Browser, live_server: LiveServer) -> None:
    cast.open_round(minutes=30)
    with (
        browsing(chromium, live_server.url, cast.auctioneer.person) as page,
        browsing(chromium, live_server.url, cast.second_officer.person) as second,
    ):
        page.goto("/regulator/two-bands/")
        page.get_by_role("button", name="Enter a bid by telephone").click()
        fits(page)
        page.get_by_role("link", name="Alpha").click()
        fits(page)
        page.get_by_label("Quantity of A, lots").fill("2")
        expect(page.locator("#verdict")).to_contain_text("The rules allow this bid")
        page.get_by_role("button", name="Check this bid").click()
        page.get_by_label("Who called").select_option("alpha-submitter")
        page.get_by_label("How the caller was authenticated").fill("called back on the registered number")
        page.get_by_label("A technical failure keeps the bidder from submitting here").check()
        page.get_by_role("button", name="Propose this bid").click()
        expect(page.get_by_role("heading", name="This was not done")).to_be_visible()
        fits(page)
        page.get_by_label("The caller is authenticated").check()
        page.get_by_role("button", name="Propose this bid").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Enter a bid of Alpha by telephone")
        fits(page)

        second.goto("/regulator/two-bands/")
        second.get_by_role("button", name="Review and decide").click()
        expect(second.locator("#main-content")).to_contain_text("twenty EUR")
        fits(second)
        second.get_by_role("button", name="Approve").click()
        second.wait_for_url("**/regulator/two-bands/")
    assert Bid.objects.get().ballot == {"package": {"A": 2}}
