"""Real browsers: from a ready-made rulebook through the rehearsal to the auction that two officers host."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from auctions import tasks
from auctions.drafts.models import AuctionDraft, Rehearsal
from auctions.models import Auction
from bidders.models import OrganisationKind, Seat, SeatRole
from tests.cast import a_person, a_seat, an_organisation
from tests.portals.browsing import accessible, browsing

pytestmark = pytest.mark.browser


@pytest.fixture
def officers(transactional_db: None) -> tuple[Seat, Seat]:
    authority = an_organisation("Authority", OrganisationKind.REGULATOR)
    return (
        a_seat(a_person("auctioneer"), authority, SeatRole.AUCTIONEER),
        a_seat(a_person("officer2"), authority, SeatRole.SECOND_OFFICER),
    )


@pytest.fixture
def page(officers: tuple[Seat, Seat], chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The auctioneer's browser, signed in."""
    with browsing(chromium, live_server.url, officers[0].person) as page:
        yield page


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def add_bidder(page: Page, number: int, name: str, points: int) -> None:
    press(page, "Add a bidder")
    group = page.get_by_role("group").nth(number)
    group.get_by_label("Short name").fill(name)
    group.get_by_label("Eligibility applied for").fill(str(points))
    group.get_by_label("Submitters", exact=True).fill(f"{name.lower()}-person")
    expect(page.locator("#standing")).to_have_text("Saved as you type.")


def test_from_a_preset_through_the_rehearsal_to_the_auction_that_two_officers_host(
    officers: tuple[Seat, Seat], page: Page, chromium: Browser, live_server: LiveServer
) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Auctions and drafts")  # nothing else to choose
    accessible(page)
    page.get_by_role("link", name="New auction").click()
    accessible(page)
    page.get_by_label("Title").fill("Spring sale")
    page.get_by_label("Begin with the rules of").select_option("plain")
    press(page, "Begin the draft")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Title")
    accessible(page)
    press(page, "Save and continue")

    # What is typed is judged while it is typed, and saved.
    supply = page.get_by_label("Lots for sale").first
    supply.fill("six")
    expect(page.locator("main")).to_contain_text("should be a valid integer (given 'six')")
    accessible(page)
    supply.fill("6")
    expect(page.locator("main")).not_to_contain_text("given 'six'")
    press(page, "Save and continue")

    for number, (name, points) in enumerate((("North", 30), ("South", 30), ("West", 20))):
        add_bidder(page, number, name, points)
    accessible(page)
    for title in ("Rules and caps", "Schedule", "Disclosure", "Seed and custodians", "Preview and rehearsal"):
        press(page, "Save and continue")
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        accessible(page)

    press(page, "Rehearse now")
    expect(page.locator("#rehearsed")).to_contain_text("0 of 3 courses are played.")
    tasks.rehearse(Rehearsal.objects.get().pk)  # no worker runs here
    expect(page.locator("#rehearsed")).to_contain_text("All 3 courses are played.")  # by itself
    accessible(page)
    page.get_by_role("link", name="Preview and rehearsal").first.click()
    press(page, "Propose to host the auction")
    expect(page.locator("#proposed")).to_contain_text("Another officer has to approve it.")
    accessible(page)

    with browsing(chromium, live_server.url, officers[1].person) as second:
        second.get_by_role("link", name="Spring sale").click()
        expect(second.locator("#proposed")).to_contain_text(AuctionDraft.objects.get().hash)
        accessible(second)
        press(second, "Approve and host")
        expect(second.get_by_role("heading", level=1)).to_have_text("Spring sale is hosted")
        expect(second.locator("main")).to_contain_text("north-person")
        accessible(second)
        second.get_by_role("link", name="Go to the control room").click()
        expect(second.get_by_role("heading", level=1)).to_have_text("Control room")
    assert [each.bidder_id for each in Auction.objects.get().participants.all()] == ["North", "South", "West"]


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_of_the_wizard_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.goto("/regulator/drafts/new/")
    page.get_by_label("Title").fill("Spring sale")
    page.get_by_label("Begin with the rules of").select_option("ireland-2012")
    press(page, "Begin the draft")
    page.set_viewport_size({"width": width, "height": 800})
    draft = AuctionDraft.objects.get().pk
    for step in ("title", "categories", "bidders", "rules", "schedule", "disclosure", "seed", ""):
        page.goto(f"/regulator/drafts/{draft}/{step}/".replace("//", "/"))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, step


def test_check_my_setup_measures_clock_and_connection_and_a_practice_bid_comes_back(page: Page) -> None:
    page.goto("/account/setup/")
    for told in (
        "milliseconds to the server and back",
        "within 2 seconds of the server’s",
        "on: pages keep themselves",
    ):
        expect(page.locator("#checks")).to_contain_text(told)
    accessible(page)
    page.get_by_label("Amount").fill("250000")
    press(page, "Submit for practice")
    expect(page.locator("main")).to_contain_text(
        re.compile(r"250,000 reached the server at \d\d:\d\d:\d\d and came back")
    )
    accessible(page)
    with page.expect_download() as started:
        page.get_by_role("link", name="Download a practice file").click()
    assert started.value.suggested_filename == "practice.csv"
