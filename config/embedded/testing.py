"""Servers for one test run: a folder of its own, started when a test first asks, thrown away at the end.

A run that was killed leaves its folder and perhaps its servers behind; the next run clears them away.
"""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded import processes, services
from config.embedded.places import DataFolder, home

PREFIX = "test-"
VARIABLE = "CLEARBAND_TEST_DATA"
SURELY_LOCKED_AFTER = 60  # seconds: a new folder may exist for an instant before its owner holds its lock


@contextmanager
def folder() -> Iterator[DataFolder]:
    """The folder of this test run: the one that CLEARBAND_TEST_DATA names, whose owner clears it away, or a new one
    of our own.
    """
    named = os.environ.get(VARIABLE)
    if named:
        yield DataFolder(Path(named))
        return
    with fresh() as data:
        yield data


@contextmanager
def fresh() -> Iterator[DataFolder]:
    """A new folder, thrown away after the block with whatever runs there."""
    _clear_away_what_killed_runs_left()
    data = DataFolder(home() / f"{PREFIX}{secrets.token_hex(4)}")
    try:
        with services.in_use(data):
            yield data
    finally:
        discard(data)


def environment(data: DataFolder) -> dict[str, str]:
    """As for any embedded process, and plain static files: nothing is collected for a test."""
    return {**services.environment(data), "STATIC_MANIFEST": "0", VARIABLE: str(data.root)}


def _clear_away_what_killed_runs_left() -> None:
    for path in home().glob(f"{PREFIX}*"):
        data = DataFolder(path)
        if time.time() - path.stat().st_mtime < SURELY_LOCKED_AFTER:
            continue
        with (path / "users.lock").open("ab") as users:
            if services.try_lock(users):
                discard(data)


def discard(data: DataFolder) -> None:
    for name in processes.recorded(data):
        processes.stop(data, name, within=5)
    services.stop(data)
    shutil.rmtree(data.root, ignore_errors=True)
    if data.sockets.parent != data.root:
        shutil.rmtree(data.sockets, ignore_errors=True)
