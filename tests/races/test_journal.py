"""A chain is numbered in the order of its commits, whoever writes."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from journal import locks
from journal.errors import OutsideTransaction
from journal.models import Entry
from journal.selectors import breaks_of
from journal.services import append
from tests.races.conftest import BLOCKED_AFTER, PATIENCE, Pause, Threads

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]

HEAD_READ = "journal.services.head_of"


def write(n: int = 0) -> Entry:
    with transaction.atomic():
        return append(chain="busy", kind="noted", body={"n": n})


def test_with_the_lock_off_two_writers_take_the_same_number(
    threads: Threads, pause_after: Callable[[str], Pause], without_chain_lock: None
) -> None:
    pause = pause_after(HEAD_READ)
    slow = threads.start(write)
    with pause.held():
        write()

    with pytest.raises(IntegrityError, match="one_entry_per_chain_and_sequence"):
        slow.result(PATIENCE)


def test_the_second_writer_waits_for_the_first(threads: Threads, pause_after: Callable[[str], Pause]) -> None:
    pause = pause_after(HEAD_READ)
    first = threads.start(write)
    with pause.held():
        second = threads.start(write)
        with pytest.raises(TimeoutError):
            second.result(BLOCKED_AFTER)

    assert (first.result(PATIENCE).sequence, second.result(PATIENCE).sequence) == (1, 2)


def test_eight_writers_leave_one_unbroken_chain(threads: Threads) -> None:
    def write_ten() -> None:
        for n in range(10):
            write(n)

    for writer in [threads.start(write_ten) for _ in range(8)]:
        writer.result(PATIENCE)

    entries = Entry.objects.filter(chain="busy").order_by("sequence")
    assert [entry.sequence for entry in entries] == list(range(1, 81))
    assert list(entries) == sorted(entries, key=lambda entry: entry.recorded_at)
    assert list(breaks_of("busy")) == []


def test_a_lock_refuses_to_be_taken_outside_a_transaction() -> None:
    with pytest.raises(OutsideTransaction, match="no transaction is open"):
        locks.take(locks.Space.AUCTION, 1)
    with pytest.raises(OutsideTransaction):
        append(chain="busy", kind="noted", body={})

    assert not Entry.objects.exists()


def test_what_was_appended_is_gone_when_its_transaction_fails() -> None:
    with pytest.raises(InterruptedError), transaction.atomic():
        append(chain="busy", kind="noted", body={})
        raise InterruptedError

    assert not Entry.objects.exists()
    assert write().sequence == 1
