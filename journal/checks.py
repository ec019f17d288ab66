"""A check of the database that the application runs on: ``manage.py check --deploy --database default``."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connection

from journal.grants import changes_open_to


@register(Tags.database, deploy=True)
def role_only_adds(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Warn where the role that signs in could change the record."""
    if not databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role: str = cursor.fetchone()[0]
    return [
        Warning(
            f"The role {role} holds {privilege} on {table}.",
            hint="Run the application as a role that owns nothing: manage.py grant_application ROLE.",
            id="journal.W001",
        )
        for table, privilege in changes_open_to(role)
    ]
