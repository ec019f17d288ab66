"""Wrong passwords stop the guesser, and never the person: a rival who knows a bidder's name cannot keep it out at the
deadline.
"""

import pytest
from django.conf import LazySettings

from bidders.browsers import COOKIE
from bidders.models import Outcome, Person, SignIn
from tests.portals.account.signing_in import PASSWORD, App, Browser, later, with_password

LOCKED = "For 15 minutes none is looked at"
TOO_MANY = "Too many attempts from your address"


@pytest.fixture
def known(person: Person) -> Browser:
    """A browser in which the person has signed in, and out again."""
    browser = Browser("192.0.2.1")
    browser.sign_in(person)
    browser.sign_out()
    return browser


def guess(person: Person, *, times: int, addresses: list[str]) -> list[Browser]:
    """Wrong passwords for the person's name, one browser an address, in turn."""
    guessers = [Browser(address) for address in addresses]
    for n in range(times):
        guessers[n % len(guessers)].sign_in(person, f"wrong {n}")
    return guessers


def test_a_hundred_wrong_passwords_from_elsewhere_do_not_lock_the_person_out(known: Browser, person: Person) -> None:
    guess(person, times=100, addresses=[f"203.0.113.{n}" for n in range(20)])

    known.sign_in(person)

    assert known.is_in


def test_nor_do_a_hundred_from_behind_the_same_address(known: Browser, person: Person) -> None:
    guess(person, times=100, addresses=[known.address])

    known.sign_in(person)

    assert known.is_in


def test_whoever_is_signed_in_stays_signed_in(person: Person) -> None:
    browser = Browser()
    browser.sign_in(person)

    guess(person, times=20, addresses=[browser.address, "203.0.113.1"])

    assert browser.get("bidder:round", "two-bands").status_code == 200


def test_the_guesser_is_stopped_after_five_even_if_the_sixth_is_right(person: Person) -> None:
    guesser = guess(person, times=5, addresses=["203.0.113.1"])[0]

    answer = guesser.sign_in(person)

    assert (answer.status_code, LOCKED in answer.content.decode(), guesser.is_in) == (429, True, False)


def test_the_lock_ends_after_a_quarter_of_an_hour_and_going_on_does_not_prolong_it(person: Person) -> None:
    guesser = guess(person, times=12, addresses=["203.0.113.1"])[0]
    with later(minutes=10):
        guesser.sign_in(person)
        assert not guesser.is_in
    with later(minutes=16):
        guesser.sign_in(person)
        assert guesser.is_in


def test_a_new_browser_at_an_address_from_which_nobody_guessed_lets_the_person_in(person: Person) -> None:
    guess(person, times=100, addresses=[f"203.0.113.{n}" for n in range(20)])
    browser = Browser("198.51.100.7")

    browser.sign_in(person)

    assert browser.is_in


def test_a_stolen_browser_gets_five_guesses_wherever_it_is_taken(known: Browser, person: Person) -> None:
    for n in range(5):
        known.address = f"198.51.100.{n}"
        known.sign_in(person, "wrong")
    known.address = "198.51.100.99"

    assert LOCKED in known.sign_in(person).content.decode()


def test_a_browser_known_for_one_person_is_not_for_another(known: Browser, person: Person, cast: object) -> None:
    other = with_password(Person.objects.get(username="beta-submitter"))
    guess(other, times=5, addresses=[known.address])

    assert LOCKED in known.sign_in(other).content.decode()


def test_a_forged_cookie_makes_no_browser_known(known: Browser, person: Person) -> None:
    forger = guess(person, times=5, addresses=["203.0.113.1"])[0]
    forger.client.cookies[COOKIE] = str(SignIn.objects.filter(outcome=Outcome.SIGNED_IN).first().browser)  # type: ignore[union-attr]

    assert LOCKED in forger.sign_in(person).content.decode()


def test_many_names_tried_from_one_address_are_slowed_down_but_not_for_known_browsers(
    known: Browser, person: Person
) -> None:
    spray = Browser(known.address)
    for n in range(50):
        spray.post("account_login", login=f"somebody-{n}", password="wrong")

    assert TOO_MANY in spray.sign_in(person).content.decode()
    known.sign_in(person)
    assert known.is_in


def test_with_the_password_a_rival_uses_up_the_codes_of_new_browsers_only(person: Person) -> None:
    app, known, rival = App(person), Browser("192.0.2.1"), Browser("203.0.113.9")
    known.sign_in(person, code=app.code())
    known.sign_out()
    rival.sign_in(person, PASSWORD)
    for _ in range(30):
        rival.post("mfa_authenticate", code="000000")

    known.sign_in(person, code=app.code(steps=1))

    assert (known.is_in, rival.is_in) == (True, False)
    assert SignIn.objects.filter(outcome=Outcome.WRONG_CODE).count() == 5


def test_through_proxies_the_clients_address_counts_and_cannot_be_made_up(
    person: Person, settings: LazySettings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(6):
        forwarded = f"10.0.0.{n}, 203.0.113.1"  # the proxy adds the last one; what stands before it anybody can write
        Browser("127.0.0.1", Browser().client.__class__(HTTP_X_FORWARDED_FOR=forwarded)).sign_in(person, "wrong")

    assert [(each.address, each.outcome) for each in SignIn.objects.all()][:2] == [
        ("203.0.113.1", Outcome.LOCKED),
        ("203.0.113.1", Outcome.WRONG_PASSWORD),
    ]
