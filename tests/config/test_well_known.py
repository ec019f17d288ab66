"""What programs look for at fixed addresses."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone


def test_search_engines_stay_out_of_everything_but_the_public_pages() -> None:
    lines = Client().get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *"
    assert {"Disallow: /bid/", "Disallow: /regulator/", "Disallow: /record/"} <= set(lines)
    assert not any("/auctions/" in line for line in lines)


def test_whoever_finds_a_weakness_is_told_whom_to_write_to(settings: Any) -> None:
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    response = Client().get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:security@example.org"
    assert timedelta(0) < datetime.fromisoformat(fields["Expires"]) - timezone.now() < timedelta(days=365)
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"


def test_without_a_contact_there_is_no_such_file(db: None) -> None:
    assert Client().get("/.well-known/security.txt").status_code == 404
