"""``manage.py grant_application ROLE``: what the application's database role may do, the record append-only for it.

Run it as the tables' owner, after every ``migrate``.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from journal.errors import RoleTooStrong
from journal.grants import grant_application, record_tables


class Command(BaseCommand):
    help = "Grant the application's database role what it needs: of the journal, INSERT and SELECT only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="the role that DATABASE_URL of the application names")

    def handle(self, *args: Any, **options: Any) -> None:
        role = options["role"]
        try:
            grant_application(role)
        except (RoleTooStrong, DatabaseError) as error:
            raise CommandError(str(error).strip()) from error
        self.stdout.write(f"{role} may add to {' and '.join(record_tables())}, and change nothing there")
