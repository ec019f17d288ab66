"""Two approvals, or an approval and the deadline, move an auction on once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from auctions import services
from auctions.errors import ProposalOvertaken, StepRefused
from auctions.formats.cca import Cca
from auctions.models import ProposalKind, ProposalStatus, Round, Solve, SolveStatus
from auctions.record import EntryKind
from auctions.services import determination
from auctions.services.rounds import close_overdue_round
from journal.selectors import entries_of
from tests.cast import Cast
from tests.races.conftest import BLOCKED_AFTER, PATIENCE, Pause, Threads
from tests.tripwire import by_hand

pytestmark = pytest.mark.races

CHECKED = "auctions.services.rounds.applied"


def count(cast: Cast, kind: EntryKind) -> int:
    return entries_of(cast.auction.chain).filter(kind=kind).count()


def overdue() -> None:
    """The open round's deadline has passed, and nobody has come round yet."""
    by_hand("rounds.deadline")
    Round.objects.update(deadline=timezone.now() - timedelta(seconds=1))


def test_with_the_locks_off_two_closes_are_recorded_twice(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    opened = cast.open_round(minutes=5)
    overdue()
    close = cast.proposes(ProposalKind.CLOSE_ROUND)
    pause = pause_after(CHECKED)
    slow = threads.start(lambda: cast.approves(close))
    with pause.held():
        close_overdue_round(round=opened)

    slow.result(PATIENCE)
    assert count(cast, EntryKind.ROUND_CLOSED) == 2


def test_two_closes_are_one(cast: Cast, threads: Threads, pause_after: Callable[[str], Pause]) -> None:
    opened = cast.open_round(minutes=5)
    overdue()
    close = cast.proposes(ProposalKind.CLOSE_ROUND)
    pause = pause_after(CHECKED)
    officers = threads.start(lambda: cast.approves(close))
    with pause.held():
        deadlines = threads.start(lambda: close_overdue_round(round=opened))
        with pytest.raises(TimeoutError):
            deadlines.result(BLOCKED_AFTER)

    assert officers.result(PATIENCE).status == ProposalStatus.APPROVED
    assert deadlines.result(PATIENCE).closed_at == Round.objects.get().closed_at
    assert count(cast, EntryKind.ROUND_CLOSED) == 1


def test_with_the_locks_off_the_second_opening_fails_with_an_error_of_the_database(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    short, long = (cast.proposes(ProposalKind.OPEN_ROUND, minutes=minutes) for minutes in (5, 10))
    pause = pause_after(CHECKED)
    slow = threads.start(lambda: cast.approves(short))
    with pause.held():
        cast.approves(long)

    with pytest.raises(IntegrityError):
        slow.result(PATIENCE)


def test_the_second_opening_is_refused_with_a_reason(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    short, long = (cast.proposes(ProposalKind.OPEN_ROUND, minutes=minutes) for minutes in (5, 10))
    pause = pause_after(CHECKED)
    first = threads.start(lambda: cast.approves(short))
    with pause.held():
        second = threads.start(lambda: cast.approves(long))
        with pytest.raises(TimeoutError):
            second.result(BLOCKED_AFTER)

    assert first.result(PATIENCE).status == ProposalStatus.APPROVED
    with pytest.raises(ProposalOvertaken, match="The auction has moved on"):
        second.result(PATIENCE)


def test_with_the_locks_off_a_round_is_extended_after_it_was_closed(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    opened = cast.open_round(minutes=5)
    close = cast.proposes(ProposalKind.CLOSE_ROUND)
    pause = pause_after("auctions.services.rounds.written")
    late = threads.start(lambda: services.extend_round(round=opened, by=cast.auctioneer, minutes=5))
    with pause.held():
        cast.approves(close)

    late.result(PATIENCE)
    kinds = [entry.kind for entry in entries_of(cast.auction.chain)]
    assert kinds[-2:] == [EntryKind.ROUND_CLOSED, EntryKind.ROUND_EXTENDED]


def test_an_extension_that_waited_for_the_close_is_refused(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    opened = cast.open_round(minutes=5)
    proposed = cast.proposes(ProposalKind.CLOSE_ROUND)
    pause = pause_after(CHECKED)
    close = threads.start(lambda: cast.approves(proposed))
    with pause.held():
        late = threads.start(lambda: services.extend_round(round=opened, by=cast.second_officer, minutes=5))
        with pytest.raises(TimeoutError):
            late.result(BLOCKED_AFTER)

    close.result(PATIENCE)
    with pytest.raises(StepRefused, match="cannot be extended"):
        late.result(PATIENCE)
    assert count(cast, EntryKind.ROUND_EXTENDED) == 0


@pytest.fixture
def solve(cast: Cast) -> Solve:
    cast.play_clock()
    cast.play_supplementary()
    return services.request_determination(auction=cast.auction, by=cast.auctioneer)


def answer(solve: Solve) -> Solve:
    return determination.finish_solve(solve_id=solve.pk, result=Cca().determine(determination.question_of(solve)))


def test_with_the_locks_off_two_workers_take_one_solve(
    solve: Solve, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    pause = pause_after("auctions.models.Solve.refresh_from_db")
    slow = threads.start(lambda: determination.start_solve(solve_id=solve.pk))
    with pause.held():
        assert determination.start_solve(solve_id=solve.pk) is not None

    assert slow.result(PATIENCE) is not None


def test_one_of_two_workers_gets_the_solve(solve: Solve, threads: Threads) -> None:
    taken = [threads.start(lambda: determination.start_solve(solve_id=solve.pk)) for _ in range(6)]

    assert sum(each.result(PATIENCE) is not None for each in taken) == 1


def test_two_answers_to_one_question_are_recorded_once(cast: Cast, solve: Solve, threads: Threads) -> None:
    answers = [threads.start(lambda: answer(solve)) for _ in range(4)]

    assert {each.result(PATIENCE).status for each in answers} == {SolveStatus.DONE}
    assert count(cast, EntryKind.RESULT_RECORDED) == 1
