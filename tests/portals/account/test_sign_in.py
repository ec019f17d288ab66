"""Signing in, out, and where a person's seat leads."""

from django.test import Client
from django.urls import reverse

from bidders.models import Person
from tests.cast import Cast
from tests.portals.account.signing_in import PASSWORD, Browser


def test_a_bidder_signs_in_and_stands_at_its_round(person: Person) -> None:
    response = Client().post(reverse("account_login"), {"login": person.username, "password": PASSWORD}, follow=True)

    assert response.redirect_chain[-1][0] == reverse("bidder:round", args=["two-bands"])
    assert "No round is open" in response.content.decode()


def test_after_signing_in_a_person_comes_to_the_page_it_had_asked_for(person: Person) -> None:
    asked = reverse("bidder:history", args=["two-bands"])
    response = Client().post(
        f"{reverse('account_login')}?next={asked}", {"login": person.username, "password": PASSWORD}
    )

    assert response["Location"] == asked


def test_nobody_is_led_to_another_site(person: Person) -> None:
    url = f"{reverse('account_login')}?next=https://elsewhere.example/"

    response = Client().post(url, {"login": person.username, "password": PASSWORD})

    assert response["Location"] == reverse("account:desk")


def test_a_wrong_password_is_an_error_on_the_page_and_the_same_as_for_an_unknown_name(person: Person) -> None:
    pages = [
        Browser().post("account_login", login=name, password="wrong") for name in (person.username, "nobody at all")
    ]

    said = "The user name and the password do not belong together."
    assert [(page.status_code, page.content.decode().count(said)) for page in pages] == [(200, 1), (200, 1)]


def test_nobody_signs_up_and_nothing_is_reset_by_mail(cast: Cast) -> None:
    addresses = ["/signup/", "/sign-up/", "/accounts/signup/", "/account/email/", "/accounts/password/reset/"]

    assert [Client().get(address).status_code for address in addresses] == [404] * 5


def test_the_desk_takes_an_officer_to_the_control_room(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.auctioneer.person)

    assert client.get(reverse("account:desk"))["Location"] == reverse("regulator:control_room", args=["two-bands"])


def test_the_desk_of_somebody_without_a_seat_says_so(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.outsider)

    assert "no auction has a seat for you yet" in client.get(reverse("account:desk")).content.decode()


def test_signing_out_takes_the_pages_away(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.alpha.submitter.person)
    client.post(reverse("account:sign_out"))

    assert client.get(reverse("bidder:round", args=["two-bands"])).status_code == 302


def test_a_link_that_is_only_followed_signs_nobody_out(person: Person) -> None:
    browser = Browser()
    browser.sign_in(person)

    assert browser.get("account:sign_out").status_code == 405
    assert browser.is_in
