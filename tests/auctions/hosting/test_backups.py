"""A backup of a running auction restores to the same record, with everything that protects it; rehearsed on a database
of its own.
"""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import CommandError, call_command

from auctions.models import Bid
from config.embedded.places import CHECKOUT
from config.embedded.postgresql import APPLICATION
from journal.selectors import head_of
from tests.cast import assemble

RESTORED = "restored"


@pytest.fixture
def empty_database(servers: dict[str, str]) -> Iterator[str]:
    """The address of a new database on the run's server, as its owner."""
    address = servers["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {RESTORED}")
    yield urlsplit(address)._replace(path=f"/{RESTORED}").geturl()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {RESTORED} WITH (FORCE)")


@pytest.fixture
def backup(transactional_db: None, tmp_path: Path) -> Path:
    """Of an auction in its second round, with bids in it."""
    cast = assemble()
    cast.play_round(alpha={"A": 1, "B": 1}, beta={"A": 1}, gamma={"A": 1})
    cast.open_round()
    cast.alpha.bids({"A": 1})
    file = tmp_path / "clearband.backup"
    call_command("backup", out=file)
    return file


def restored(file: Path, address: str) -> "subprocess.CompletedProcess[str]":
    """``manage.py restore`` on the database at ``address``, as its owner."""
    return subprocess.run(
        [sys.executable, "manage.py", "restore", str(file)],
        cwd=CHECKOUT,
        env={**os.environ, "DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_restored_record_is_the_same_to_the_last_hash_and_as_well_protected(
    backup: Path, empty_database: str
) -> None:
    head = head_of("auction/two-bands")
    assert head is not None

    done = restored(backup, empty_database)

    assert done.returncode == 0, done.stderr
    assert done.stdout == "1 auctions restored: every chain holds, every table agrees with it\n"
    with psycopg.connect(empty_database, autocommit=True) as connection:
        last = connection.execute("SELECT sequence, hash FROM journal_entry ORDER BY sequence DESC LIMIT 1").fetchone()
        assert last == (head.sequence, head.hash)
        for change in ("UPDATE journal_entry SET kind = 'x'", "DELETE FROM journal_entry", "TRUNCATE journal_entry"):
            with pytest.raises(psycopg.errors.RaiseException, match="journal_entry is append-only"):
                connection.execute(f"SET session_replication_role = replica; {change}")
        connection.execute(f"SET ROLE {APPLICATION}")
        assert connection.execute("SELECT count(*) FROM auctions_bid").fetchone() == (4,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE journal_entry SET kind = 'x'")


def test_a_database_that_holds_an_auction_is_never_restored_into(backup: Path) -> None:
    with pytest.raises(CommandError, match="has tables: restore into an empty one"):
        call_command("restore", backup)

    assert head_of("auction/two-bands") is not None


def test_a_backup_that_was_cut_short_leaves_the_database_empty(backup: Path, empty_database: str) -> None:
    backup.write_bytes(backup.read_bytes()[:-2000])

    done = restored(backup, empty_database)

    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: pg_restore failed: ")
    with psycopg.connect(empty_database) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_a_bid_that_was_changed_before_the_backup_is_named_after_the_restore(
    transactional_db: None, tables_may_differ: None, empty_database: str, tmp_path: Path
) -> None:
    cast = assemble()
    cast.open_round()
    bid = cast.alpha.bids({"A": 1})
    Bid.objects.update(ballot={"package": {"A": 2}})
    call_command("backup", out=tmp_path / "clearband.backup")

    done = restored(tmp_path / "clearband.backup", empty_database)

    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The record that was restored does not hold:\ntwo-bands: bids")
    assert f"{bid.sequence}" in done.stderr


def test_a_backup_is_for_its_owner_alone_and_never_takes_the_place_of_another(backup: Path) -> None:
    before = backup.read_bytes()

    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", out=backup)

    assert stat.filemode(backup.stat().st_mode) == "-rw-------"
    assert backup.read_bytes() == before
    assert [file.name for file in backup.parent.iterdir()] == [backup.name]


def test_without_postgresqls_programs_it_says_what_to_install(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CommandError, match=r"pg_dump is not on the PATH: install .* \(postgresql-client\)"):
        call_command("backup", out=tmp_path / "clearband.backup")
