"""The bidder's journey in a real Chromium, by keyboard, and every page on the way checked by axe-core."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from auctions.models import Bid
from tests.cast import Cast, assemble

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "a password of some length"

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble(demonstration=True)


@pytest.fixture
def page(cast: Cast, chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A browser of Alpha's submitter, signed in. The test fails where a script failed or the CSP stopped something."""
    person = cast.alpha.submitter.person
    person.set_password(PASSWORD)
    person.save()
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=live_server.url)
    page = context.new_page()
    page.set_default_timeout(10_000)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on(
        "console", lambda message: broken.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.goto("/sign-in/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("No round is open")
    yield page
    context.close()
    assert broken == []


def accessible(page: Page) -> None:
    """No violation of WCAG 2.2 AA that axe-core can find."""
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
    )
    told = [(broken["id"], [node["html"] for node in broken["nodes"]]) for broken in found["violations"]]
    assert told == []


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
