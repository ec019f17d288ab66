"""``manage.py restore FILE``: fill an empty database from a backup, and check the record in it: every hash of every
chain, and every table against its journal. Exit status 1 where anything does not hold.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from auctions.backups import faults, restore
from auctions.errors import BackupFailed
from auctions.models import Auction


class Command(BaseCommand):
    help = "Fill an empty database from a backup, and check the record in it."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="as manage.py backup wrote it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restore(options["file"])
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        found = list(faults())
        if found:
            raise CommandError("\n".join(["The record that was restored does not hold:", *found]))
        self.stdout.write(f"{Auction.objects.count()} auctions restored: every chain holds, every table agrees with it")
