"""Check my setup: what the server sees of a person, and a submission for practice that comes back."""

from django.test import Client, override_settings
from django.urls import reverse

from bidders.models import SeatRole
from tests.cast import a_person, a_seat, an_organisation


def signed_in() -> Client:
    client = Client()
    client.force_login(a_seat(a_person("ann"), an_organisation("Alpha"), SeatRole.PREPARER).person)
    return client


def test_it_shows_seat_role_second_factor_and_the_servers_time(db: None) -> None:
    html = signed_in().get(reverse("account:setup")).content.decode()

    for told in ("preparer, Alpha", "Second factor", "Server’s time", "off: everything works"):
        assert told in html


def test_somebody_without_a_seat_is_told(db: None) -> None:
    client = Client()
    client.force_login(a_person("nobody"))

    assert "none: you can act for nobody" in client.get(reverse("account:setup")).content.decode()


def test_a_practice_submission_comes_back_and_is_kept_nowhere(db: None) -> None:
    client = signed_in()
    answer = client.post(reverse("account:setup"), {"amount": "123454321"})

    assert "123,454,321 reached the server at" in answer.content.decode()
    assert "454,321" not in client.get(reverse("account:setup")).content.decode()


def test_what_is_no_number_is_refused_beside_the_field(db: None) -> None:
    answer = signed_in().post(reverse("account:setup"), {"amount": "much"})

    assert answer.status_code == 422
    assert "Enter a whole number, such as 250000." in answer.content.decode()


def test_the_practice_file_is_a_download(db: None) -> None:
    answer = signed_in().get(reverse("account:setup_file"))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="practice.csv"'
    assert answer.content.decode().splitlines() == ["category,lots,amount", "A,2,250000"]


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_without_the_second_factor_that_is_asked_for_it_leads_there_first(db: None) -> None:
    assert signed_in().get(reverse("account:setup")).headers["Location"] == reverse("mfa_index")
