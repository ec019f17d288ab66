"""Two officers take an auction from its clock stage to the published result, through the pages alone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from auctions import selectors, tasks
from auctions.models import ProposalKind
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


@pytest.fixture
def second(cast: Cast, chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The second officer's browser, in the control room."""
    with browsing(chromium, live_server.url, cast.second_officer.person) as page:
        page.goto("/regulator/two-bands/")
        yield page


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def approve(second: Page, title: str) -> None:
    """The proposal comes to the second officer's control room by itself; it is reviewed and approved."""
    second.get_by_role("button", name=re.compile(f"Review and decide.*{title}")).click()
    expect(second.get_by_role("heading", level=1)).to_have_text(f"{title}?")
    accessible(second)
    second.get_by_role("button", name="Approve").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Control room")
    expect(second.locator("main")).to_contain_text(f"Approved and done: {title}.")


def propose(page: Page, path: str, button: str) -> None:
    page.goto(f"/regulator/two-bands/{path}/")
    accessible(page)
    press(page, button)
    expect(page.get_by_role("heading", level=1)).to_have_text("Control room")
    expect(page.locator("main")).to_contain_text("waiting for a second officer")
    accessible(page)


@contextmanager
def loading_itself_anew(page: Page) -> Iterator[None]:
    """The control room does so when the auction has moved on in the block; to go elsewhere meanwhile collides."""
    frame = page.locator("#frame")
    made_for = frame.get_attribute("data-moment") or ""
    yield
    expect(frame).not_to_have_attribute("data-moment", made_for)


def open_round(page: Page, second: Page, label: str) -> None:
    page.goto("/regulator/two-bands/open/")
    expect(page.get_by_role("heading", level=1)).to_have_text(label)
    accessible(page)
    press(page, "Check and continue")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{label}?")
    accessible(page)
    press(page, f"Propose: {label}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Control room")
    with loading_itself_anew(page):
        approve(second, label)
    expect(page.locator("main")).to_contain_text("bidders have submitted")


def close_round(page: Page, second: Page, title: str) -> None:
    propose(page, "close", "Propose to close the round")
    with loading_itself_anew(page):
        approve(second, title)


def determine(page: Page, second: Page, cast: Cast, title: str) -> None:
    """Ask for the computation by page, and certify it; the worker's tasks are run here, as no worker is."""
    page.goto("/regulator/two-bands/determine/")
    accessible(page)
    press(page, "Start the computation")
    expect(page.get_by_role("heading", level=1)).to_have_text("Control room")
    solve = selectors.latest_solve(cast.auction)
    assert solve is not None
    with loading_itself_anew(page):
        tasks.determine_winners(solve.pk)
    expect(page.locator("main")).to_contain_text("Being computed again by another method.")
    tasks.verify_result(solve.pk)
    expect(page.locator("main")).to_contain_text("came to the same result")  # by itself
    propose(page, "certify", "Propose to certify the result")
    approve(second, title)


def test_from_the_first_clock_round_to_the_published_result(
    cast: Cast, page: Page, second: Page, chromium: Browser, live_server: LiveServer
) -> None:
    accessible(page)
    open_round(page, second, "Open clock round 1")
    cast.alpha.bids({"A": 1, "B": 1})
    cast.beta.bids({"A": 1})
    cast.gamma.bids({"A": 1})
    expect(page.locator("main")).to_contain_text("3 of 4")  # by itself
    close_round(page, second, "Close clock round 1")
    expect(page.locator("main")).to_contain_text("price rises")
    open_round(page, second, "Open clock round 2")
    cast.alpha.bids({"A": 1, "B": 1})
    cast.beta.bids({"A": 1})
    close_round(page, second, "Close clock round 2")

    open_round(page, second, "Open the supplementary round")
    cast.alpha.submits({"bids": [{"package": {"A": 1, "B": 1}, "amount": 30}]})
    close_round(page, second, "Close the supplementary round")
    determine(page, second, cast, "Certify winners and base prices")
    page.goto("/regulator/two-bands/result/")
    expect(page.locator("main")).to_contain_text("Alpha")
    accessible(page)

    open_round(page, second, "Open the assignment round")
    expect(page.locator("main")).to_contain_text("0 of 2")
    expect(page.locator("#bidders")).to_contain_text("nothing to decide")  # Gamma and Delta won nothing
    close_round(page, second, "Close the assignment round")
    determine(page, second, cast, "Certify the assignment")
    for path in ("rounds/", "journal/", "proposals/"):
        page.goto(f"/regulator/two-bands/{path}")
        accessible(page)
    propose(page, "publish", "Propose to publish the result")
    approve(second, "Publish the result")

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
    proposed = cast.proposes(ProposalKind.OPEN_ROUND, by=cast.second_officer)
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("", "rounds/", "result/", "journal/", "open/", "proposals/", f"proposals/{proposed.sequence}/"):
        page.goto(f"/regulator/two-bands/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto("/auctions/two-bands/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
