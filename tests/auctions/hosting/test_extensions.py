"""A round whose time is over runs on for bidders who missed it (R-C7)."""

from datetime import timedelta

import pytest

from auctions import selectors
from auctions.errors import BidRefused
from auctions.models import Round
from auctions.record import EntryKind
from auctions.services.rounds import close_overdue_round
from journal.selectors import entries_of
from tests.cast import DOCUMENT, RULEBOOK, Cast, assemble
from tests.tripwire import by_hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two bands, where each bidder has one extension of 20 minutes."""
    rules = {**RULEBOOK, "extensions": {"per_bidder": 1, "minutes": 20}}
    monkeypatch.setitem(DOCUMENT, "rulebook", rules)
    return assemble()


def missed_by_beta(cast: Cast) -> Round:
    """Alpha, Gamma and Delta have bid in the first round when its time is over."""
    opened = cast.open_round(minutes=10)
    for bidder in (cast.alpha, cast.gamma, cast.delta):
        bidder.bids({"A": 1})
    by_hand("rounds.deadline")
    Round.objects.filter(pk=opened.pk).update(deadline=opened.opened_at)
    return close_overdue_round(round=opened)


def test_the_deadline_moves_by_the_rulebooks_minutes_and_the_record_says_for_whom(cast: Cast) -> None:
    extended = missed_by_beta(cast)

    assert extended.closed_at is None
    assert extended.deadline is not None
    entry = entries_of(cast.auction.chain).last()
    assert entry is not None and entry.kind == EntryKind.ROUND_EXTENDED
    assert (entry.body["bidders"], entry.body["minutes"]) == (["Beta"], 20)
    assert timedelta(minutes=19) < extended.deadline - entry.recorded_at <= timedelta(minutes=20)


def test_only_the_bidder_who_missed_the_round_may_bid_in_it_then(cast: Cast) -> None:
    missed_by_beta(cast)

    with pytest.raises(BidRefused, match="the round is extended for bidders who missed it"):
        cast.alpha.bids({"A": 2})
    cast.beta.bids({"A": 1})
    assert [row["expected"] for row in selectors.submission_status(cast.auction)] == [False, True, False, False]


def test_the_extended_round_closes_at_its_new_deadline(cast: Cast) -> None:
    extended = missed_by_beta(cast)

    assert close_overdue_round(round=extended).closed_at is None  # not yet over
    Round.objects.filter(pk=extended.pk).update(deadline=extended.opened_at)
    assert close_overdue_round(round=extended).closed_at is not None
