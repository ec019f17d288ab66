"""The database roles of a test run: the owner makes the tables, the application uses them.

The test database is made by its owner. Then every connection of the run takes the application's role, so that no test
passes by a privilege that the application does not have.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from config.embedded.postgresql import APPLICATION
from journal.grants import grant_application


def become_the_application() -> None:
    """Grant the application's role what it may do; connections made from now on have that role."""
    grant_application(APPLICATION)
    _reconnect(options=f"-c role={APPLICATION}")  # Django's own assume_role does not work with its pool


def become_the_owner() -> None:
    _reconnect(options="")


@contextmanager
def as_owner() -> Iterator[None]:
    """Within the block this connection owns the tables."""
    _set_role("NONE")
    try:
        yield
    finally:
        _set_role(APPLICATION)


def _reconnect(*, options: str) -> None:
    database: Any = connection
    database.settings_dict["OPTIONS"]["options"] = options
    database.close()
    database.close_pool()


def _set_role(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
