"""``manage.py rebuild [AUCTION ...]``: make the tables that the journal covers anew from it alone, and
compare.

Nothing is written. Exit status 1 where anything differs; each difference is a line with table, row, field, what is
stored and what the journal says.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from auctions.models import Auction
from auctions.rebuilding import differences


class Command(BaseCommand):
    help = "Make the tables of hosted auctions anew from the journal alone, and compare. Nothing is written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("auction", nargs="*", help="slugs; all auctions where none is given")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [self._compare(auction) for auction in _asked_for(options["auction"])]
        if any(found):
            raise CommandError(f"differences between the tables and the journal: {sum(found)}")

    def _compare(self, auction: Auction) -> int:
        """Print what differs. Returns how much."""
        lines = [f"{auction.slug}: {difference}" for difference in differences(auction)]
        self.stdout.write("\n".join(lines or [f"{auction.slug}: the tables are what the journal says"]))
        return len(lines)


def _asked_for(slugs: list[str]) -> list[Auction]:
    known = {auction.slug: auction for auction in Auction.objects.order_by("pk")}
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        raise CommandError(f"There is no auction {', '.join(unknown)}.")
    return [known[slug] for slug in slugs] or list(known.values())
