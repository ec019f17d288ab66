"""Hosting an auction: its rules and participants are frozen, hashed and put first on the record."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from auctions import locks
from auctions.errors import AuctionUnreadable
from auctions.formats.auction_file import AUCTION_FORMAT, AuctionFile, read_auction
from auctions.formats.contract import Decide
from auctions.formats.frozen import check_unchanged
from auctions.formats.registry import format_named
from auctions.models import Auction, Participant
from auctions.record import REVEAL_SEED, EntryKind, write
from bidders.models import Organisation, OrganisationKind, Seat
from bidders.services import found_organisation
from journal.canonical import digest
from journal.errors import NotRecordable
from journal.keys import public_key
from winner_determination.documents import DocumentError


@transaction.atomic(durable=True)
def host_auction(
    *,
    document: Mapping[str, Any],
    slug: str,
    title: str,
    regulator: Organisation,
    by: Seat | None = None,
    demonstration: bool = False,
    simulation_seed: str = "",
    organisations: Mapping[str, Organisation] | None = None,
    auditors: tuple[Organisation, ...] = (),
    seed: str | None = None,
    two_signatures: Collection[str] = (),
) -> Auction:
    """Host the rulebook and bidders of an auction file; its acts, if it has any, are left alone.

    1. Read the document with its format; an auction that is hosted already keeps its rules.  2. Store auction and
    participants.  3. Journal rulebook, participants and
    their hash. ``organisations`` says who bids as which bidder; an organisation is founded for every bidder left out.
    ``seed`` is the one the rulebook committed to; where it is left out, the file's own act that reveals it is read.
    ``two_signatures`` names the bidders whose bids count only when two of their submitters have signed them.

    Raises AuctionUnreadable naming the place.
    """
    try:
        file = read_auction(document)
        file.start()
        _refuse_second_hosting(slug, file)
        _refuse_strangers(two_signatures, file)
        frozen = {
            "rulebook": document["rulebook"],
            "bidders": [bidder.model_dump(mode="json") for bidder in file.bidders],
        }
        rules_hash = digest(frozen)
    except (DocumentError, NotRecordable) as error:
        raise AuctionUnreadable(str(error)) from error
    auction = Auction.objects.create(
        slug=slug,
        title=title,
        document={"format": AUCTION_FORMAT, **frozen, "about": file.about},
        rulebook_hash=rules_hash,
        format=file.format.name,
        regulator=regulator,
        notice=document["rulebook"].get("notice", ""),
        demonstration=demonstration,
        simulation_seed=simulation_seed,
        seed=seed if seed is not None else _revealed_in(file),
    )
    auction.auditors.set(auditors)
    participants = [
        Participant(
            auction=auction,
            organisation=(organisations or {}).get(bidder.id) or _organisation_of(bidder.id, bidder.label),
            bidder_id=bidder.id,
            name=bidder.label,
            signatures=2 if bidder.id in two_signatures else 1,
        )
        for bidder in file.bidders
    ]
    Participant.objects.bulk_create(participants)
    locks.while_moving_on(auction)
    write(
        auction,
        EntryKind.GENESIS,
        by=by,
        **frozen,
        rules_hash=rules_hash,
        participants={participant.bidder_id: participant.organisation.slug for participant in participants},
        two_signatures=[participant.bidder_id for participant in participants if participant.signatures > 1],
        public_key=public_key(),
    )
    return auction


def _refuse_second_hosting(slug: str, file: AuctionFile) -> None:
    """Raises AuctionUnreadable where the slug is in use, naming the first rule that the file would change."""
    hosted = Auction.objects.filter(slug=slug).first()
    if hosted is None:
        return
    rules = format_named(hosted.format).read_rulebook(hosted.document["rulebook"])
    try:
        check_unchanged(rules, file.rulebook)
    except DocumentError as error:
        raise AuctionUnreadable(f"An auction {slug} is hosted already. rulebook.{error}") from error
    raise AuctionUnreadable(f"An auction {slug} is hosted already, by these rules: give another slug.")


def _refuse_strangers(two_signatures: Collection[str], file: AuctionFile) -> None:
    """Raises AuctionUnreadable where two signatures are asked of somebody who is no bidder."""
    known = [bidder.id for bidder in file.bidders]
    for name in sorted(set(two_signatures) - set(known)):
        raise AuctionUnreadable(f"two signatures: {name} does not take part; {', '.join(known)} do")


def _organisation_of(bidder_id: str, name: str) -> Organisation:
    return found_organisation(
        name=name, slug=slugify(bidder_id) or digest({"id": bidder_id})[:12], kind=OrganisationKind.BIDDER
    )


def _revealed_in(file: AuctionFile) -> str:
    """The seed that the file's acts reveal; empty where they reveal none."""
    return next((act.body["seed"] for act in file.acts if isinstance(act, Decide) and act.decision == REVEAL_SEED), "")
