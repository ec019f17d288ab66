"""Nobody but a bidder's own people reaches its pages, and each only its own bids."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.portals.bidder.desk import SLUG, Desk

PAGES = ["round", "status", "history", "result", "file"]


@pytest.mark.parametrize("page", PAGES)
def test_without_signing_in_every_page_leads_to_the_sign_in(cast: Cast, page: str) -> None:
    response = Client().get(reverse(f"bidder:{page}", args=[SLUG]))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("page", PAGES)
def test_for_people_without_a_seat_at_a_bidder_there_is_nothing(cast: Cast, page: str) -> None:
    for person in (cast.outsider, cast.auctioneer.person, cast.auditor.person):
        client = Client()
        client.force_login(person)
        assert client.get(reverse(f"bidder:{page}", args=[SLUG])).status_code == 404


def test_a_receipt_is_there_for_its_own_bidder_only(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    bid = cast.alpha.bids({"A": 1})

    assert alpha.open("receipt", bid.id).page.status_code == 200
    assert Desk.of(cast.alpha.viewer).open("receipt", bid.id).page.status_code == 200
    assert Desk.of(cast.beta.submitter).open("receipt", bid.id).page.status_code == 404
    assert Desk.of(cast.beta.submitter).open("receipt_file", bid.id).page.status_code == 404


def test_pages_with_bids_are_never_kept_by_a_cache(cast: Cast, alpha: Desk) -> None:
    cast.open_round()

    assert "no-store" in alpha.open().page["Cache-Control"]
    assert "no-store" in alpha.open("history").page["Cache-Control"]


def test_no_page_of_a_bidder_shows_another_bidders_open_bid(cast: Cast, alpha: Desk) -> None:
    cast.open_round()
    cast.beta.bids({"A": 1, "B": 1})

    for page in ("round", "history", "result", "status"):
        assert "Beta" not in alpha.open(page).text
