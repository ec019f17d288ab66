"""Signing in, out, and where a person's seat leads."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def test_a_bidder_signs_in_and_stands_at_its_round(cast: Cast) -> None:
    person = cast.alpha.submitter.person
    person.set_password("a password of some length")
    person.save()

    response = Client().post(
        reverse("account:sign_in"),
        {"username": person.username, "password": "a password of some length"},
        follow=True,
    )

    assert response.redirect_chain[-1][0] == reverse("bidder:round", args=["two-bands"])
    assert "No round is open" in response.content.decode()


def test_a_wrong_password_is_an_error_on_the_page(cast: Cast) -> None:
    response = Client().post(reverse("account:sign_in"), {"username": "alpha-submitter", "password": "wrong"})

    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()


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
