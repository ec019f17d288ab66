"""PDF files: what is in them, who may have them, and that the same content is the same bytes."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from bidders.models import Seat
from tests.cast import Cast


def asked(seat: Seat, name: str, *arguments: Any) -> Any:
    client = Client()
    client.force_login(seat.person)
    return client.get(reverse(name, args=["two-bands", *arguments]))


def words_in(response: Any) -> str:
    """The text of the file, white space folded."""
    assert response["Content-Type"] == "application/pdf" and response.content.startswith(b"%PDF-")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages).split())


def contested(cast: Cast) -> None:
    """To the whole result, in which Gamma's bid of 11 holds the prices of both winners."""
    cast.play_clock()
    cast.play_contested_supplementary()
    cast.determine()
    cast.open_round()
    cast.close_round()
    cast.determine()
    cast.auction.refresh_from_db()


def test_the_receipt_says_what_its_page_says_with_signature_and_how_to_check_it(cast: Cast) -> None:
    cast.open_round()
    bid = cast.alpha.bids({"A": 2})

    text = words_in(asked(cast.alpha.viewer, "bidder:receipt_pdf", bid.pk))

    assert f"clock-1-{bid.sequence}" in text and "Alpha" in text
    assert "EUR 20" in text and "twenty EUR" in text
    for field in ("commitment", "signature", "public_key", "chain_head"):
        assert bid.receipt[field] in text.replace(" ", "")
    assert "python -m journal verify RECEIPT.json" in text


def test_the_same_receipt_is_the_same_bytes(cast: Cast) -> None:
    cast.open_round()
    bid = cast.alpha.bids({"A": 1})

    first, second = (asked(cast.alpha.submitter, "bidder:receipt_pdf", bid.pk).content for _ in range(2))

    assert first == second


def test_a_receipt_of_no_bid_and_of_a_voided_round_says_so(cast: Cast) -> None:
    opened = cast.open_round()
    bid = cast.alpha.bids({})
    cast.void_rounds(opened)

    text = words_in(asked(cast.alpha.submitter, "bidder:receipt_pdf", bid.pk))

    assert "No bid: received" in text and "this bid counts for nothing" in text


def test_a_rival_does_not_get_the_receipt(cast: Cast) -> None:
    cast.open_round()
    bid = cast.alpha.bids({"A": 1})

    assert asked(cast.beta.submitter, "bidder:receipt_pdf", bid.pk).status_code == 404


def test_r_p3_a_winner_reads_in_the_statement_what_others_would_have_paid(cast: Cast) -> None:
    contested(cast)
    before = asked(cast.alpha.submitter, "bidder:statement").status_code
    cast.publish()

    response = asked(cast.alpha.submitter, "bidder:statement")

    text = words_in(response)
    assert before == 404
    assert "Statement of result" in text and "Base price EUR" in text and "To pay EUR" in text
    assert "791–796 MHz" in text or "796–801 MHz" in text
    assert "Without the bids of Alpha" in text and "Gamma: 1 × A" in text
    assert "Proved optimal yes" in text and "Another method came to the same yes" in text
    assert response.content == asked(cast.alpha.submitter, "bidder:statement").content


def test_who_won_nothing_has_no_statement(cast: Cast) -> None:
    contested(cast)
    cast.publish()

    assert asked(cast.gamma.submitter, "bidder:statement").status_code == 404


def test_officers_have_each_winners_statement_before_it_is_published(cast: Cast) -> None:
    contested(cast)

    text = words_in(asked(cast.auctioneer, "regulator:statement", cast.alpha.participant.pk))

    assert "not published yet" in text
    assert asked(cast.auctioneer, "regulator:statement", cast.gamma.participant.pk).status_code == 404
    assert "Statement for Alpha (PDF)" in asked(cast.auctioneer, "regulator:result").content.decode()


@pytest.mark.parametrize(("rounds", "status"), [(0, 404), (1, 200)])
def test_the_report_of_the_rounds_exists_once_one_has_closed(cast: Cast, rounds: int, status: int) -> None:
    for _ in range(rounds):
        cast.play_round(alpha={"A": 2}, beta={"A": 1})

    assert asked(cast.auctioneer, "regulator:rounds_pdf").status_code == status


def test_the_report_of_the_rounds_has_prices_demand_and_every_bidders_package(cast: Cast) -> None:
    cast.play_clock()
    cast.open_round()

    text = words_in(asked(cast.second_officer, "regulator:rounds_pdf"))

    assert "Clock round 1" in text and "Clock round 2" in text
    assert "A 10 2 3 1" in text
    assert "Alpha: 1 × A, 1 × B 15 3 3" in text
    assert "Delta: submitted nothing" in text


def test_bidders_do_not_get_the_report_of_the_rounds(cast: Cast) -> None:
    cast.play_clock()

    assert asked(cast.alpha.submitter, "regulator:rounds_pdf").status_code == 404
