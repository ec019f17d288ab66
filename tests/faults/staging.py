"""``python -m tests.faults.staging VERB ...``: auctions on servers that are about to suffer, through the services.

A program of its own, since Django in the tests' process is on another database.

crowd SLUG BIDDERS      host the United Kingdom's lots for so many bidders, each with a person that may submit
open SLUG MINUTES       two officers open the next round
close SLUG              two officers close the open round
map SLUG                host a national map and play it up to a winner determination that takes some seconds
ask SLUG                the auctioneer has the outcome computed
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import django

from tests.faults.people import PASSWORD

MAP_BIDS, MAP_SEED = 25, 2  # of a bidder, of the generator: some three seconds of one core
SEED = "drawn before anybody bid"
EXAMPLE = Path(__file__).parents[2] / "examples" / "uk-4g-2013.json"


def crowd(slug: str, bidders: int) -> None:
    """Everybody may bid for everything in the first round."""
    from auctions.formats.auction_file import read_auction

    document = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    lots = read_auction(document).rulebook.categories
    points = sum(lot.supply * lot.points for lot in lots)
    names = [f"Bidder-{number:03}" for number in range(1, bidders + 1)]
    host(slug, document["rulebook"], [{"id": name, "eligibility": points} for name in names])


def open_round(slug: str, minutes: int | None) -> None:
    from auctions.models import ProposalKind

    act(slug, ProposalKind.OPEN_ROUND, minutes=minutes)


def close_round(slug: str) -> None:
    from auctions.models import ProposalKind

    act(slug, ProposalKind.CLOSE_ROUND)


def national_map(slug: str) -> None:
    """Nobody bids in the clock; in the supplementary round everybody bids what the generator of the benchmark says."""
    from benchmarks import wdp_instances

    case = wdp_instances.national_map(MAP_BIDS, MAP_SEED)
    rulebook = {
        "format": "cca",
        "title": "National map",
        "categories": [{**each, "name": each["id"], "reserve": 1, "points": 1} for each in case["categories"]],
        "activity": {"rule": "none"},
        "supplementary": {"caps": []},
        "winner_determination": {"ties": ["seed"]},
        "seed_commitment": hashlib.sha256(SEED.encode()).hexdigest(),
    }
    lists: dict[str, list[dict[str, Any]]] = {}
    for bid in case["bids"]:
        listed = {"package": bid["package"], "amount": bid["amount"] // 1000}
        lists.setdefault(bid["bidder"], []).append(listed)
    points = sum(each["supply"] for each in case["categories"])
    host(slug, rulebook, [{"id": name, "eligibility": points} for name in lists])
    nothing: dict[str, Any] = {name: {"package": {}} for name in lists}
    for ballots in (nothing, {name: {"bids": bids} for name, bids in lists.items()}):
        open_round(slug, None)
        for name, ballot in ballots.items():
            place(slug, name, ballot)
        close_round(slug)


def ask(slug: str) -> None:
    from auctions.models import Auction
    from auctions.services import request_determination

    auction = Auction.objects.get(slug=slug)
    request_determination(auction=auction, by=officers(auction).auctioneer)


def host(slug: str, rulebook: dict[str, Any], bidders: list[dict[str, Any]]) -> None:
    from django.contrib.auth.hashers import make_password

    from auctions.demonstration.sign_ins import seat_everybody
    from auctions.services import host_auction
    from bidders.models import Person

    regulator, auditor, organisations = seat_everybody({each["id"]: each["id"] for each in bidders})
    Person.objects.update(password=make_password(PASSWORD))
    host_auction(
        document={"format": "clearband.auction/1", "rulebook": rulebook, "bidders": bidders, "acts": []},
        slug=slug,
        title=rulebook["title"],
        regulator=regulator,
        organisations=organisations,
        auditors=(auditor,),
        seed=SEED,
    )


def act(slug: str, kind: Any, **body: Any) -> None:
    from auctions.models import Auction

    auction = Auction.objects.get(slug=slug)
    officers(auction).do(auction, kind, **body)


def officers(auction: Any) -> Any:
    from auctions.demonstration.loading import Officers

    return Officers.of(auction.regulator)


def place(slug: str, bidder: str, ballot: dict[str, Any]) -> None:
    from uuid import uuid4

    from auctions.models import Participant
    from auctions.selectors import open_round_of
    from auctions.services import place_bid
    from bidders.models import Seat, SeatRole

    participant = Participant.objects.select_related("auction").get(auction__slug=slug, bidder_id=bidder)
    opened = open_round_of(participant.auction)
    if opened is None:
        raise ValueError("no round is open")
    place_bid(
        auction=participant.auction,
        by=Seat.objects.get(organisation=participant.organisation_id, role=SeatRole.SUBMITTER),
        participant=participant,
        ballot=ballot,
        form_key=uuid4(),
        round_version=opened.version,
        prices_hash=opened.prices_hash,
    )


def main(arguments: list[str]) -> None:
    django.setup()
    match arguments:
        case ["crowd", slug, bidders]:
            crowd(slug, int(bidders))
        case ["open", slug, minutes]:
            open_round(slug, int(minutes))
        case ["close", slug]:
            close_round(slug)
        case ["map", slug]:
            national_map(slug)
        case ["ask", slug]:
            ask(slug)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
