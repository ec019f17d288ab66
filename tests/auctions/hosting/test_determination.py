"""Outcomes are computed by a worker outside requests and recorded only while the auction still asks the question."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery import Celery
from celery.signals import after_task_publish
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from auctions import selectors, services, tasks
from auctions.errors import StepRefused
from auctions.formats.cca import Cca
from auctions.formats.contract import Determination, Status
from auctions.history import history_of
from auctions.models import Solve, SolveStatus
from auctions.record import EntryKind
from auctions.services import determination
from journal.canonical import digest
from journal.selectors import entries_of
from tests.cast import SEED, Cast


@pytest.fixture
def bids_are_in(cast: Cast) -> Cast:
    cast.play_clock()
    cast.play_supplementary()
    return cast


@pytest.fixture
def handed_over() -> Iterator[list[int]]:
    """The solves that were put into the real queue, under the name that the worker knows the task by."""
    queue: list[int] = []

    def note(sender: str, body: Any, **_: Any) -> None:
        assert sender == tasks.determine_winners.name
        queue.extend(body[0])

    after_task_publish.connect(note, weak=False)
    yield queue
    after_task_publish.disconnect(note)


def ask(cast: Cast) -> Solve:
    return services.request_determination(auction=cast.auction, by=cast.auctioneer)


def count(cast: Cast, kind: EntryKind) -> int:
    return entries_of(cast.auction.chain).filter(kind=kind).count()


def silent_since(solve: Solve, seconds: int) -> None:
    Solve.objects.filter(pk=solve.pk).update(heard_from_at=timezone.now() - timedelta(seconds=seconds))


def test_nothing_is_computed_before_it_is_due(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="No computation is due now"):
        ask(cast)


def test_the_committed_seed_is_revealed_when_the_outcome_is_asked_for(bids_are_in: Cast) -> None:
    solve = ask(bids_are_in)

    entry = entries_of(bids_are_in.auction.chain).get(kind=EntryKind.DECISION_TAKEN)
    assert entry.body["act"] == {
        "act": "decide",
        "decision": "reveal_seed",
        "body": {"seed": SEED},
        "at": entry.body["act"]["at"],
    }
    assert solve.case["seed"] == SEED


def test_a_platform_that_was_not_given_the_seed_says_so(bids_are_in: Cast) -> None:
    bids_are_in.auction.seed = ""

    with pytest.raises(StepRefused, match="must be revealed first; the platform was not given it"):
        ask(bids_are_in)


def test_the_question_is_frozen_and_handed_over_once_the_request_is_committed(
    bids_are_in: Cast, handed_over: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        solve = ask(bids_are_in)
        assert handed_over == []

    assert handed_over == [solve.pk]
    assert (solve.status, solve.stage, solve.input_hash) == (SolveStatus.QUEUED, "principal", digest(solve.case))


def test_a_queue_that_does_not_answer_does_not_fail_the_request(
    bids_are_in: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    tried: list[str] = []

    def unreachable(app: Celery, name: str, **_: Any) -> None:
        tried.append(name)
        raise ConnectionError

    monkeypatch.setattr(Celery, "send_task", unreachable)
    with django_capture_on_commit_callbacks(execute=True):
        solve = ask(bids_are_in)

    assert tried == [tasks.determine_winners.name]
    assert Solve.objects.get().pk == solve.pk


def test_asking_twice_asks_once(bids_are_in: Cast) -> None:
    assert ask(bids_are_in).pk == ask(bids_are_in).pk
    assert Solve.objects.count() == 1


def test_the_worker_records_the_result_as_an_act(bids_are_in: Cast) -> None:
    solve = ask(bids_are_in)

    tasks.determine_winners(solve.pk)

    solve.refresh_from_db()
    entry = entries_of(bids_are_in.auction.chain).get(kind=EntryKind.RESULT_RECORDED)
    assert (solve.status, solve.error, solve.progress) == (SolveStatus.DONE, "", {})
    assert entry.body["act"]["result"] == solve.result
    assert entry.body["input_hash"] == solve.input_hash
    assert selectors.phase(bids_are_in.auction).stage == "assignment"


def test_a_second_run_of_the_same_solve_changes_nothing(bids_are_in: Cast) -> None:
    solve = ask(bids_are_in)
    tasks.determine_winners(solve.pk)

    tasks.determine_winners(solve.pk)
    determination.finish_solve(solve_id=solve.pk, result={})

    assert count(bids_are_in, EntryKind.RESULT_RECORDED) == 1


def test_a_solve_that_a_living_worker_is_at_is_not_taken_by_another(bids_are_in: Cast) -> None:
    solve = ask(bids_are_in)
    assert determination.start_solve(solve_id=solve.pk) is not None

    assert determination.start_solve(solve_id=solve.pk) is None


def test_a_solve_whose_worker_was_killed_is_started_again_by_the_tick(
    bids_are_in: Cast, handed_over: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    solve = ask(bids_are_in)
    determination.start_solve(solve_id=solve.pk)
    silent_since(solve, seconds=60)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.tick()
        tasks.tick()

    assert handed_over == [solve.pk]
    tasks.determine_winners(solve.pk)
    assert count(bids_are_in, EntryKind.RESULT_RECORDED) == 1


def test_a_worker_that_gives_signs_of_life_is_left_alone(bids_are_in: Cast, handed_over: list[int]) -> None:
    solve = ask(bids_are_in)
    determination.start_solve(solve_id=solve.pk)
    silent_since(solve, seconds=60)
    determination.keep_alive(solve_id=solve.pk)

    assert determination.restart_silent_solves() == 0


def test_the_answer_to_a_question_that_is_no_longer_asked_is_not_recorded(bids_are_in: Cast) -> None:
    solve = ask(bids_are_in)
    Solve.objects.update(input_hash="0" * 64)

    tasks.determine_winners(solve.pk)

    solve.refresh_from_db()
    assert solve.status == SolveStatus.FAILED
    assert "no longer asks" in solve.error
    assert count(bids_are_in, EntryKind.RESULT_RECORDED) == 0


def test_a_computation_that_fails_says_why_and_may_be_asked_for_again(
    bids_are_in: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_memory(self: Cca, determination: Determination, **_: Any) -> dict[str, Any]:
        raise MemoryError("no memory left")

    solve = ask(bids_are_in)
    with monkeypatch.context() as broken:
        broken.setattr(Cca, "determine", out_of_memory)
        tasks.determine_winners(solve.pk)
    solve.refresh_from_db()
    assert (solve.status, solve.error) == (SolveStatus.FAILED, "MemoryError: no memory left")

    again = ask(bids_are_in)
    tasks.determine_winners(again.pk)

    again.refresh_from_db()
    assert (again.pk > solve.pk, again.status) == (True, SolveStatus.DONE)


def test_the_frozen_question_survives_the_database_unchanged(bids_are_in: Cast) -> None:
    solve = ask(bids_are_in)
    solve.refresh_from_db()

    history = history_of(bids_are_in.auction)
    due = history.format.determination(history.state)
    assert due is not None
    assert determination.question_of(solve) == due


def test_the_result_is_published_once_and_not_before_the_auction_is_finished(bids_are_in: Cast) -> None:
    with pytest.raises(StepRefused, match="not finished"):
        bids_are_in.publish()
    bids_are_in.determine()
    bids_are_in.open_round()
    bids_are_in.close_round()
    bids_are_in.determine()

    bids_are_in.publish()
    with pytest.raises(StepRefused, match="published already"):
        bids_are_in.publish()

    assert bids_are_in.auction.published_at is not None
    assert selectors.phase(bids_are_in.auction).status is Status.FINISHED
    assert count(bids_are_in, EntryKind.RESULT_PUBLISHED) == 1
