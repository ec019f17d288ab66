"""An installation of one's own that is made to suffer: PostgreSQL that writes durably, Redis, workers, gunicorn."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from zlib import crc32

import psutil
import psycopg
from psycopg.rows import dict_row

from config.embedded import postgresql, processes, services, testing
from config.embedded.places import CHECKOUT, DataFolder
from config.embedded.programs import HOST, Installation, manage
from journal.chain import Link, breaks, instant
from journal.receipts import Receipt, verify

CHAIN = 4  # journal.locks.Space.CHAIN
SOLVED_WITHIN = 240.0  # seconds: silence for 20, the solve itself twice, on a machine that has more to do
PATIENCE = 60.0  # seconds until what should happen by itself counts as not happening


@dataclass(frozen=True)
class Entry:
    """One entry of a chain as it is stored."""

    link: Link
    hash: str


@dataclass(frozen=True)
class Site:
    installation: Installation

    @property
    def data(self) -> DataFolder:
        return self.installation.data

    @property
    def address(self) -> str:
        return self.installation.address

    def stage(self, *arguments: str) -> None:
        """Run a verb of ``tests.faults.staging`` here."""
        command = [sys.executable, "-m", "tests.faults.staging", *arguments]
        subprocess.run(command, cwd=CHECKOUT, env=dict(self.installation.environment), check=True)

    def kill(self, name: str) -> None:
        """``kill -9`` of a server or program and everything it started."""
        process = processes.find(self.data, name)
        assert process is not None, f"{name} does not run"
        _kill([process, *process.children(recursive=True)])

    def kill_children(self, name: str) -> None:
        """``kill -9`` of what a program started, while it lives on itself."""
        process = processes.find(self.data, name)
        assert process is not None, f"{name} does not run"
        _kill(process.children())

    def start_again(self, name: str) -> None:
        """What a service manager does."""
        self.installation.start_again(name)

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        with psycopg.connect(postgresql.url(self.data), row_factory=dict_row) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def entries(self, slug: str) -> list[Entry]:
        """The auction's chain, oldest first."""
        query = "SELECT * FROM journal_entry WHERE chain = %s ORDER BY sequence"
        names = ("chain", "sequence", "kind", "body", "previous_hash")
        return [
            Entry(Link(**{name: row[name] for name in names}, recorded_at=instant(row["recorded_at"])), row["hash"])
            for row in self.rows(query, f"auction/{slug}")
        ]

    @contextmanager
    def holding_the_chain(self, slug: str) -> Iterator[None]:
        """Within the block every bid stops where it is to be recorded: checked, and nothing written."""
        with psycopg.connect(postgresql.url(self.data), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_advisory_lock(%s, %s)", [CHAIN, crc32(f"auction/{slug}".encode()) & 0x7FFFFFFF]
            )
            yield

    def waiting_for_the_chain(self) -> int:
        query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND NOT granted"
        return int(self.rows(query, CHAIN)[0]["count"])

    def bids_of_form(self, slug: str, form_key: str) -> int:
        """How many entries a form has led to."""
        query = "SELECT count(*) FROM journal_entry WHERE chain = %s AND body->>'form_key' = %s"
        return int(self.rows(query, f"auction/{slug}", form_key)[0]["count"])

    def solve_of(self, slug: str) -> "SolveInHand":
        return SolveInHand(self, slug)

    def start_solving(self, slug: str) -> "SolveInHand":
        """Play an auction up to a long winner determination, and return while that is in hand."""
        self.stage("map", slug)
        self.stage("ask", slug)
        solve = self.solve_of(slug)
        until(lambda: solve.status == "running")
        return solve

    def check_record(self, slug: str) -> None:
        """Every hash of the chain holds, and every table is what the journal says: nothing is half done."""
        assert list(breaks((entry.link, entry.hash) for entry in self.entries(slug))) == []
        manage(self.installation.environment, "rebuild", slug)

    def honours(self, slug: str, receipts: list[Receipt]) -> None:
        """Each receipt is signed, opens its commitment, and names the entry that the journal holds."""
        recorded = {entry.link.sequence: entry for entry in self.entries(slug)}
        for receipt in receipts:
            verify(receipt)
            entry = recorded[receipt.sequence]
            assert entry.link.kind == "bid_placed"
            assert entry.hash == receipt.chain_head
            assert isinstance(entry.link.body, dict)
            assert entry.link.body["commitment"] == receipt.commitment


@dataclass(frozen=True)
class SolveInHand:
    """The last computation that an auction asked for."""

    own: Site
    slug: str

    @property
    def status(self) -> str:
        return str(self.row["status"])

    @property
    def row(self) -> dict[str, Any]:
        query = "SELECT s.* FROM auctions_solve s JOIN auctions_auction a ON a.id = auction_id WHERE a.slug = %s"
        return self.own.rows(query, self.slug)[-1]

    def result_in_the_end(self) -> dict[str, Any]:
        """Wait until it is done. The result, which is in the journal as well."""
        until(lambda: self.status == "done", within=SOLVED_WITHIN)
        self.own.check_record(self.slug)
        result: dict[str, Any] = self.row["result"]
        return result


@contextmanager
def site(
    prepare: Callable[[DataFolder], None] = lambda data: None,
    *,
    web_settings: str = "config/gunicorn.py",
    variables: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Site]:
    """Within the block everything runs, on a free port, with ``variables`` in its environment; nothing is left.
    ``prepare`` may do something to the folder before the servers start.
    """
    with testing.fresh() as data:
        prepare(data)
        with services.running(data, durable=True) as found, socket.create_server((HOST, 0)) as listener:
            environment = {**found, "STATIC_MANIFEST": "0", "PROXY_COUNT": "1", **variables}
            installation = Installation.prepared(data, environment, listener, web_settings=web_settings)
            try:
                installation.start()
                yield Site(installation)
            finally:
                installation.stop()


def _kill(family: list[psutil.Process]) -> None:
    for member in family:
        member.kill()
    psutil.wait_procs(family, timeout=5)


def until(is_so: Callable[[], bool], *, within: float = PATIENCE, every: float = 0.1) -> float:
    """Wait until something is so; the seconds it took. Fails where it does not happen."""
    start = time.monotonic()
    while not is_so():
        assert time.monotonic() - start < within, f"not so after {within} seconds"
        time.sleep(every)
    return time.monotonic() - start


def processes_of(name: str, data: DataFolder) -> list[psutil.Process]:
    """A program and what it started."""
    process = processes.find(data, name)
    return [] if process is None else [process, *process.children(recursive=True)]
