"""Outside the demonstration nobody does anything before it has proved a second factor (ASVS 6.3.3)."""

import json
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.urls import get_resolver, reverse

from bidders.models import Outcome, Person, SignIn
from tests.cast import Cast
from tests.portals.account.signing_in import App, Browser, factors, later, recovery_codes_of

SET_UP = "/account/second-factor/"


@pytest.fixture
def required(settings: LazySettings) -> None:
    """Not the demonstration."""
    settings.SECOND_FACTOR_REQUIRED = True


def test_in_the_demonstration_the_password_is_enough_and_the_page_says_what_would_be_asked(person: Person) -> None:
    browser = Browser()

    assert browser.sign_in(person)["Location"] == reverse("account:desk")
    assert "A real installation lets nobody go on" in browser.get("mfa_index").content.decode()


def test_with_a_password_alone_a_person_reaches_only_the_pages_that_set_a_second_factor_up(
    required: None, person: Person
) -> None:
    browser = Browser()
    browser.sign_in(person)
    pages = [("account:desk",), ("bidder:round", "two-bands"), ("account:seats",), ("public:home",)]

    assert [browser.get(*page).headers.get("Location") for page in pages] == [SET_UP] * 4
    assert "Set one up before you go on" in browser.get("mfa_index").content.decode()
    assert browser.get("mfa_activate_totp").status_code == browser.get("mfa_add_webauthn").status_code == 200


def test_every_other_page_of_the_platform_is_closed_to_a_password_alone(required: None, person: Person) -> None:
    browser = Browser()
    browser.sign_in(person)
    open_pages = {SET_UP, f"{SET_UP}app/", f"{SET_UP}passkeys/add/", "/healthz", "/readyz", "/sign-out/"}
    addresses = {f"/{address}" for address in _addresses()} - open_pages

    answers = {address: browser.client.get(address, REMOTE_ADDR=browser.address) for address in addresses}

    assert len(addresses) > 40
    assert {address for address, answer in answers.items() if answer.headers.get("Location") != SET_UP} == set()


def test_a_bid_is_not_placed_with_a_password_alone(required: None, cast: Cast, person: Person) -> None:
    cast.open_round()
    browser = Browser()
    browser.sign_in(person)

    assert browser.post("bidder:submit", "two-bands", ballot='{"package": {"A": 1}}')["Location"] == SET_UP


def test_a_session_without_proof_is_not_opened_by_setting_a_factor_up_elsewhere(required: None, person: Person) -> None:
    thief = Browser("203.0.113.9")
    thief.sign_in(person)
    App(person)

    assert thief.get("account:desk")["Location"] == SET_UP
    assert "Sign out and sign in again" in thief.get("mfa_index").content.decode()
    assert thief.get("mfa_activate_totp").status_code == thief.get("mfa_add_webauthn").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_shows_recovery_codes_once_and_opens_the_pages(required: None, person: Person) -> None:
    browser = Browser()
    browser.sign_in(person)
    page = browser.get("mfa_activate_totp").content.decode()
    secret = browser.client.session["mfa.totp.secret"]
    app = App.__new__(App)
    app.secret = secret

    answer = browser.post("mfa_activate_totp", code=app.code())

    assert 'src="data:image/svg+xml;base64,' in page and secret in page
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    shown = browser.get("mfa_view_recovery_codes").content.decode()
    assert all(code in shown for code in recovery_codes_of(person))
    again = browser.get("mfa_view_recovery_codes").content.decode()
    assert not any(code in again for code in recovery_codes_of(person))
    assert browser.get("account:desk").status_code == 302 and browser.get("account:sessions").status_code == 200


def test_with_a_factor_the_password_leads_to_the_code_and_the_code_to_the_desk(required: None, person: Person) -> None:
    app, browser = App(person), Browser()

    assert browser.sign_in(person)["Location"] == reverse("mfa_authenticate")
    assert not browser.is_in
    assert browser.post("mfa_authenticate", code=app.code())["Location"] == reverse("account:desk")
    assert browser.get("account:sessions").status_code == 200


def test_a_code_passes_once_even_while_it_is_still_shown(person: Person) -> None:
    code = App(person).code()
    Browser().sign_in(person, code=code)

    second = Browser()
    refused = second.sign_in(person, code=code)

    assert "was used before" in refused.content.decode()
    assert not second.is_in


def test_a_code_that_passed_does_not_pass_again_while_the_clock_would_still_take_it(person: Person) -> None:
    app = App(person)
    code = app.code(steps=1)  # a clock that is fast: valid for a minute and a half
    Browser().sign_in(person, code=code)

    with later(seconds=31):
        second = Browser()
        second.sign_in(person, code=code)
        assert not second.is_in


def test_a_code_of_long_ago_does_not_pass(person: Person) -> None:
    app, browser = App(person), Browser()

    assert "too old" in browser.sign_in(person, code=app.code(steps=-3)).content.decode()
    assert SignIn.objects.get().outcome == Outcome.WRONG_CODE


def test_a_recovery_code_stands_in_for_the_app_once(person: Person) -> None:
    App(person)
    code = recovery_codes_of(person)[0]
    first, second = Browser(), Browser()
    first.sign_in(person, code=code)
    second.sign_in(person, code=code)

    assert (first.is_in, second.is_in) == (True, False)


def test_the_only_second_factor_cannot_be_removed_where_one_is_required(required: None, person: Person) -> None:
    app, browser = App(person), Browser()
    browser.sign_in(person, code=app.code())

    answer = browser.post("mfa_deactivate_totp")

    assert "Set up another one first" in answer.content.decode()
    assert "totp" in factors(person)


def test_secrets_of_second_factors_rest_encrypted_and_outlive_a_new_key(person: Person, settings: LazySettings) -> None:
    app = App(person)
    recovery_codes_of(person)
    stored = json.dumps([each.data for each in Authenticator.objects.filter(user=person)])
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key of the installation, at least fifty characters"
    settings.SECRET_KEY_FALLBACKS = [old]

    assert app.secret not in stored
    assert get_adapter().decrypt(Authenticator.objects.get(user=person, type="totp").data["secret"]) == app.secret


def _addresses(resolver: Any = None, prefix: str = "") -> list[str]:
    """Every address of the platform, with something plausible for each of its parameters."""
    found: list[str] = []
    plausible = {"slug": "two-bands", "pk": 1, "number": 1}
    for each in (resolver or get_resolver()).url_patterns:
        if hasattr(each, "url_patterns"):
            found += _addresses(each, prefix + str(each.pattern))
            continue
        converters = each.pattern.converters
        route = prefix + str(each.pattern)
        for name, converter in converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower()
            value = plausible.get(name, "11111111-1111-4111-8111-111111111111" if kind == "uuid" else 1)
            route = route.replace(f"<{kind}:{name}>", str(value))
        for name, value in plausible.items():
            for kind in ("slug", "int", "uuid"):
                route = route.replace(f"<{kind}:{name}>", str(value))
        found.append(route)
    return found
