"""Drafts survive a closed browser, in the bidder's own browser alone; the rules answer while one types; in Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from auctions.models import Bid
from tests.cast import Cast, assemble
from tests.portals.bidder.wide import as_csv, two_thousand_bids, wide_auction
from tests.portals.browsing import accessible, browsing

pytestmark = pytest.mark.browser

DRAFTS = "() => Object.keys(localStorage).filter((key) => key.startsWith('clearband-draft/'))"
HEADING = "Your supplementary bids"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = assemble(demonstration=True)
    cast.play_clock()
    cast.open_round(minutes=30)
    return cast


@pytest.fixture
def page(cast: Cast, chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A browser of Alpha's submitter, signed in, at the supplementary list."""
    with browsing(chromium, live_server.url, cast.alpha.submitter.person) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
        yield page


def amount(page: Page, package: str = "1 × A, 1 × B") -> str:
    return page.get_by_label(f"Amount for {package}, EUR").input_value()


def typed(page: Page, text: str, package: str = "1 × A, 1 × B") -> None:
    """Type an amount and wait until its draft is kept."""
    page.get_by_label(f"Amount for {package}, EUR").fill(text)
    page.wait_for_function(f"(text) => ({DRAFTS})().some((key) => localStorage.getItem(key).includes(text))", arg=text)


def opened_again(context: BrowserContext, page: Page) -> Page:
    """The same browser's storage in a new window, the old one closed."""
    address = page.url
    page.close()
    again = context.new_page()
    again.goto(address)
    return again


def test_a_draft_survives_a_closed_window_and_says_that_nothing_is_submitted(page: Page) -> None:
    typed(page, "31")

    again = opened_again(page.context, page)

    expect(again.locator("#draft")).to_contain_text("is restored. It is kept in this browser alone; nothing of it")
    expect(again.get_by_label("Amount for 1 × A, 1 × B, EUR")).to_have_value("31")
    accessible(again)
    assert Bid.objects.filter(round__stage="supplementary").count() == 0


def test_a_discarded_draft_is_gone_and_the_list_is_as_it_was(page: Page) -> None:
    typed(page, "31")
    again = opened_again(page.context, page)

    again.get_by_role("button", name="Discard the draft").click()

    expect(again.get_by_label("Amount for 1 × A, 1 × B, EUR")).to_have_value("")
    expect(again.locator("#draft")).to_be_hidden()
    assert again.evaluate(DRAFTS) == []


def test_a_draft_that_was_submitted_is_gone_with_the_receipt(page: Page) -> None:
    typed(page, "31")
    page.get_by_role("button", name="Check this list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this your bid?")
    assert len(page.evaluate(DRAFTS)) == 1

    page.get_by_role("button", name="Submit this bid").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Bid received")
    assert page.evaluate(DRAFTS) == []
    page.goto("/bid/two-bands/")
    expect(page.locator("#draft")).to_be_hidden()
    assert amount(page) == "31"


def test_signing_out_clears_the_browser_of_drafts(page: Page) -> None:
    typed(page, "31")

    page.get_by_role("button", name="Sign out").click()

    page.wait_for_url(lambda url: "/bid/" not in url)
    assert page.evaluate(DRAFTS) == []


def test_the_draft_of_a_clock_bid_survives_as_well(
    transactional_db: None, chromium: Browser, live_server: LiveServer
) -> None:
    cast = assemble(demonstration=True)
    cast.open_round(minutes=30)
    with browsing(chromium, live_server.url, cast.alpha.submitter.person) as page:
        page.get_by_label("Quantity of A, lots").fill("2")
        page.wait_for_function(f"() => ({DRAFTS})().length === 1")

        again = opened_again(page.context, page)

        expect(again.get_by_label("Quantity of A, lots")).to_have_value("2")
        expect(again.locator("#verdict .cb-deciding")).to_have_text("20")


def test_the_rules_answer_on_every_keystroke_without_a_page_load(page: Page) -> None:
    page.evaluate("window.same = true")

    page.get_by_label("Amount for 1 × A, 1 × B, EUR").press_sequentially("15")
    expect(page.locator("#packages")).to_contain_text("R-S6 at least 16, your own clock bid, would pass")
    page.get_by_label("Amount for 1 × A, 1 × B, EUR").fill("16")

    expect(page.locator("#packages")).not_to_contain_text("R-S6")
    expect(page.locator("#verdict")).to_contain_text("The rules allow this bid")
    assert page.evaluate("window.same") is True


def test_a_list_of_two_thousand_is_turned_filtered_edited_and_kept_as_a_draft(
    transactional_db: None, chromium: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = wide_auction(monkeypatch)
    with browsing(chromium, live_server.url, cast.alpha.submitter.person) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
        file = {"name": "packages.csv", "mimeType": "text/csv", "buffer": as_csv(two_thousand_bids())}
        page.get_by_label("CSV or XLSX file").set_input_files(file)  # type: ignore[arg-type]
        page.get_by_role("button", name="Read the file").click()
        expect(page.locator("#verdict")).to_contain_text("2,000")
        accessible(page)
        page.evaluate("window.same = true")

        page.get_by_label("Amount for 1 × D, EUR").fill("4")
        page.get_by_role("button", name="Page 2", exact=True).click()
        expect(page.get_by_role("button", name="Page 2", exact=True)).to_have_attribute("aria-current", "page")
        page.get_by_label("Show", exact=True).select_option("refused")
        expect(page.locator("#workbench")).to_contain_text("1 of 2,000 packages.")
        page.get_by_label("Change the package shown").select_option("remove_refused")
        page.get_by_role("button", name="Change", exact=True).click()

        expect(page.locator("#workbench")).to_contain_text("1 amount was changed.")
        expect(page.locator("#verdict")).to_contain_text("1,999")
        assert page.evaluate("window.same") is True
        page.wait_for_function(f"() => ({DRAFTS})().length === 1")
        page.goto("/bid/two-bands/")
        expect(page.locator("#verdict")).to_contain_text("1,999")
        expect(page.locator("#draft")).to_be_visible()
