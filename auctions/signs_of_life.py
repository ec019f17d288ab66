"""What a worker tells the database while it computes: that it is alive, and how far it is.

A thread of its own writes, outside any transaction of the result; the computation only leaves a note.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import Any

from django.db import connection

from auctions.services import determination
from winner_determination.progress import Tell

SIGN_OF_LIFE_EVERY = 5.0  # seconds
PROGRESS_EVERY = 0.5  # seconds, at most


@contextmanager
def signs_of_life(solve_id: int) -> Iterator[Tell]:
    """Until the block ends, keep the solve alive; what is told within (``standing_document``) becomes its progress."""
    done, latest = Event(), deque[dict[str, Any]](maxlen=1)

    def write() -> None:
        written_at = monotonic()
        while not done.wait(PROGRESS_EVERY):
            if latest or monotonic() - written_at >= SIGN_OF_LIFE_EVERY:
                determination.keep_alive(solve_id=solve_id, progress=latest.pop() if latest else None)
                written_at = monotonic()
        connection.close()

    thread = Thread(target=write, name=f"solve-{solve_id}", daemon=True)
    thread.start()
    try:
        yield latest.append
    finally:
        done.set()
        thread.join()
