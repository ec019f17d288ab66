"""Recording and forfeiting deposits in a real Chromium, at a desk and on a phone."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from auctions.models import Proposal
from tests.cast import DOCUMENT, RULEBOOK, Cast, assemble
from tests.portals.browsing import accessible, browsing

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two bands, where half of every clock bid must be on deposit; everybody has 10 there."""
    bidders = [{**each, "deposit": 10} for each in DOCUMENT["bidders"]]
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "deposits": {"clock_share": 0.5}})
    monkeypatch.setitem(DOCUMENT, "bidders", bidders)
    return assemble()


def fits(page: Page) -> None:
    """Accessible, and no wider than the screen, at each width."""
    for width in (1280, 400):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        accessible(page)


def test_r_d1_a_deposit_is_recorded_and_another_forfeited_by_the_links_of_the_list(
    cast: Cast, chromium: Browser, live_server: LiveServer
) -> None:
    with browsing(chromium, live_server.url, cast.auctioneer.person) as page:
        page.goto("/regulator/two-bands/")
        page.get_by_role("link", name="Deposits").click()
        fits(page)
        page.get_by_role("link", name="Record more from Alpha").click()
        expect(page.get_by_label("Bidder")).to_have_value("Alpha")
        page.get_by_role("button", name="Check and continue").click()
        expect(page.locator("main")).to_contain_text("Enter the amount that was received.")
        fits(page)
        page.get_by_label("Amount received").fill("1,500")
        page.get_by_role("button", name="Check and continue").click()
        expect(page.locator("main")).to_contain_text("EUR 1,500")
        fits(page)
        page.get_by_role("button", name="Propose to record the deposit").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Deposits")
        cast.approves(Proposal.objects.latest("pk"))
        page.reload()
        expect(page.get_by_role("row", name="Alpha")).to_contain_text("1,510")

        page.get_by_role("link", name="Forfeit of Beta").click()
        page.get_by_label("Share of the deposit that is forfeited, per cent").fill("12.5")
        page.get_by_label("Reason").fill("Withdrew its bid")
        page.get_by_role("button", name="Check and continue").click()
        expect(page.locator("main")).to_contain_text("EUR 1")
        fits(page)
        page.get_by_role("button", name="Propose to forfeit the deposit").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Deposits")
        cast.approves(Proposal.objects.latest("pk"))
        page.reload()
        expect(page.locator("main")).to_contain_text("Withdrew its bid")
        fits(page)
