"""Emptying the test database between tests that commit.

Django does it with TRUNCATE, which the record's own triggers refuse, as they should. Only the tables' owner can take
the triggers off, and only the tests do.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.db import connection
from django.test import TransactionTestCase

from journal.append_only import APPEND_ONLY
from tests.roles import as_owner


@contextmanager
def permitted() -> Iterator[None]:
    """Within the block, tests that commit may be cleared away after."""
    ordinary = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def teardown(case: TransactionTestCase) -> None:
        with without_protection():
            ordinary(case)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]
    try:
        yield
    finally:
        TransactionTestCase._fixture_teardown = ordinary  # type: ignore[attr-defined]


@contextmanager
def without_protection() -> Iterator[None]:
    """Take the append-only triggers off, and put them back on."""
    tables = _protected()
    with as_owner():
        _each("ALTER TABLE {} DISABLE TRIGGER {}", tables)
        try:
            yield
        finally:
            _each("ALTER TABLE {} ENABLE ALWAYS TRIGGER {}", tables)


def _protected() -> list[tuple[str, str]]:
    registered = pgtrigger.registered()
    return [(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in registered if trigger in APPEND_ONLY]


def _each(statement: str, tables: list[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        for table, trigger in tables:
            cursor.execute(statement.format(connection.ops.quote_name(table), connection.ops.quote_name(trigger)))
