"""The assignment page in a real Chromium: the file in, the strips, and axe-core."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.cast import Cast, assemble
from tests.portals.browsing import accessible, browsing

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """In the assignment round."""
    cast = assemble(demonstration=True)
    cast.play_clock()
    cast.play_supplementary()
    cast.determine()
    cast.open_round()
    return cast


@pytest.fixture
def page(cast: Cast, chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A browser of Alpha's submitter, signed in."""
    with browsing(chromium, live_server.url, cast.alpha.submitter.person) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text("Your bids for specific frequencies")
        yield page


def test_a_file_of_amounts_fills_the_table_and_the_verdict(page: Page) -> None:
    accessible(page)
    page.get_by_label("CSV or XLSX file").set_input_files(
        {"name": "options.csv", "mimeType": "text/csv", "buffer": b"A,B,amount\nA2,,7\n"}
    )
    page.get_by_role("button", name="Read the file").click()

    expect(page.get_by_role("status").first).to_contain_text("1 option was read from the file")
    expect(page.get_by_label("Amount for A: A2 (796–801 MHz)")).to_have_value("7")
    expect(page.locator("#verdict .cb-deciding")).to_have_text("7")
    accessible(page)
