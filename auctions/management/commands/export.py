"""``manage.py export AUCTION --out FILE``: write the auction's record as one archive that anybody can check with
``python -m auctions verify FILE``.

Whoever runs this has the database and the secret that signs. Before publication the archive ends before the round that
is open; ``--public`` writes what everybody may have, once the result is published.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from auctions.bundle.archive import write_archive
from auctions.bundle.contents import bundle_files
from auctions.bundle.documents import Scope
from auctions.errors import StepRefused
from auctions.models import Auction
from auctions.selectors.bundles import bundle_source
from journal.keys import signing_key
from winner_determination.documents import DocumentError


class Command(BaseCommand):
    help = "Write an auction's whole record as one signed archive that anybody can check."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("auction", help="its slug")
        parser.add_argument("--out", required=True, metavar="FILE", help="the archive, a zip")
        parser.add_argument("--public", action="store_true", help="what everybody may have after publication")

    def handle(self, *args: Any, **options: Any) -> None:
        auction = Auction.objects.filter(slug=options["auction"]).first()
        if auction is None:
            raise CommandError(f"There is no auction {options['auction']}.")
        try:
            source = bundle_source(auction, Scope.PUBLIC if options["public"] else Scope.FULL)
            files = bundle_files(source, signing_key())
            with Path(options["out"]).open("wb") as out:
                write_archive(files, out)
        except (StepRefused, DocumentError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written ({error.strerror})") from error
        self.stdout.write(
            f"{options['out']}: {len(source.lines)} entries of {auction.slug}, head {source.lines[-1].hash}"
        )
