"""The journal page: every act in order, sealed bids sealed, and whether the chain holds."""

import pytest
from django.db import connection

from auctions.models import Bid
from journal.models import Entry
from journal.selectors import head_of
from tests.cast import Cast
from tests.emptying import without_protection
from tests.portals.regulator.officer import Officer


def test_entries_are_listed_newest_first_with_their_hashes(cast: Cast, auctioneer: Officer) -> None:
    cast.play_round(alpha={"A": 1})
    head = head_of(cast.auction.chain)
    assert head is not None

    page = auctioneer.sees("journal")

    assert "The chain holds : 6 entries recomputed just now." in page.text
    assert page.text.index("Round closed") < page.text.index("Bid placed: Alpha") < page.text.index("rules frozen")
    assert head.hash in page.text
    assert page.text.count("auctioneer, approved by officer2") == 2
    assert "Proposed: close the round" in page.text


def test_a_bid_of_the_open_round_is_listed_and_sealed(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round()
    cast.alpha.bids({"A": 2})

    page = auctioneer.sees("journal")

    assert "Bid placed: Alpha clock 1 sealed" in page.text
    assert str(Bid.objects.get().nonce) not in page.html


@pytest.mark.usefixtures("tables_may_differ")
def test_a_chain_that_was_tampered_with_is_reported(cast: Cast, auctioneer: Officer) -> None:
    cast.play_round(alpha={"A": 1})
    with without_protection(), connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET hash = %s WHERE kind = 'bid_placed'", ["0" * 64])

    page = auctioneer.sees("journal")

    assert "The chain does not hold" in page.text
    assert f"entry {Entry.objects.get(kind='bid_placed').sequence}" in page.text
