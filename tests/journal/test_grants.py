"""The application's role may add to the record and change nothing in it, with or without triggers."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from config.embedded.postgresql import APPLICATION, SUPERUSER
from journal.checks import role_only_adds
from journal.models import Entry
from journal.services import append
from tests.emptying import without_protection
from tests.roles import as_owner

pytestmark = pytest.mark.django_db

CHANGES = {
    "UPDATE": "UPDATE {} SET id = id",
    "DELETE": "DELETE FROM {}",
    "TRUNCATE": "TRUNCATE {}",
}
RECORD = ("journal_entry", "journal_signingkey")


def run(statement: str) -> list[tuple[object, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_tests_run_as_the_application_which_is_no_superuser_and_owns_no_table() -> None:
    assert run("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user") == [(APPLICATION, False)]
    assert run("SELECT tablename FROM pg_tables WHERE tableowner = current_user") == []


@pytest.mark.parametrize("table", RECORD)
@pytest.mark.parametrize("operation", CHANGES)
def test_the_grants_refuse_every_change_of_the_record(table: str, operation: str) -> None:
    with pytest.raises(DatabaseError, match=f"permission denied for table {table}"):
        run(CHANGES[operation].format(table))


@pytest.mark.parametrize("operation", CHANGES)
def test_the_grants_refuse_it_also_where_the_triggers_are_gone(operation: str) -> None:
    with without_protection():
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {APPLICATION}")
        with pytest.raises(DatabaseError, match="permission denied for table journal_entry"):
            run(CHANGES[operation].format("journal_entry"))
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE")


def test_the_application_adds_to_the_record_and_reads_it() -> None:
    append(chain="test", kind="noted", body={"n": 1})

    assert Entry.objects.get(chain="test").body == {"n": 1}


@pytest.mark.parametrize("statement", ["ALTER TABLE journal_entry DISABLE TRIGGER ALL", "DROP TABLE journal_entry"])
def test_the_application_takes_no_trigger_off_and_drops_no_table(statement: str) -> None:
    with pytest.raises(DatabaseError, match="must be owner of table journal_entry"):
        run(statement)


def test_the_command_refuses_a_role_that_could_change_the_record_all_the_same() -> None:
    with as_owner(), pytest.raises(CommandError, match=f"{SUPERUSER} still holds UPDATE on journal_entry"):
        call_command("grant_application", SUPERUSER)


def test_the_command_says_that_a_role_does_not_exist() -> None:
    with as_owner(), pytest.raises(CommandError, match='role "nobody_here" does not exist'):
        call_command("grant_application", "nobody_here")


def test_the_deployment_check_warns_of_a_role_that_could_change_the_record() -> None:
    assert role_only_adds(databases=["default"]) == []
    with as_owner():
        warned = role_only_adds(databases=["default"])

    assert len(warned) == len(RECORD) * len(CHANGES)
    assert (warned[0].id, warned[0].msg) == ("journal.W001", f"The role {SUPERUSER} holds UPDATE on journal_entry.")


def test_granting_again_changes_nothing() -> None:
    out = StringIO()
    with as_owner():
        call_command("grant_application", APPLICATION, stdout=out)

    assert out.getvalue() == "clearband may add to journal_entry and journal_signingkey, and change nothing there\n"
