"""The archive as a download: who may have which, and when."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from auctions.bundle.archive import Bundle, read_bundle
from auctions.bundle.evidence import Evidence
from auctions.bundle.verification import SOLVING, verify
from bidders.models import Person
from tests.cast import Cast, assemble

Who = Callable[[Cast], Person]


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def downloaded(response: Any, tmp_path: Any) -> Bundle:
    file = tmp_path / "bundle.zip"
    file.write_bytes(BytesIO(b"".join(response.streaming_content)).getvalue())
    return read_bundle(str(file))


@pytest.mark.parametrize(
    "who",
    [
        lambda cast: cast.auctioneer.person,
        lambda cast: cast.second_officer.person,
        lambda cast: cast.compliance.person,
        lambda cast: cast.auditor.person,
    ],
)
def test_officers_compliance_and_auditors_have_the_whole_record(cast: Cast, who: Who, tmp_path: Any) -> None:
    cast.play_clock()

    response = client_of(who(cast)).get(reverse("record", args=[cast.auction.slug]))

    assert response.headers["Content-Disposition"] == 'attachment; filename="two-bands-full.zip"'
    assert "no-store" in response.headers["Cache-Control"]
    assert verify(Evidence(downloaded(response, tmp_path)), left_out=SOLVING).findings == ()


@pytest.mark.parametrize("who", [lambda cast: cast.alpha.submitter.person, lambda cast: cast.outsider])
def test_bidders_and_outsiders_find_nothing(cast: Cast, who: Who) -> None:
    assert client_of(who(cast)).get(reverse("record", args=[cast.auction.slug])).status_code == 404


def test_a_visitor_is_sent_to_sign_in(cast: Cast) -> None:
    response = Client().get(reverse("record", args=[cast.auction.slug]))

    assert response.status_code == 302


def test_everybody_has_it_once_the_result_is_published(cast: Cast, tmp_path: Any) -> None:
    address, page = (reverse(f"public:{name}", args=[cast.auction.slug]) for name in ("bundle", "auction"))
    cast.play_to_the_end()
    assert Client().get(address).status_code == 404
    assert address not in Client().get(page).content.decode()

    cast.publish()

    assert address in Client().get(page).content.decode()
    bundle = downloaded(Client().get(address), tmp_path)
    assert verify(Evidence(bundle), left_out=SOLVING).findings == ()
