"""What the application's database role may do: read and write every table, but only add to the record.

The triggers of ``append_only`` refuse every change whoever asks; but a table's owner may take triggers off. So the
application signs in as a role that owns nothing, and for the record's tables holds INSERT and SELECT alone.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from journal.errors import RoleTooStrong

SCHEMA = "public"
CHANGES = ("UPDATE", "DELETE", "TRUNCATE")


def record_tables() -> list[str]:
    """The tables of the record."""
    return [model._meta.db_table for model in apps.get_app_config("journal").get_models()]


@transaction.atomic
def grant_application(role: str) -> None:
    """Give ``role`` what the application needs and take everything else from it; to be repeated after migrations.

    Raises RoleTooStrong where the role could change the record all the same: a superuser, the tables' owner, or a
    member of either.
    """
    named = {"role": sql.Identifier(role), "schema": sql.Identifier(SCHEMA)}
    read_only = [MigrationRecorder.Migration._meta.db_table]
    _run("REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}", **named)
    _run("REVOKE CREATE ON SCHEMA {schema} FROM {role}", **named)
    _run("GRANT USAGE ON SCHEMA {schema} TO {role}", **named)
    _run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}", **named)
    for table in record_tables():
        _run("REVOKE UPDATE, DELETE ON {table} FROM {role}", table=sql.Identifier(table), **named)
    for table in read_only:
        _run("REVOKE INSERT, UPDATE, DELETE ON {table} FROM {role}", table=sql.Identifier(table), **named)
    for table, change in changes_open_to(role):
        raise RoleTooStrong(role, table, change)


def changes_open_to(role: str) -> Iterator[tuple[str, str]]:
    """Tables of the record and what ``role`` may do to them besides adding and reading."""
    for table in record_tables():
        yield from ((table, change) for change in CHANGES if _holds(role, table, change))


def _run(statement: str, **names: sql.Identifier) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**names))


def _holds(role: str, table: str, privilege: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, privilege])
        held: bool = cursor.fetchone()[0]
    return held
