"""PostgreSQL's advisory locks, the one primitive under every lock of the house.

A lock belongs to the transaction that takes it and ends with it. After waiting for one, ``now()`` is the time at
which the transaction began; ``database_time`` asks for ``clock_timestamp()``, which is the time at which it is asked.
So a service takes its lock in its first statement, reads time and status in the second, and writes in the third.
"""

from datetime import datetime
from enum import IntEnum

from django.db import connection

from journal.errors import OutsideTransaction


class Space(IntEnum):
    """What a lock's number counts, so that auction 7 and participant 7 do not wait for one another."""

    AUCTION = 1
    PARTICIPANT = 2
    SOLVE = 3
    CHAIN = 4


def take(space: Space, number: int, *, shared: bool = False) -> None:
    """Wait for the lock and hold it until the transaction ends.

    Raises OutsideTransaction where no transaction would hold it.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [int(space), number])


def database_time() -> datetime:
    """The database's clock at this statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment
