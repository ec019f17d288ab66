"""Who signed in, when, from where, with what: to the person, to its organisation, and into the log."""

import io
import json
import logging

import pytest
import structlog

from bidders.models import Outcome, Person, SignIn
from tests.cast import Cast
from tests.portals.account.signing_in import PASSWORD, App, Browser, recovery_codes_of, with_password


def words(page: object) -> str:
    import re

    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())  # type: ignore[attr-defined]


def test_a_sign_in_is_kept_with_its_time_address_browser_and_factors(person: Person) -> None:
    app, browser = App(person), Browser("192.0.2.1")
    browser.sign_in(person, code=app.code())

    kept = SignIn.objects.get()
    shown = words(browser.get("account:sign_ins"))

    assert (kept.outcome, kept.address, kept.factors) == (Outcome.SIGNED_IN, "192.0.2.1", ["password", "totp"])
    assert "signed in password + authenticator app 192.0.2.1 Chrome 141 on Linux" in shown


def test_a_recovery_code_shows_as_one(person: Person) -> None:
    App(person)
    Browser().sign_in(person, code=recovery_codes_of(person)[0])

    assert SignIn.objects.get().factors == ["password", "recovery_codes"]


def test_failures_are_shown_to_the_person_with_the_address_they_came_from(person: Person) -> None:
    for _ in range(7):
        Browser("203.0.113.9").sign_in(person, "wrong")
    browser = Browser()
    browser.sign_in(person)

    shown = words(browser.get("account:sign_ins"))

    assert shown.count("203.0.113.9") == 5  # the lockout lets through no more
    assert shown.count("no more attempts from there for a while") == 1


def test_nobody_sees_the_sign_ins_of_others(cast: Cast, person: Person) -> None:
    Browser("203.0.113.9").sign_in(person)
    other = with_password(cast.beta.submitter.person)
    browser = Browser("192.0.2.7")
    browser.sign_in(other)

    assert "203.0.113.9" not in words(browser.get("account:sign_ins"))
    assert "alpha" not in words(browser.get("account:seats"))


def test_an_organisations_people_see_one_anothers_last_sign_in_and_failures(cast: Cast, person: Person) -> None:
    colleague = Browser("198.51.100.3")
    colleague.sign_in(with_password(cast.alpha.viewer.person))
    Browser("203.0.113.9").sign_in(cast.alpha.viewer.person, "wrong")
    browser = Browser()
    browser.sign_in(person)

    shown = words(browser.get("account:seats"))

    assert "alpha-preparer preparer never 0" in shown
    assert "198.51.100.3 Chrome 141 on Linux 1" in shown
    assert "beta" not in shown


def test_officers_see_the_authoritys_seats(cast: Cast) -> None:
    officer = with_password(cast.auctioneer.person)
    browser = Browser()
    browser.sign_in(officer)

    shown = words(browser.get("account:seats"))

    assert "officer2 second officer never" in shown
    assert "alpha" not in shown


def test_the_log_has_every_event_and_no_secret(person: Person) -> None:
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(logging.getLogger().handlers[0].formatter if logging.getLogger().handlers else None)
    logging.getLogger().addHandler(handler)
    structlog.contextvars.clear_contextvars()
    app, browser = App(person), Browser()
    code = app.code()
    try:
        browser.sign_in(person, "a wrong secret")
        Browser().post("account_login", login="a password typed into the wrong field", password="another secret")
        browser.sign_in(person, code="000000")
        browser.post("mfa_authenticate", code=code)
        browser.sign_out()
    finally:
        logging.getLogger().removeHandler(handler)
    log = said.getvalue()

    for event in ("wrong_password", "wrong_code", "signed_in", "sign_in_refused", "second_factor_used", "sign_out"):
        assert event in log
    for secret in (PASSWORD, "a wrong secret", "another secret", "wrong field", code, app.secret):
        assert secret not in log


def test_the_lockouts_own_table_keeps_no_password_and_no_code(person: Person) -> None:
    from axes.models import AccessAttempt

    Browser().sign_in(person, "a wrong secret")

    kept = json.dumps([[each.get_data, each.post_data] for each in AccessAttempt.objects.all()])
    assert "a wrong secret" not in kept


@pytest.mark.parametrize("page", ["account:sign_ins", "account:seats", "account:sessions", "mfa_index"])
def test_none_of_these_pages_is_anybodys_who_is_not_signed_in(cast: Cast, page: str) -> None:
    assert Browser().get(page)["Location"].startswith("/sign-in/")
