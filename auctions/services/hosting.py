"""Hosting an auction: its rules and participants are frozen, hashed and put first on the record."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from auctions import locks
from auctions.custody import Custodian
from auctions.errors import AuctionUnreadable
from auctions.formats.auction_file import AUCTION_FORMAT, AuctionFile, read_auction
from auctions.formats.contract import Decide
from auctions.formats.frozen import check_unchanged
from auctions.formats.registry import format_named
from auctions.models import Auction, Participant
from auctions.record import REVEAL_SEED, Authority, EntryKind, signature_of, write
from auctions.sealing.shares import GIVEN
from auctions.services.authority import OFFICERS
from bidders.models import Organisation, OrganisationKind, Seat, SeatRole
from bidders.services import found_organisation
from journal.canonical import digest
from journal.errors import NotRecordable
from journal.keys import public_key
from winner_determination.documents import DocumentError

CUSTODIAN_ROLES = frozenset({*OFFICERS, SeatRole.COMPLIANCE})
MOCK = re.compile(r"-mock-\d+$")


def hosted(
    *,
    document: Mapping[str, Any],
    slug: str,
    title: str,
    regulator: Organisation,
    by: Authority = None,
    mock_of: str = "",
    demonstration: bool = False,
    simulation_seed: str = "",
    organisations: Mapping[str, Organisation] | None = None,
    auditors: tuple[Organisation, ...] = (),
    seed: str | None = None,
    two_signatures: Collection[str] = (),
    custodians: Sequence[Seat] = (),
) -> Auction:
    """Host the rulebook and bidders of an auction file; its acts, if it has any, are left alone.

    1. Read the document with its format; an auction that is hosted already keeps its rules.  2. Store auction and
    participants.  3. Journal rulebook, participants and
    their hash. ``organisations`` says who bids as which bidder; an organisation is founded for every bidder left out.
    ``seed`` is the one the rulebook committed to; where it is left out, the file's own act that reveals it is read.
    ``two_signatures`` names the bidders whose bids count only when two of their submitters have signed them.
    ``mock_of`` is the slug of the auction that this one rehearses. ``custodians`` are three officers (or two and the
    compliance desk) who divide the keys of its sealed rounds among them; without any, sealed rounds rest in clear.

    In the caller's transaction. Raises AuctionUnreadable naming the place.
    """
    try:
        file = read_auction(document)
        file.start()
        _refuse_second_hosting(slug, file)
        _refuse_mistakable(slug, mock_of)
        _refuse_strangers(two_signatures, file)
        _refuse_custodians(custodians, regulator)
        frozen = _frozen(document, file)
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
        mock_of=mock_of,
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
    Custodian.objects.bulk_create(Custodian(auction=auction, seat=seat) for seat in custodians)
    locks.while_moving_on(auction)
    body = genesis_body(
        document,
        organisations={participant.bidder_id: participant.organisation.slug for participant in participants},
        two_signatures=two_signatures,
        mock_of=mock_of,
        custodians=custodians,
    )
    write(auction, EntryKind.GENESIS, by=by, **body, public_key=public_key())
    return auction


host_auction = transaction.atomic(durable=True)(hosted)


def genesis_body(
    document: Mapping[str, Any],
    *,
    organisations: Mapping[str, str],
    two_signatures: Collection[str] = (),
    mock_of: str = "",
    custodians: Sequence[Seat] = (),
) -> dict[str, Any]:
    """What two officers agree on when they host an auction: the genesis entry but for who acts and the platform's key.

    ``organisations`` gives the slug of each bidder's organisation. Raises DocumentError, NotRecordable.
    """
    file = read_auction(document)
    frozen = _frozen(document, file)
    bidders = [bidder.id for bidder in file.bidders]
    return {
        **frozen,
        "rules_hash": digest(frozen),
        "participants": {bidder: organisations[bidder] for bidder in bidders},
        "two_signatures": [bidder for bidder in bidders if bidder in two_signatures],
        **({"mock_of": mock_of} if mock_of else {}),
        **({"custodians": [signature_of(seat) for seat in custodians]} if custodians else {}),
    }


def mock_slug(slug: str, number: int) -> str:
    """The name of an auction's rehearsal, which no real one may have."""
    return f"{slug}-mock-{number}"


def looks_like_a_mock(slug: str) -> bool:
    return MOCK.search(slug) is not None


def _refuse_mistakable(slug: str, mock_of: str) -> None:
    """Raises AuctionUnreadable where the name does not tell whether this is a rehearsal."""
    if looks_like_a_mock(slug) != bool(mock_of):
        raise AuctionUnreadable(f"slug: {slug} is {'no' if mock_of else 'a'} name for a mock auction")


def _refuse_custodians(custodians: Sequence[Seat], regulator: Organisation) -> None:
    """Raises AuctionUnreadable unless they are none, or three people with seats at the authority that could act."""
    if not custodians:
        return
    if len({seat.person_id for seat in custodians}) != GIVEN or len(custodians) != GIVEN:
        raise AuctionUnreadable("custodians: the keys of sealed rounds are divided among three different people")
    for seat in custodians:
        if seat.organisation_id != regulator.pk or seat.role not in CUSTODIAN_ROLES:
            raise AuctionUnreadable(f"custodians: {seat} is no officer of {regulator} and not of its compliance desk")


def _frozen(document: Mapping[str, Any], file: AuctionFile) -> dict[str, Any]:
    return {
        "rulebook": document["rulebook"],
        "bidders": [bidder.model_dump(mode="json") for bidder in file.bidders],
    }


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
