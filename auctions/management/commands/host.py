"""``manage.py host AUCTION.json --regulator SLUG``: host a file's rulebook and bidders as a live auction; its acts
are left alone. With ``--bidders FILE`` the first file is a rulebook alone, as ``python -m auctions.formats --preset
NAME`` prints one, and FILE the list of bidders.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.text import slugify

from auctions.errors import AuctionError
from auctions.formats.auction_file import AUCTION_FORMAT, read_auction
from auctions.services import host_auction
from auctions.services.hosting import CUSTODIAN_ROLES
from bidders.models import Organisation, OrganisationKind, Seat
from winner_determination.documents import DocumentError, read_json


class Command(BaseCommand):
    help = "Host a file's rulebook and bidders as a live auction; its acts, if it has any, are left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("auction", metavar="AUCTION.json", help="the auction, or with --bidders its rulebook")
        parser.add_argument("--bidders", metavar="FILE", help="JSON list of bidders as an auction file holds them")
        parser.add_argument("--regulator", required=True, help="slug of the authority that runs the auction")
        parser.add_argument("--slug", help="the auction's name in addresses; from the title where left out")
        parser.add_argument("--title", help="as pages show it; the rulebook's title where left out")
        parser.add_argument(
            "--seed-file", help="file with the seed that the rulebook committed to, if the file's acts do not reveal it"
        )

        parser.add_argument(
            "--two-signatures",
            metavar="BIDDER",
            action="append",
            default=[],
            help="a bidder whose bids count only when two of its submitters have signed them; may be repeated",
        )

        parser.add_argument(
            "--custodian",
            metavar="USERNAME",
            action="append",
            default=[],
            help="one of the three officers who divide the keys of sealed rounds among them; three times",
        )
        parser.add_argument(
            "--in-clear", action="store_true", help="no custodians: ballots of sealed rounds rest in clear"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        regulator = Organisation.objects.filter(slug=options["regulator"], kind=OrganisationKind.REGULATOR).first()
        if regulator is None:
            raise CommandError(f"There is no authority with the slug {options['regulator']}.")
        if bool(options["custodian"]) == options["in_clear"]:
            raise CommandError("Name three custodians (--custodian), or say that sealed rounds rest --in-clear.")
        try:
            custodians = [_custodian(regulator, username) for username in options["custodian"]]
            document = read_json(options["auction"])
            if options["bidders"]:
                document = {"format": AUCTION_FORMAT, "rulebook": document, "bidders": read_json(options["bidders"])}
            read_auction(document)
            title = options["title"] or document["rulebook"].get("title") or Path(options["auction"]).stem
            slug = options["slug"] or slugify(title)
            seed = Path(options["seed_file"]).read_text(encoding="utf-8").strip() if options["seed_file"] else None
            auction = host_auction(
                document=document,
                slug=slug,
                title=title,
                regulator=regulator,
                seed=seed,
                two_signatures=options["two_signatures"],
                custodians=custodians,
            )
        except (AuctionError, DocumentError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{auction.title} is hosted as {auction.slug}; hash of its rules {auction.rulebook_hash}")


def _custodian(regulator: Organisation, username: str) -> Seat:
    """The person's seat at the authority in which it may be a custodian. Raises CommandError."""
    seats = Seat.objects.select_related("person", "organisation").filter(organisation=regulator)
    found = seats.filter(person__username=username, role__in=CUSTODIAN_ROLES).first()
    if found is None:
        raise CommandError(f"{username} is no officer of {regulator} and not of its compliance desk.")
    return found
