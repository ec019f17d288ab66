"""When the clock last ticked: one row of the cache's table, by the database's clock, for every process to read."""

from django.core.cache import cache

from journal.locks import database_time

KEY = "clock:last-tick"


def note_tick() -> None:
    cache.set(KEY, database_time().timestamp(), timeout=None)


def seconds_since_tick() -> float | None:
    """None where it never ticked."""
    at: float | None = cache.get(KEY)
    return None if at is None else database_time().timestamp() - at
