"""Sessions: how long they live, where a person is signed in, and ending them (ASVS 7.3.1, 7.3.2, 7.4.1, 7.5.2)."""

import re

from django.test import Client
from django.urls import reverse

from bidders.models import Person
from bidders.sessions import live_sessions
from tests.cast import Cast
from tests.portals.account.signing_in import PASSWORD, Browser, later


def test_a_session_nobody_used_for_half_an_hour_is_over(person: Person) -> None:
    browser = Browser()
    browser.sign_in(person)
    with later(minutes=29):
        assert browser.is_in
    with later(minutes=29 + 31):
        assert not browser.is_in


def test_a_page_that_only_polls_keeps_its_session_and_nobody_is_thrown_out_of_a_round(
    cast: Cast, person: Person
) -> None:
    browser = Browser()
    browser.sign_in(person)
    for minutes in range(20, 121, 20):
        with later(minutes=minutes):
            assert browser.get("bidder:status", "two-bands").status_code == 200


def test_after_twelve_hours_even_a_busy_session_is_over(person: Person) -> None:
    browser = Browser()
    browser.sign_in(person)
    for minutes in range(20, 12 * 60, 20):
        with later(minutes=minutes):
            browser.get("account:sessions")
    with later(minutes=12 * 60 - 1):
        assert browser.is_in
    with later(minutes=12 * 60 + 1):
        assert not browser.is_in


def test_the_list_names_every_session_and_marks_ones_own(person: Person) -> None:
    here, there = Browser("192.0.2.1"), Browser("203.0.113.9")
    here.sign_in(person)
    there.sign_in(person)

    page = here.get("account:sessions").content.decode()

    assert (page.count("192.0.2.1"), page.count("this one")) == (1, 1)
    assert "203.0.113.9" in page and page.count("Chrome 141 on Linux") == 2


def test_an_ended_session_is_nobodys_at_its_next_request(person: Person) -> None:
    here, there = Browser(), Browser("203.0.113.9")
    there.sign_in(person)
    here.sign_in(person)
    other = live_sessions(person).get(ip="203.0.113.9")

    here.post("account:end_session", session=str(other.pk))

    assert (here.is_in, there.is_in) == (True, False)


def test_all_other_sessions_end_at_once(person: Person) -> None:
    here, there, elsewhere = Browser(), Browser("203.0.113.9"), Browser("203.0.113.10")
    for browser in (there, elsewhere, here):
        browser.sign_in(person)

    here.post("account:end_session")

    assert [browser.is_in for browser in (here, there, elsewhere)] == [True, False, False]


def test_nobody_ends_the_session_of_another(cast: Cast, person: Person) -> None:
    mine, other = Browser(), Client()
    mine.sign_in(person)
    other.force_login(cast.beta.submitter.person)

    other.post(reverse("account:end_session"), {"session": str(live_sessions(person).get().pk)})

    assert mine.is_in


def test_the_frame_says_so_where_the_name_is_signed_in_elsewhere_and_no_longer_when_it_is_not(person: Person) -> None:
    here, there = Browser(), Browser("203.0.113.9")
    here.sign_in(person)
    alone = here.get("bidder:status", "two-bands").content.decode()
    there.sign_in(person)
    warned = here.get("bidder:status", "two-bands").content.decode()
    there.sign_out()
    again = here.get("bidder:status", "two-bands").content.decode()

    said = "Also signed in elsewhere:"
    assert [said in page for page in (alone, warned, again)] == [False, True, False]
    assert re.search(f'href="{reverse("account:sessions")}"', warned)


def test_a_new_password_ends_every_other_session_at_once(person: Person) -> None:
    here, there = Browser(), Browser("203.0.113.9")
    there.sign_in(person)
    here.sign_in(person)
    new = "four new words together"

    here.post("account_change_password", oldpassword=PASSWORD, password1=new, password2=new)

    assert (here.is_in, there.is_in) == (True, False)
    assert live_sessions(person).count() == 1


def test_the_session_gets_a_new_key_when_somebody_signs_in(person: Person) -> None:
    browser = Browser()
    browser.get("account_login")
    browser.client.session.save()
    before = browser.client.session.session_key

    browser.sign_in(person)

    assert browser.client.session.session_key != before


def test_a_part_of_a_page_that_polls_is_told_that_the_session_is_over_instead_of_sent_to_sign_in(cast: Cast) -> None:
    address = reverse("bidder:status", args=["two-bands"])

    assert Client().get(address, headers={"HX-Request": "true"}).status_code == 401
    assert Client().get(address)["Location"].startswith("/sign-in/")
