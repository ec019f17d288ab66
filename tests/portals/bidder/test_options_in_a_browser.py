"""Price points, opting in, extensions and deposits in a real Chromium, at a desk and on a phone."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from auctions.models import Bid
from tests.cast import DOCUMENT, ELIGIBILITY, RULEBOOK, Cast, assemble
from tests.portals.browsing import accessible, browsing

pytestmark = pytest.mark.browser

WIDTHS = (1280, 400)
CLASSES = [{"id": "new", "name": "New operators"}]
WITHIN = {
    "clock": {"intra_round": True},
    "extensions": {"per_bidder": 2, "minutes": 20},
    "deposits": {"clock_share": 0.1},
}
RESERVED = {
    "classes": CLASSES,
    "reserved_portfolios": {"bidder_class": "new", "portfolios": [{"A": 1}, {"A": 1, "B": 1}]},
    "extensions": {"per_bidder": 1, "minutes": 20},
}


def cast_with(options: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch) -> Cast:
    classes = ["new"] if "classes" in options else []
    bidders = [
        {"id": name, "eligibility": points, "deposit": 10, "classes": classes} for name, points in ELIGIBILITY.items()
    ]
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, **options})
    monkeypatch.setitem(DOCUMENT, "bidders", bidders)
    return assemble()


@pytest.fixture
def within(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Bids within the round are taken; round 2 is open at 15 for A (it was 10) and 5 for B."""
    cast = cast_with(WITHIN, monkeypatch)
    cast.play_round(alpha={"A": 2, "B": 1}, beta={"A": 1}, gamma={"B": 1}, delta={"B": 1})
    cast.open_round(prices={"A": 15, "B": 6}, minutes=30)
    return cast


@pytest.fixture
def reserved(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """All bidders are new operators, who may opt in; round 1 is open."""
    cast = cast_with(RESERVED, monkeypatch)
    cast.open_round(minutes=30)
    return cast


@pytest.fixture
def at(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A browser of Alpha's submitter on the page of the round."""
    from bidders.models import Person

    with browsing(chromium, live_server.url, Person.objects.get(username="alpha-submitter")) as page:
        page.goto("/bid/two-bands/")
        yield page


def fits(page: Page) -> None:
    """Accessible, and no wider than the screen, at each width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        accessible(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_r_c9_a_price_point_is_priced_as_it_is_typed_and_enter_goes_on_to_the_confirmation(
    within: Cast, at: Page
) -> None:
    fits(at)
    at.get_by_label("Quantity of A, lots", exact=True).fill("1")
    at.get_by_label("Point 1: per cent of the way to the current prices").fill("40")
    at.get_by_label("Point 1: quantity of A, lots").fill("1")
    expect(at.locator("#point-1-price-1")).to_have_text("at 12")
    expect(at.locator("#point-1-cost")).to_have_text("18")
    expect(at.locator("#verdict")).to_contain_text("The rules allow this bid")

    at.keyboard.press("Enter")
    expect(at.get_by_role("heading", level=1)).to_have_text("Is this your bid?")
    fits(at)
    at.get_by_role("button", name="Submit this bid").click()
    expect(at.get_by_role("heading", level=1)).to_have_text("Bid received")
    fits(at)
    ballot = Bid.objects.latest("sequence").ballot
    assert ballot is not None and ballot["intra_round"] == [{"point": "2/5", "package": {"A": 1, "B": 1}}]


def test_r_c6_a_box_is_ticked_by_its_label_and_the_bid_on_the_portfolio_confirmed(reserved: Cast, at: Page) -> None:
    fits(at)
    at.get_by_label("Quantity of A, lots", exact=True).fill("2")
    at.get_by_text("Opt in to 1 × A", exact=True).click()
    at.get_by_label("Bid on 1 × A EUR", exact=False).first.fill("9")
    expect(at.locator("#verdict")).to_contain_text("at least 10, the reserve, would pass")
    at.get_by_label("Bid on 1 × A EUR", exact=False).first.fill("11")
    expect(at.locator("#verdict")).to_contain_text("The rules allow this bid")

    at.get_by_role("button", name="Check this bid").click()
    expect(at.locator("main")).to_contain_text("Opting in to the reserved portfolio 1 × A")
    fits(at)


def test_r_c7_when_the_round_runs_on_for_others_the_page_of_who_has_bid_says_so_by_itself(
    reserved: Cast, at: Page
) -> None:
    reserved.alpha.bids({"A": 2})

    reserved.close_round()

    expect(at.get_by_role("alert")).to_contain_text("The auction has moved on")
    at.get_by_role("link", name="Show the auction as it stands now").click()
    expect(at.get_by_role("heading", level=1)).to_have_text("Your time for this round is over")
    fits(at)
    at.goto("/bid/two-bands/rules/")
    fits(at)
