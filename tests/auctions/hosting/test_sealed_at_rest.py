"""Before the opening nobody with the whole database and disk reads a sealed ballot: everything that rests anywhere is
searched for an amount that is found nowhere else, and the same search finds it after the opening.
"""

import os
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from auctions import history, services
from auctions.models import PreparedBid, ProposalKind, Round, SurrogateBid
from auctions.services.surrogates import new_code
from config.embedded.testing import VARIABLE
from tests.cast import DOCUMENT, RULEBOOK, Cast, assemble
from tests.roles import as_owner

AMOUNT = 7654321987654321
OWN = "Beta's own passphrase"


def ballot(**package: int) -> dict[str, Any]:
    return {"bids": [{"package": package, "amount": AMOUNT}]}


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A sealed round is open, where ballots may come by telephone."""
    history.forget()
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "extensions": {"other_channel": True}})
    cast = assemble(custodians=True)
    cast.hold_ceremony()
    cast.play_clock()
    cast.open_round()
    return cast


def written_as() -> list[bytes]:
    """The amount as text, in base64 at each of the three places at which it may begin there, in hexadecimal, and as
    PostgreSQL writes a number within JSON: digits of base 10,000, two bytes each.
    """
    plain = str(AMOUNT).encode()
    coded = [b64encode(bytes(before) + plain)[4 if before else 0 :][:16] for before in range(3)]
    words = [AMOUNT // 10_000**power % 10_000 for power in (3, 2, 1, 0)]
    return [plain, *coded, plain.hex().encode(), b"".join(word.to_bytes(2, "little") for word in words)]


def found_in(content: bytes) -> bool:
    return any(pattern in content for pattern in written_as())


def tables_that_hold_it() -> list[str]:
    """Every table of the database, read as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        return [table for table in tables if any(found_in(row) for row in rows_of(cursor, table))]


def rows_of(cursor: Any, table: str) -> Iterator[bytes]:
    cursor.execute(f"SELECT whole::text FROM {table} whole")  # noqa: S608 (a table of our own)
    yield from (row[0].encode() for row in cursor.fetchall())


def files_that_hold_it() -> list[str]:
    """Everything below this run's data folder: tables, write-ahead log, the servers' logs, the queue."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    root = Path(os.environ[VARIABLE])
    files = [path for path in root.rglob("*") if path.is_file()]
    assert any("pg_wal" in str(path) for path in files)
    return [str(path.relative_to(root)) for path in files if found_in(path.read_bytes())]


def submit_in_every_way(cast: Cast) -> None:
    """A ballot, one that waits for a signature, and one by telephone that waits for the second officer."""
    cast.alpha.submits(ballot(A=1, B=1))
    opened = Round.objects.latest("version")
    services.set_own_key(participant=cast.beta.participant, by=cast.beta.submitter, passphrase=OWN)
    form: dict[str, Any] = {"round_version": opened.version, "prices_hash": opened.prices_hash}
    services.prepare_bid(
        auction=cast.auction,
        by=cast.beta.preparer,
        participant=cast.beta.participant,
        ballot=ballot(A=1),
        form_key=uuid4(),
        **form,
    )
    cast.proposes(
        ProposalKind.SURROGATE_BID,
        bidder="Alpha",
        ballot=ballot(A=1, B=1),
        **form,
        callers=["alpha-submitter"],
        authentication="called back",
        technical_failure=True,
        authenticated=True,
        code=new_code(),
    )


def test_no_table_and_no_file_holds_a_sealed_ballot_before_its_opening_and_the_same_search_finds_it_after(
    cast: Cast,
) -> None:
    submit_in_every_way(cast)
    assert (PreparedBid.objects.get().ballot, SurrogateBid.objects.get().ballot) == (None, None)
    assert (tables_that_hold_it(), files_that_hold_it()) == ([], [])
    cast.close_round()
    cast.hands_in(cast.auctioneer)
    assert (tables_that_hold_it(), files_that_hold_it()) == ([], [])

    cast.hands_in(cast.compliance)

    assert sorted(tables_that_hold_it()) == ["public.auctions_bid", "public.journal_entry"]
    assert any("pg_wal" in name for name in files_that_hold_it())


def test_the_search_finds_each_way_in_which_it_could_have_been_written() -> None:
    for content in (
        f'"amount": {AMOUNT}'.encode(),
        *(b64encode(b"x" * before + f"{AMOUNT}, and more".encode()) for before in range(6)),
        str(AMOUNT).encode().hex().encode(),
    ):
        assert found_in(b"before " + content + b" after"), content
    assert not found_in(b"1234567812345678" * 100)


def test_in_an_auction_without_custodians_the_same_search_finds_it_at_once(
    transactional_db: None,
) -> None:
    in_clear = assemble()
    in_clear.play_clock()
    in_clear.open_round()
    in_clear.alpha.submits(ballot(A=1, B=1))

    assert sorted(tables_that_hold_it()) == ["public.auctions_bid", "public.journal_entry"]
