"""The triggers refuse to change the record, even to the owner of its tables (for the application, see test_grants)."""

from collections.abc import Iterator

import pgtrigger
import pytest
from django.db import DatabaseError, connection, transaction

from journal.models import Entry, SigningKey
from journal.services import append
from tests.roles import as_owner

pytestmark = pytest.mark.django_db

REFUSED = "journal_entry is append-only: {} refused"


@pytest.fixture(autouse=True)
def _as_owner(db: None) -> Iterator[None]:
    with as_owner():
        yield


@pytest.fixture
def entry() -> Entry:
    return append(chain="test", kind="noted", body={"number": 1})


def refused(statement: str) -> str:
    """Run one statement that must fail; returns the database's reason."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(caught.value)


@pytest.mark.parametrize(
    ("statement", "operation"),
    [
        ("UPDATE journal_entry SET body = '{}'", "UPDATE"),
        ("UPDATE journal_entry SET recorded_at = recorded_at", "UPDATE"),
        ("DELETE FROM journal_entry", "DELETE"),
        ("TRUNCATE journal_entry", "TRUNCATE"),
        ("TRUNCATE journal_entry CASCADE", "TRUNCATE"),
    ],
)
def test_an_entry_cannot_be_changed_removed_or_truncated(entry: Entry, statement: str, operation: str) -> None:
    assert REFUSED.format(operation) in refused(statement)

    entry.refresh_from_db()
    assert entry.body == {"number": 1}


@pytest.mark.parametrize(
    "statement",
    [
        "SET LOCAL session_replication_role = replica; DELETE FROM journal_entry",
        "SELECT set_config('pgtrigger.ignore', '{pgtrigger_refuse_change_042b2}', true); DELETE FROM journal_entry",
    ],
)
def test_no_session_setting_switches_the_protection_off(entry: Entry, statement: str) -> None:
    assert REFUSED.format("DELETE") in refused(statement)


def test_the_trigger_librarys_own_way_of_ignoring_triggers_does_not_work_here(entry: Entry) -> None:
    with pgtrigger.ignore("journal.Entry:refuse_change"):
        assert REFUSED.format("UPDATE") in refused("UPDATE journal_entry SET kind = 'other'")


def test_the_models_own_save_and_delete_are_refused_too(entry: Entry) -> None:
    entry.kind = "other"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()


def test_a_number_of_a_chain_is_given_once(entry: Entry) -> None:
    again = Entry(
        chain="test",
        sequence=1,
        kind="noted",
        body={},
        previous_hash="1" * 64,
        hash="2" * 64,
        recorded_at=entry.recorded_at,
    )
    with pytest.raises(DatabaseError, match="one_entry_per_chain_and_sequence"), transaction.atomic():
        again.save()


def test_a_chain_does_not_fork(entry: Entry) -> None:
    fork = Entry(
        chain="test",
        sequence=2,
        kind="noted",
        body={},
        previous_hash=entry.previous_hash,
        hash="2" * 64,
        recorded_at=entry.recorded_at,
    )
    with pytest.raises(DatabaseError, match="a_chain_does_not_fork"), transaction.atomic():
        fork.save()


def test_the_public_keys_of_receipts_stay() -> None:
    SigningKey.objects.create(public_key="ab" * 32)

    assert "journal_signingkey is append-only" in refused("DELETE FROM journal_signingkey")
