"""PostgreSQL and Redis for as long as somebody uses them: the first to come starts them, the last to leave stops
them.

Users are counted by the operating system: each holds a shared lock on ``users.lock``, which ends with its process
however that ends. Whoever starts or stops holds ``change.lock`` alone.
"""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from config.embedded import postgresql, redis
from config.embedded.places import CHECKOUT, DataFolder


@contextmanager
def running(data: DataFolder, *, durable: bool) -> Iterator[dict[str, str]]:
    """Within the block both servers answer. Yields the environment in which Clearband uses them. Raises StartError,
    PlaceError.
    """
    with in_use(data):
        start_what_ended(data, durable=durable)
        yield environment(data)


@contextmanager
def in_use(data: DataFolder) -> Iterator[None]:
    """Count as a user of ``data`` within the block; the last user to leave stops the servers, if anybody started
    them.
    """
    data.create()
    with (data.root / "users.lock").open("ab") as users:
        with alone(data.root / "change.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield
        finally:
            with alone(data.root / "change.lock"):
                if try_lock(users):
                    stop(data)


def environment(data: DataFolder) -> dict[str, str]:
    """The environment of a Clearband process on the servers of ``data``: ours, with the connections of the embedded
    mode.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.endswith("_FILE")}
    return {
        **inherited,
        "CLEARBAND_EMBEDDED": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": postgresql.url(data),
        "REDIS_URL": redis.url(data),
        "SECRET_KEY": data.secret_key(),
        "STATIC_ROOT": str(data.static_files),
        "PYTHONPATH": os.pathsep.join([str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "PYTHONUNBUFFERED": "1",
        "PATH": os.pathsep.join(
            [str(Path(sys.executable).parent), str(postgresql.client_programs()), os.environ.get("PATH", os.defpath)]
        ),
    }


def stop(data: DataFolder) -> None:
    redis.stop(data)
    postgresql.stop(data)


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Hold ``file`` locked; wait for whoever holds it."""
    with file.open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def try_lock(file: IO[bytes]) -> bool:
    """Lock the open ``file`` for us alone; False when somebody else has it locked in any way."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def start_what_ended(data: DataFolder, *, durable: bool) -> None:
    """Start what is not running. What a killed run left behind and still answers is taken over. Raises StartError,
    and nothing runs.
    """
    with alone(data.root / "change.lock"):
        try:
            if not postgresql.is_up(data):
                postgresql.stop(data)
                postgresql.start(data, durable=durable)
            if not redis.is_up(data):
                redis.stop(data)
                redis.start(data)
        except BaseException:
            stop(data)
            raise
