"""``manage.py backup --out FILE``: the whole database as one file, while everything goes on. Run it as the tables'
owner, and keep SECRET_KEY elsewhere: it is not in the file.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from auctions.backups import back_up
from auctions.errors import BackupFailed


class Command(BaseCommand):
    help = "Write the whole database to one file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="must not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        out = options["out"]
        try:
            back_up(out)
        except (BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{out}: {out.stat().st_size} bytes")
