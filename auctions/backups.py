"""The whole database as one file, and back: PostgreSQL's own ``pg_dump`` and ``pg_restore``, and what a restored record
must stand up to before anybody works with it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from auctions.errors import BackupFailed
from auctions.models import Auction
from auctions.rebuilding import differences
from journal.models import Entry
from journal.selectors import breaks_of


def back_up(out: Path) -> None:
    """Write the database as it is at this moment to ``out``, readable by its owner alone; bids go on meanwhile.

    Raises BackupFailed: the file exists, pg_dump is missing or older than the server, the role may not read all tables.
    """
    if out.exists():
        raise BackupFailed(f"{out} exists already: name another file.")
    part = out.with_name(f"{out.name}.part")
    try:
        _run("pg_dump", "--format", "custom", "--no-owner", "--file", str(part))
        part.rename(out)
    finally:
        part.unlink(missing_ok=True)


def restore(file: Path) -> None:
    """Fill an empty database from ``file``, wholly or not at all; who runs it owns the tables.

    Raises BackupFailed: the database has tables, pg_restore is missing, the file is no backup, the application's role
    does not exist.
    """
    if connection.introspection.table_names():
        raise BackupFailed(
            f"The database {connection.settings_dict['NAME']} has tables: restore into an empty one (createdb NAME)."
        )
    _run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", str(file), into="--dbname")


def faults() -> Iterator[str]:
    """What does not hold in the record: hashes of every chain, and tables that are not what their journal says."""
    for chain in Entry.objects.order_by("chain").values_list("chain", flat=True).distinct():
        yield from (f"{chain}: {found}" for found in breaks_of(chain))
    for auction in Auction.objects.order_by("pk"):
        yield from (f"{auction.slug}: {difference}" for difference in differences(auction))


def _run(program: str, *arguments: str, into: str = "") -> None:
    """Run one of PostgreSQL's programs on our database, named after the option ``into``; the password goes by the
    environment, where no list of processes shows it.
    """
    found = shutil.which(program)
    if found is None:
        raise BackupFailed(f"{program} is not on the PATH: install PostgreSQL's client programs (postgresql-client).")
    (_, *where, name), secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    database = [into, name] if into else [name]
    ended = subprocess.run(  # noqa: S603 (PostgreSQL's own programs, no shell)
        [found, "--no-password", *where, *database, *arguments],
        env={**os.environ, **(secrets or {})},
        capture_output=True,
        text=True,
        check=False,
        umask=0o077,
    )
    if ended.returncode:
        said = ended.stderr.strip().splitlines() or ["it gave no reason"]
        raise BackupFailed(f"{program} failed: {said[0]}")
