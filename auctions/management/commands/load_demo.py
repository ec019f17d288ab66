"""``manage.py load_demo``: host the demonstration's auction, in the middle of its clock stage.

Loading again changes nothing.
"""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from auctions.demonstration.loading import load
from auctions.demonstration.sign_ins import NotTheDemonstration
from auctions.errors import AuctionError
from winner_determination.documents import DocumentError, read_json

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "uk-4g-2013.json"
SLUG = "uk-4g-2013"


class Command(BaseCommand):
    help = "Host the demonstration's auction, in the middle of its clock stage. Loading again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            document = read_json(EXAMPLE)
            # The bidders who made the file go on bidding.
            auction = load(document, slug=SLUG, simulation_seed=document["simulation_seed"])
        except (NotTheDemonstration, AuctionError, DocumentError) as error:
            raise CommandError(str(error)) from error
        opened = auction.rounds.last()
        self.stdout.write(f"{auction.title}: {opened}, ready in {time.monotonic() - started:.1f} s")
