"""Opening, closing and extending rounds; taking decisions."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from auctions import selectors, services, tasks
from auctions.errors import NotAnOfficer, StepRefused
from auctions.formats.contract import Status
from auctions.models import ProposalKind, Round
from auctions.record import EntryKind
from auctions.services.rounds import close_overdue_round
from journal.selectors import entries_of
from tests.cast import Cast
from tests.tripwire import by_hand


def kinds(cast: Cast) -> list[str]:
    return [entry.kind for entry in entries_of(cast.auction.chain)]


def past_deadline(opened: Round) -> None:
    by_hand("rounds.deadline")
    Round.objects.filter(pk=opened.pk).update(deadline=timezone.now() - timedelta(seconds=1))


def test_a_round_opens_at_the_prices_the_rules_propose(cast: Cast) -> None:
    first = cast.play_round(alpha={"A": 2}, beta={"A": 1})
    second = cast.open_round()

    assert (first.prices, second.prices) == ({"A": 10, "B": 5}, {"A": 11, "B": 5})
    assert [(r.stage, r.number, r.version) for r in Round.objects.all()] == [("clock", 1, 1), ("clock", 2, 2)]


def test_r_c5_an_officer_may_choose_prices_within_the_rulebooks_limits(cast: Cast) -> None:
    cast.play_round(alpha={"A": 2}, beta={"A": 1})
    with pytest.raises(StepRefused, match="R-C5"):
        cast.open_round(prices={"A": 100, "B": 5})

    opened = cast.open_round(prices={"A": 14, "B": 5})

    assert opened.prices == {"A": 14, "B": 5}


def test_a_round_is_as_long_as_the_rulebook_plans_unless_the_officer_says_otherwise(cast: Cast) -> None:
    planned = cast.open_round()
    assert planned.deadline == planned.opened_at + timedelta(minutes=30)
    cast.close_round()

    chosen = cast.open_round(minutes=5)

    assert chosen.deadline == chosen.opened_at + timedelta(minutes=5)


def test_a_round_of_no_minutes_is_refused(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="at least one minute"):
        cast.open_round(minutes=0)


def test_a_second_round_is_not_opened_while_one_is_open(cast: Cast) -> None:
    opened = cast.open_round()
    with pytest.raises(StepRefused, match="open already"):
        cast.open_round()

    another = Round(
        auction=cast.auction, stage="clock", number=9, version=9, prices_hash="0", opened_at=opened.opened_at
    )
    with pytest.raises(IntegrityError, match="one_open_round_per_auction"), transaction.atomic():
        another.save()


def test_a_deadline_that_comes_after_the_close_changes_nothing(cast: Cast) -> None:
    cast.open_round()
    closed = cast.close_round()

    again = close_overdue_round(round=closed)

    assert again.closed_at == closed.closed_at
    assert kinds(cast).count(EntryKind.ROUND_CLOSED) == 1


def test_the_close_is_an_entry_of_its_own_that_counts_the_bids(cast: Cast) -> None:
    cast.play_round(alpha={"A": 2}, beta={"A": 1})

    entry = entries_of(cast.auction.chain).get(kind=EntryKind.ROUND_CLOSED)
    assert entry.body["bids"] == 2
    assert entry.body["round"] == {"stage": "clock", "number": 1}
    assert (entry.body["proposed_by"]["person"], entry.body["by"]["person"]) == ("auctioneer", "officer2")


def test_a_tick_closes_a_round_whose_deadline_has_passed_and_no_other(cast: Cast) -> None:
    opened = cast.open_round(minutes=5)
    tasks.tick()
    assert selectors.open_round_of(cast.auction) == opened
    past_deadline(opened)

    tasks.tick()
    tasks.tick()

    assert selectors.open_round_of(cast.auction) is None
    assert kinds(cast).count(EntryKind.ROUND_CLOSED) == 1
    assert entries_of(cast.auction.chain).get(kind=EntryKind.ROUND_CLOSED).body["by"] == {"system": "clearband"}


def test_an_extension_moves_the_deadline_and_keeps_the_forms_valid(cast: Cast) -> None:
    opened = cast.open_round(minutes=5)

    extended = services.extend_round(round=opened, by=cast.auctioneer, minutes=10)

    assert extended.deadline == opened.opened_at + timedelta(minutes=15)
    assert (extended.version, extended.prices_hash) == (opened.version, opened.prices_hash)
    entry = entries_of(cast.auction.chain).get(kind=EntryKind.ROUND_EXTENDED)
    assert entry.body["minutes"] == 10
    assert selectors.phase(cast.auction).status is Status.OPEN


def test_an_extension_of_a_deadline_that_has_passed_counts_from_now(cast: Cast) -> None:
    opened = cast.open_round(minutes=5)
    past_deadline(opened)

    extended = services.extend_round(round=opened, by=cast.auctioneer, minutes=1)

    seconds_left = selectors.clock(extended)["seconds_left"]
    assert 50 <= seconds_left <= 60


def test_a_closed_round_is_not_extended_and_no_round_by_less_than_a_minute(cast: Cast) -> None:
    opened = cast.open_round()
    with pytest.raises(StepRefused, match="at least one minute"):
        services.extend_round(round=opened, by=cast.auctioneer, minutes=0)
    cast.close_round()

    with pytest.raises(StepRefused, match="closed; it cannot be extended"):
        services.extend_round(round=opened, by=cast.auctioneer, minutes=5)


def test_the_clock_is_the_databases_and_counts_whole_seconds_down_to_zero(cast: Cast) -> None:
    opened = cast.open_round(minutes=1)
    shown = selectors.clock(opened)
    assert 58 <= shown["seconds_left"] <= 60
    assert opened.deadline is not None
    assert shown["deadline"].startswith(opened.deadline.strftime("%Y-%m-%dT%H:%M:%S"))
    past_deadline(opened)
    opened.refresh_from_db()

    assert selectors.clock(opened)["seconds_left"] == 0
    assert (selectors.clock(None)["deadline"], selectors.clock(None)["seconds_left"]) == (None, None)


def test_only_officers_of_the_authority_move_an_auction_on(cast: Cast) -> None:
    opened = cast.open_round()
    for seat in (cast.alpha.submitter, cast.compliance, cast.auditor):
        with pytest.raises(NotAnOfficer):
            services.extend_round(round=opened, by=seat, minutes=5)
        with pytest.raises(NotAnOfficer):
            services.request_determination(auction=cast.auction, by=seat)
        with pytest.raises(NotAnOfficer):
            services.request_verification(auction=cast.auction, by=seat)

    assert kinds(cast) == [EntryKind.GENESIS, EntryKind.PROPOSED, EntryKind.ROUND_OPENED]


def test_a_decision_that_the_rules_do_not_offer_now_is_refused(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="cannot be taken now"):
        cast.proposes(ProposalKind.DECIDE, decision="end_clock")
