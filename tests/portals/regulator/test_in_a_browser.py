"""The auctioneer takes an auction from its clock stage to the published result, through the pages alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from auctions import selectors, tasks
from tests.cast import Cast, assemble
from tests.portals.browsing import accessible, browsing

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble(demonstration=True)


@pytest.fixture
def page(cast: Cast, chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The auctioneer's browser, signed in."""
    with browsing(chromium, live_server.url, cast.auctioneer.person) as page:
        yield page


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def open_round(page: Page, label: str) -> None:
    page.goto("/regulator/two-bands/open/")
    expect(page.get_by_role("heading", level=1)).to_have_text(label)
    accessible(page)
    press(page, "Check and continue")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{label}?")
    accessible(page)
    press(page, label)
    expect(page.get_by_role("heading", level=1)).to_have_text("Control room")


def close_round(page: Page) -> None:
    page.goto("/regulator/two-bands/close/")
    accessible(page)
    press(page, "Close the round")
    expect(page.get_by_role("heading", level=1)).to_have_text("Control room")
    accessible(page)


def determine(page: Page, cast: Cast) -> None:
    """Ask for the computation by page; the worker's task is run here, as no worker is."""
    page.goto("/regulator/two-bands/determine/")
    accessible(page)
    press(page, "Start the computation")
    expect(page.get_by_role("heading", level=1)).to_have_text("Control room")
    solve = selectors.latest_solve(cast.auction)
    assert solve is not None
    tasks.determine_winners(solve.pk)


def test_from_the_first_clock_round_to_the_published_result(
    cast: Cast, page: Page, chromium: Browser, live_server: LiveServer
) -> None:
    accessible(page)
    open_round(page, "Open clock round 1")
    cast.alpha.bids({"A": 1, "B": 1})
    cast.beta.bids({"A": 1})
    cast.gamma.bids({"A": 1})
    expect(page.locator("main")).to_contain_text("3 of 4")  # by itself
    close_round(page)
    expect(page.locator("main")).to_contain_text("price rises")
    open_round(page, "Open clock round 2")
    cast.alpha.bids({"A": 1, "B": 1})
    cast.beta.bids({"A": 1})
    close_round(page)

    open_round(page, "Open the supplementary round")
    cast.alpha.submits({"bids": [{"package": {"A": 1, "B": 1}, "amount": 30}]})
    close_round(page)
    determine(page, cast)
    page.goto("/regulator/two-bands/result/")
    expect(page.locator("main")).to_contain_text("Alpha")
    accessible(page)

    open_round(page, "Open the assignment round")
    expect(page.locator("main")).to_contain_text("0 of 2")
    expect(page.locator("#bidders")).to_contain_text("nothing to decide")  # Gamma and Delta won nothing
    close_round(page)
    determine(page, cast)
    for path in ("rounds/", "journal/", "publish/"):
        page.goto(f"/regulator/two-bands/{path}")
        accessible(page)
    press(page, "Publish the result")

    with browsing(chromium, live_server.url) as public:
        public.goto("/auctions/two-bands/")
        for told in ("Alpha", "Beta", "791 to 796 MHz"):
            expect(public.locator("main")).to_contain_text(told)
        accessible(public)
        public.goto("/")
        accessible(public)


@pytest.mark.parametrize("width", [1280, 400])
def test_no_page_is_wider_than_the_screen(cast: Cast, page: Page, width: int) -> None:
    cast.play_clock()
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("", "rounds/", "result/", "journal/", "open/"):
        page.goto(f"/regulator/two-bands/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto("/auctions/two-bands/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
