"""A sealed round in real browsers: the ceremony of three, a bidder who sees its own bid, the opening by two; every page
on the way checked by axe-core and fit for a telephone.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from auctions import selectors
from auctions.models import Bid
from bidders.models import Seat
from tests.cast import Cast, assemble, passphrase_of
from tests.portals.browsing import accessible, browsing

pytestmark = pytest.mark.browser
PASSPHRASE = "seven seals on a bid"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble(demonstration=True, custodians=True)


def fits(page: Page) -> None:
    """Accessible, and no wider than a telephone's screen."""
    accessible(page)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})


def chooses_passphrase(page: Page, seat: Seat) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="Key ceremony").first.click()
    page.get_by_label("New passphrase", exact=True).fill(passphrase_of(seat))
    page.get_by_label("New passphrase, again").fill(passphrase_of(seat))
    fits(page)
    page.get_by_role("button", name="Choose this passphrase").press("Enter")


def takes_share_home(page: Page, seat: Seat, home: Path) -> Path:
    """Download the share, and confirm it by reading it back."""
    page.goto("/regulator/two-bands/ceremony/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my share").click()
    file = home / download.value.suggested_filename
    download.value.save_as(file)
    page.get_by_label("Share file").set_input_files(file)
    page.get_by_label("Passphrase", exact=True).fill("not the passphrase")
    page.get_by_role("button", name="Confirm my share").click()
    expect(page.locator("#id_passphrase-error")).to_contain_text("This is not the passphrase")
    fits(page)
    page.get_by_label("Share file").set_input_files(file)
    page.get_by_label("Passphrase", exact=True).fill(passphrase_of(seat))
    page.get_by_role("button", name="Confirm my share").click()
    expect(page.locator("#main-content")).to_contain_text("Your share is confirmed.")
    return file


def test_from_the_ceremony_to_the_opening(
    cast: Cast, chromium: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    address = live_server.url
    with (
        browsing(chromium, address, cast.auctioneer.person) as auctioneer,
        browsing(chromium, address, cast.second_officer.person) as officer,
        browsing(chromium, address, cast.compliance.person) as compliance,
        browsing(chromium, address, cast.alpha.submitter.person) as alpha,
    ):
        pages = ((auctioneer, cast.auctioneer), (officer, cast.second_officer), (compliance, cast.compliance))
        for page, seat in pages:
            chooses_passphrase(page, seat)
        files = [takes_share_home(page, seat, tmp_path) for page, seat in pages]
        expect(compliance.locator("#main-content")).to_contain_text("Sealed rounds can be opened for bids")
        fits(compliance)

        cast.play_clock()
        cast.open_round(minutes=30)
        alpha.goto("/bid/two-bands/")
        alpha.get_by_role("link", name="Set a passphrase first").click()
        alpha.get_by_label("New passphrase", exact=True).fill(PASSPHRASE)
        alpha.get_by_label("New passphrase, again").fill(PASSPHRASE)
        fits(alpha)
        alpha.get_by_role("button", name="Set this passphrase").press("Enter")
        alpha.get_by_label("Amount for 1 × A, 1 × B, EUR").fill("31")
        alpha.get_by_role("button", name="Check this list").click()
        alpha.get_by_role("button", name="Submit this bid").click()
        expect(alpha.locator("#main-content")).to_contain_text("31")
        fits(alpha)
        assert Bid.objects.get(round__stage="supplementary").ballot is None
        alpha.goto("/bid/two-bands/")
        expect(alpha.get_by_label("Amount for 1 × A, 1 × B, EUR")).to_have_value("31")
        alpha.goto("/bid/two-bands/sealed/")
        alpha.get_by_role("button", name="Lock").click()
        alpha.goto("/bid/two-bands/")
        expect(alpha.get_by_label("Amount for 1 × A, 1 × B, EUR")).to_have_value("")
        fits(alpha)

        for page in (auctioneer, compliance):
            page.goto("/regulator/two-bands/ballots/")
            expect(page.locator("#main-content")).to_contain_text("The round is still open.")
        cast.close_round()
        for (page, seat), file in zip((pages[2], pages[0]), (files[2], files[0]), strict=True):
            page.get_by_label("Share file").set_input_files(file)  # the page has changed by itself
            page.get_by_label("Passphrase", exact=True).fill(passphrase_of(seat))
            fits(page)
            page.get_by_role("button", name="Hand in my share").click()
            expect(page.locator("#main-content")).to_contain_text(
                "Another custodian’s is needed" if page is compliance else "The ballots are open."
            )
        expect(compliance.locator("#main-content")).to_contain_text("No ballots wait to be opened.")  # by itself
    assert selectors.awaiting_opening(cast.auction) is None
    assert Bid.objects.get(round__stage="supplementary").ballot is not None
