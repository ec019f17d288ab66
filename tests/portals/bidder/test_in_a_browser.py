"""The bidder's journey in a real Chromium, by keyboard, and every page on the way checked by axe-core."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from auctions.models import Bid
from tests.cast import Cast, assemble
from tests.portals.browsing import accessible, browsing

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble(demonstration=True)


@pytest.fixture
def page(cast: Cast, chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A browser of Alpha's submitter, signed in."""
    with browsing(chromium, live_server.url, cast.alpha.submitter.person) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text("No round is open")
        yield page


def test_from_waiting_to_the_receipt_by_keyboard(cast: Cast, page: Page) -> None:
    accessible(page)
    cast.open_round(minutes=30)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your bid in clock round 1")  # by itself
    accessible(page)

    page.get_by_label("Quantity of A, lots").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#verdict")).to_contain_text("The rules allow this bid")
    expect(page.locator("#verdict .cb-deciding")).to_have_text("20")
    expect(page.locator("#cost-1")).to_have_text("20")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this your bid?")
    accessible(page)

    page.get_by_role("button", name="Submit this bid").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bid received")
    accessible(page)
    assert Bid.objects.get().ballot == {"package": {"A": 2}}


def test_the_countdown_runs_and_a_lost_connection_is_told_and_told_again_when_restored(cast: Cast, page: Page) -> None:
    cast.open_round(minutes=5)
    expect(page.locator("[data-countdown]")).to_have_text(re.compile("^04:5[0-8]$"))
    expect(page.locator("#connection")).to_have_text("Connected")

    page.context.set_offline(True)
    expect(page.locator("#connection")).to_contain_text("Connection lost", timeout=15_000)
    expect(page.locator("#announcements")).to_contain_text("Connection lost")
    page.context.set_offline(False)
    expect(page.locator("#connection")).to_contain_text("Connection restored", timeout=15_000)


def test_a_round_that_closes_under_a_typed_bid_is_told_and_nothing_is_lost(cast: Cast, page: Page) -> None:
    cast.open_round(minutes=30)
    quantity = page.get_by_label("Quantity of A, lots")
    quantity.fill("2")

    cast.close_round()

    expect(page.get_by_role("alert")).to_contain_text("The auction has moved on")
    expect(quantity).to_have_value("2")


@pytest.mark.parametrize("width", [1280, 400])
def test_no_page_is_wider_than_the_screen(cast: Cast, page: Page, width: int) -> None:
    cast.play_round(alpha={"A": 1, "B": 1}, beta={"A": 2})
    cast.open_round(minutes=30)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your bid in clock round 2")  # no reload is under way
    page.set_viewport_size({"width": width, "height": 800})

    for path in ("", "history/", "result/"):
        page.goto(f"/bid/two-bands/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        accessible(page)


def test_a_long_chain_of_binding_rounds_leaves_the_amounts_on_the_screen(cast: Cast, page: Page) -> None:
    chain = [{"A": 2, "B": 1}, {"A": 2}, {"A": 1, "B": 1}, {"A": 1}, {"B": 1}]
    for package in chain:
        cast.play_round(alpha=package, beta={"A": 2}, gamma={"A": 1} if package != chain[-1] else {})
    cast.open_round(minutes=30)
    page.goto("/bid/two-bands/")
    page.set_viewport_size({"width": 1024, "height": 800})
    expect(page.locator("#packages")).to_contain_text("by way of rounds")

    box = page.locator(".cb-scroll", has=page.locator("#packages")).bounding_box()
    assert box is not None
    for field in page.locator("#packages .cb-amount").all():
        placed = field.bounding_box()
        assert placed is not None
        assert placed["x"] + placed["width"] <= box["x"] + box["width"]
