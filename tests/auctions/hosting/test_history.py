"""The state is the fold of the journal's acts, remembered between requests and never wrong."""

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from auctions import history, selectors
from auctions.formats.contract import PlaceBid
from auctions.history import beginning_of, history_of
from auctions.record import EntryKind, write
from journal.selectors import entries_of
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    history.forget()


def test_the_remembered_state_equals_the_one_folded_from_the_beginning(cast: Cast) -> None:
    cast.play_clock()
    cast.open_round()
    cast.alpha.submits({"bids": [{"package": {"A": 1, "B": 1}, "amount": 30}]})
    remembered = history_of(cast.auction)

    folded = beginning_of(cast.auction)
    for entry in entries_of(cast.auction.chain):
        folded = folded.after(entry)

    assert remembered == folded


def test_nothing_new_costs_one_small_query(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    cast.play_clock()
    history_of(cast.auction)

    with django_assert_num_queries(1):
        history_of(cast.auction)


def test_only_new_acts_are_read(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    cast.play_clock()
    before = history_of(cast.auction)
    cast.open_round()

    with django_assert_num_queries(3) as queries:
        after = history_of(cast.auction)

    assert (before.sequence, after.sequence) == (15, 17)
    assert '"sequence" >= 17' in queries.captured_queries[2]["sql"]


def test_a_state_folded_in_a_transaction_that_was_rolled_back_is_not_believed(cast: Cast) -> None:
    cast.open_round()
    with pytest.raises(InterruptedError), transaction.atomic():
        write(cast.auction, EntryKind.BID_PLACED, by=None, act=PlaceBid(bidder="Alpha", ballot={"package": {"A": 2}}))
        assert "Alpha" in history_of(cast.auction).state.ballots
        raise InterruptedError

    assert history_of(cast.auction).state.ballots == {}


def test_another_entry_in_the_place_of_a_remembered_one_is_noticed(cast: Cast) -> None:
    cast.open_round()
    with pytest.raises(InterruptedError), transaction.atomic():
        write(cast.auction, EntryKind.BID_PLACED, by=None, act=PlaceBid(bidder="Alpha", ballot={"package": {"A": 2}}))
        history_of(cast.auction)
        raise InterruptedError
    cast.beta.bids({"A": 1})

    assert set(history_of(cast.auction).state.ballots) == {"Beta"}


def test_a_bid_is_checked_against_the_state_as_of_now(cast: Cast) -> None:
    cast.play_round(alpha={"A": 1}, beta={"A": 2})
    cast.open_round()

    verdict = selectors.check_ballot(cast.auction, cast.alpha.participant, {"package": {"A": 1, "B": 1}})

    assert (verdict.totals["amount"], verdict.totals["eligibility"]) == (11 + 5, 2)


def test_no_more_auctions_are_remembered_than_fit() -> None:
    for n in range(history.REMEMBERED + 5):
        history.remember(history.History(f"chain {n}", None, None, None))  # type: ignore[arg-type]

    assert len(history._memory) == history.REMEMBERED
    assert "chain 0" not in history._memory
    history.forget()
