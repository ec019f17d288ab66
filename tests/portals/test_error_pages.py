"""What cannot be answered is answered by one clear page in our look, whatever was sent."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, assemble
from tests.portals.bidder.desk import SLUG, words_of

OURS = "Clearband runs spectrum auctions"  # stands at the foot of every page
DEEP = "[" * 100_000


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def submitter(cast: Cast) -> Client:
    """Alpha's submitter while a supplementary round is open."""
    cast.play_clock()
    cast.open_round()
    client = Client(raise_request_exception=False)
    client.force_login(cast.alpha.submitter.person, "django.contrib.auth.backends.ModelBackend")
    return client


def address(name: str) -> str:
    return reverse(f"bidder:{name}", args=[SLUG])


def a_form(cast: Cast, **changed: str) -> dict[str, str]:
    """A form that would pass, with fields typed over."""
    opened = cast.auction.rounds.get(closed_at=None)
    ballot = {"bids": [{"package": {"A": 1, "B": 1}, "amount": 30}]}
    form = {
        "ballot": json.dumps(ballot),
        "form_key": str(uuid4()),
        "round_version": str(opened.version),
        "prices_hash": opened.prices_hash,
    }
    return form | changed


def test_a_page_that_is_not_there(db: None) -> None:
    response = Client().get("/nowhere/")

    assert response.status_code == 404
    assert "There is nothing here" in words_of(response.content.decode())
    assert OURS in response.content.decode()


def test_a_page_that_is_refused_says_who_may_see_it(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.compliance.person, "django.contrib.auth.backends.ModelBackend")

    response = client.get(reverse("regulator:control_room", args=[SLUG]))

    assert response.status_code == 403
    assert "Only an auctioneer or second officer may see this." in words_of(response.content.decode())


def test_a_form_from_another_site_is_refused_before_anything_is_done(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.auctioneer.person, "django.contrib.auth.backends.ModelBackend")

    response = client.post(reverse("regulator:open", args=[SLUG]), {"confirmed": "1"})

    assert response.status_code == 403
    assert "This form is too old" in words_of(response.content.decode())


@pytest.mark.parametrize(
    "fields",
    [
        {"ballot": "{"},
        {"ballot": "[]"},
        {"ballot": DEEP},
        {"form_key": "1"},
        {"round_version": "9" * 5000},
        {"round_version": "²"},
    ],
    ids=str,
)
def test_a_form_that_no_page_of_ours_sends_is_unreadable(cast: Cast, submitter: Client, fields: dict[str, str]) -> None:
    response = submitter.post(address("submit"), a_form(cast, **fields))

    assert response.status_code == 400
    assert "This request cannot be read" in words_of(response.content.decode())
    assert cast.alpha.participant.bids.count() == 2  # those of the clock


@pytest.mark.parametrize(
    "ballot",
    [
        {},
        {"bids": None},
        {"bids": [{"package": {"A": 1}, "amount": 10**400}]},
        {"bids": [{"package": {"A": 10**400}, "amount": 1}]},
        {"bids": [{"package": {"\x00": 1}, "amount": 1}]},
        {"bids": [{"package": {"A": 1}, "amount": -1}]},
        {"bids": [{"package": {"A": 1}, "amount": 1.5}]},
        {"bids": [{"package": {"A": True}, "amount": 1}]},
        {"package": {"A": 1}},
        {"bids": [{"package": {"A": 1}, "amount": 1}], "more": "\x00"},
    ],
    ids=lambda ballot: str(ballot)[:60],
)
@pytest.mark.parametrize("page", ["submit", "confirm", "round"])
def test_a_ballot_that_no_page_of_ours_sends_is_refused_and_not_stored(
    cast: Cast, submitter: Client, page: str, ballot: dict[str, Any]
) -> None:
    response = submitter.post(address(page), a_form(cast, ballot=json.dumps(ballot)))

    assert response.status_code in {200, 400, 409, 422}
    assert OURS in response.content.decode()
    assert cast.alpha.participant.bids.count() == 2


@pytest.mark.parametrize("field", ["amount:", "amount:{", f"amount:{DEEP}", "amount:{}", "amount:[1]"], ids=range(5))
def test_a_field_whose_name_was_made_up_is_refused(submitter: Client, field: str) -> None:
    response = submitter.post(address("confirm"), {field: "30"})

    assert response.status_code in {400, 422}
    assert OURS in response.content.decode()


def of_bytes(size: int) -> dict[str, Any]:
    return {"ballot": "x" * size}


def of_fields(number: int) -> dict[str, Any]:
    return {f"f{each}": "" for each in range(number)}


def a_file(content: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("packages.csv", content)}


@pytest.mark.parametrize(
    "fields",
    [
        lambda: of_bytes(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1),
        lambda: of_bytes(settings.LARGEST_REQUEST + 1),
        lambda: of_fields(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1),
        lambda: a_file(b"x" * settings.LARGEST_REQUEST),
        lambda: {name: SimpleUploadedFile("a.csv", b"x") for name in ("file", "second")},
    ],
    ids=["a field", "a request", "fields", "a file", "files"],
)
def test_what_is_too_large_gets_one_clear_message(submitter: Client, fields: Callable[[], dict[str, Any]]) -> None:
    response = submitter.post(address("upload"), fields())

    assert response.status_code == 413
    text = words_of(response.content.decode())
    assert "This is too large" in text
    assert "A form or file may have 5 MB and 10,000 fields." in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"x" * 2_000_001, "The file is larger than 2 MB."),
        (b"A,B,amount\n" + b"1,0,5\n" * 9_001, "The file has more than 9000 rows."),
        (b"\xff\xfe", "The file is neither a CSV file in UTF-8 nor an XLSX file."),
        (b"", "The header lacks the column A."),
        (b"," * 500_000 + b"\n" + b"x\n" * 9_000, "The header lacks the column A."),
        (b"A,B,amount\n1,0," + b"9" * 5_000, "it reads “9999999999999999999999999999999999999999”"),
    ],
    ids=["bytes", "rows", "encoding", "empty", "columns", "digits"],
)
def test_a_file_that_cannot_be_taken_says_why(submitter: Client, content: bytes, message: str) -> None:
    response = submitter.post(address("upload"), a_file(content))

    assert response.status_code == 422
    assert message in words_of(response.content.decode())


def test_an_error_of_ours_is_a_page_that_needs_no_database() -> None:
    """Without a database every page fails: pytest-django refuses the query."""
    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 500
    assert "Something went wrong with us" in words_of(response.content.decode())
    assert OURS in response.content.decode()


def test_a_database_that_does_not_answer_is_said_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_answer() -> None:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr("portals.public.views.selectors.public_auctions", no_answer)
    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 503
    text = words_of(response.content.decode())
    assert "Nothing can be recorded at the moment" in text
    assert "However often you send it, it is placed once" in text


@pytest.mark.parametrize("host", ["evil.example.org", "localhost.evil.example.org", "a b"])
def test_a_host_that_is_not_ours_is_refused(db: None, host: str) -> None:
    assert Client().get("/", HTTP_HOST=host).status_code == 400


@pytest.mark.parametrize(
    "goal", ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "javascript:1"]
)
def test_signing_in_leads_to_our_own_pages_alone(cast: Cast, goal: str) -> None:
    client = Client()
    client.force_login(cast.alpha.viewer.person, "django.contrib.auth.backends.ModelBackend")

    response = client.get(reverse("account_login"), {"next": goal})

    assert response.status_code == 302
    assert response["Location"].startswith("/") and "evil" not in response["Location"]
    assert "javascript" not in response["Location"]
