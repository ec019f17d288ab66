"""Races on a real database: threads with connections of their own, transactions that really commit.

Every race is proved first, with the lock in question switched off, and then shown to be impossible with it.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pydoc import locate
from threading import Event
from typing import Any, TypeVar

import pytest
from django.db import connection

from auctions import history
from tests.cast import Cast, assemble

T = TypeVar("T")
PATIENCE = 10.0  # seconds a thread may take before the test fails
BLOCKED_AFTER = 0.4  # seconds after which a thread that has not finished is taken to wait for a lock


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    history.forget()
    yield assemble()


class Threads:
    """Runs functions in threads, each with a database connection of its own."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool = pool

    def start(self, act: Callable[[], T]) -> "Future[T]":
        def with_own_connection() -> T:
            try:
                return act()
            finally:
                connection.close()

        return self.pool.submit(with_own_connection)


@pytest.fixture
def threads() -> Iterator[Threads]:
    with ThreadPoolExecutor(max_workers=8) as pool:
        yield Threads(pool)


class Pause:
    """A place in the code at which the first to come waits until it is let go; later ones pass."""

    def __init__(self) -> None:
        self.reached, self.gone_on = Event(), Event()

    def wait_once(self) -> None:
        if not self.reached.is_set():
            self.reached.set()
            assert self.gone_on.wait(PATIENCE), "nobody let the paused thread go on"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Within the block the first thread is at the pause; after it, it goes on."""
        assert self.reached.wait(PATIENCE), "no thread came to the pause"
        try:
            yield
        finally:
            self.gone_on.set()


@pytest.fixture
def pause_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Pause]:
    """Make the first call of the function at this dotted place pause before it returns."""

    def install(place: str) -> Pause:
        pause = Pause()
        original: Any = locate(place)

        def paused(*arguments: Any, **named: Any) -> Any:
            answer = original(*arguments, **named)
            pause.wait_once()
            return answer

        monkeypatch.setattr(place, paused)
        return pause

    return install


@pytest.fixture
def without_auction_locks(monkeypatch: pytest.MonkeyPatch, tables_may_differ: None) -> None:
    """Switch the locks of auctions and participants off; the journal's own stays."""
    monkeypatch.setattr("auctions.locks.take", lambda *arguments, **named: None)


@pytest.fixture
def without_chain_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch the lock that numbers the journal off."""
    monkeypatch.setattr("journal.services.take", lambda *arguments, **named: None)
