"""Passkeys and authenticator apps in a real Chromium, under the strict CSP, every page checked by axe-core.

Chromium's virtual authenticator stands for the person's telephone or security key. A passkey belongs to a name, never
to a number: the pages are asked for as http://localhost.
"""

import re
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from auctions.models import Bid
from bidders.models import SignIn
from bidders.sessions import live_sessions
from tests.cast import Cast, assemble
from tests.portals.account.signing_in import App, factors
from tests.portals.browsing import accessible, browsing

pytestmark = pytest.mark.browser
SITTING = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


@pytest.fixture
def address(live_server: LiveServer) -> str:
    return str(live_server.url).replace("127.0.0.1", "localhost")  # whichever of the two it is known by


@pytest.fixture
def page(cast: Cast, chromium: Browser, address: str, settings: LazySettings) -> Iterator[Page]:
    """Alpha's submitter, signed in with its password alone, on a machine that can keep passkeys; not the
    demonstration.
    """
    settings.SECOND_FACTOR_REQUIRED = True
    with browsing(chromium, address, cast.alpha.submitter.person) as page:
        with_authenticator(page)
        yield page


def with_authenticator(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": SITTING})


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/")


def make_passkey(page: Page) -> None:
    page.get_by_role("button", name="Add a passkey").click()
    accessible(page)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")


def test_a_passkey_is_made_and_signs_in_alone(cast: Cast, page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
    accessible(page)
    make_passkey(page)
    accessible(page)
    page.get_by_role("button", name="I have them: go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No round is open")

    sign_out(page)
    accessible(page)
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("No round is open")
    assert SignIn.objects.latest("at").factors == ["webauthn"]


def test_a_passkey_is_the_second_factor_after_a_password(cast: Cast, page: Page) -> None:
    make_passkey(page)
    sign_out(page)
    page.get_by_label("Username").fill(cast.alpha.submitter.person.username)
    page.get_by_label("Password").fill("a password of some length")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Use your passkey")).to_be_visible()
    accessible(page)

    page.get_by_role("button", name="Use your passkey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("No round is open")
    assert SignIn.objects.latest("at").factors == ["password", "webauthn"]


def test_a_bid_that_is_due_for_the_second_factor_is_confirmed_by_the_passkey_in_one_step(
    cast: Cast, page: Page, settings: LazySettings
) -> None:
    make_passkey(page)
    settings.STEP_UP_MINUTES = 0
    cast.open_round(minutes=30)
    page.goto("/bid/two-bands/")
    page.get_by_label("Quantity of A, lots").fill("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this your bid?")
    accessible(page)

    page.get_by_role("button", name="Submit with your passkey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Bid received")
    assert Bid.objects.get().ballot == {"package": {"A": 2}}


def test_an_app_is_set_up_by_its_square_and_asked_for_on_the_confirmation(
    cast: Cast, page: Page, settings: LazySettings
) -> None:
    page.get_by_role("button", name="Set up an authenticator app").click()
    expect(page.get_by_alt_text("QR code of the key below")).to_be_visible()
    accessible(page)
    app = object.__new__(App)
    app.secret = page.locator("code").inner_text()
    page.get_by_label("Code that the app shows").fill(app.code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    assert factors(cast.alpha.submitter.person) == {"totp", "recovery_codes"}
    recovery = page.locator("code").first.inner_text()

    settings.STEP_UP_MINUTES = 0
    cast.open_round(minutes=30)
    page.goto("/bid/two-bands/")
    page.get_by_role("button", name=re.compile("No bid")).first.click()
    accessible(page)
    page.get_by_label("Code of your authenticator app").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    accessible(page)
    page.get_by_label("Code of your authenticator app").fill(recovery)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("received")


def test_a_passkey_that_is_not_there_is_told_and_the_page_goes_on(page: Page) -> None:
    sign_out(page)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    button = page.get_by_role("button", name="Sign in with a passkey")
    button.click()

    expect(page.get_by_role("alert").filter(has_text="No passkey was used")).to_be_visible(timeout=20_000)
    expect(button).to_be_enabled()


def test_the_pages_of_the_account_are_accessible(cast: Cast, page: Page) -> None:
    make_passkey(page)
    for address in ("", "app/"):
        page.goto(f"/account/second-factor/{address}")
        accessible(page)
    for address in ("/account/password/", "/account/sessions/", "/account/sign-ins/", "/account/seats/"):
        page.goto(address)
        accessible(page)
    sign_out(page)
    page.goto("/invitation/")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("alert").first).to_contain_text("There is a problem")
    accessible(page)


def test_an_open_page_says_when_its_session_was_ended_and_keeps_what_was_typed(
    cast: Cast, chromium: Browser, address: str
) -> None:
    person = cast.alpha.submitter.person
    cast.open_round(minutes=30)
    with browsing(chromium, address, person) as page:
        page.get_by_label("Quantity of A, lots").fill("2")
        live_sessions(person).get().end()

        expect(page.locator("#connection")).to_contain_text("Your session is over", timeout=10_000)
        expect(page.get_by_label("Quantity of A, lots")).to_have_value("2")
        accessible(page)


def test_where_the_address_is_a_number_the_page_says_where_passkeys_work(
    cast: Cast, chromium: Browser, live_server: LiveServer
) -> None:
    number = live_server.url.replace("localhost", "127.0.0.1")
    with browsing(chromium, number, cast.alpha.submitter.person) as page:
        page.goto("/account/second-factor/passkeys/add/")

        expect(page.get_by_role("alert").filter(has_text="http://localhost:")).to_be_visible()
        expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()
