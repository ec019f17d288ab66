"""From a draft to a hosted auction: one officer proposes it, another approves it on the same hash; and its mocks.

There is no record yet on which a proposal could stand, so the draft itself holds it, and the genesis entry of the
auction names both officers and the hash of everything that they agreed on.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from auctions.drafts import selectors
from auctions.drafts.document import PEOPLE, DraftBidder, DraftDocument, commitment, read_draft
from auctions.drafts.errors import DraftChanged, DraftIncomplete, DraftRefused
from auctions.drafts.models import AuctionDraft, DraftStatus
from auctions.drafts.services import locked, writable
from auctions.errors import AuctionUnreadable, NeedsTwoOfficers
from auctions.models import Auction
from auctions.record import Approval
from auctions.replay.projection import hosting_hash
from auctions.services.authority import require_reason
from auctions.services.autopilot import set_autopilot
from auctions.services.hosting import genesis_body, hosted, mock_slug
from bidders.invitations import Issued, invite
from bidders.models import Organisation, OrganisationKind, Person, Seat
from bidders.services import found_organisation, seat_person
from journal.errors import NotRecordable
from journal.locks import database_time
from winner_determination.documents import DocumentError

INVITED_FOR = 72  # hours


@dataclass(frozen=True)
class Invited:
    """A person of a bidder who has no password yet, with the code that is shown once."""

    username: str
    organisation: str
    issued: Issued


@dataclass(frozen=True)
class Hosted:
    """The auction, and whom to hand which code."""

    auction: Auction
    invited: tuple[Invited, ...]


@transaction.atomic(durable=True)
def propose_hosting(*, draft: AuctionDraft, by: Seat, version: int) -> AuctionDraft:
    """Put the draft before the other officers. Raises DraftIncomplete naming each wrong place, DraftChanged."""
    current = writable(draft, by)
    if version != current.version:
        raise DraftChanged
    current.hash = _hash(current, _complete(current))
    current.status, current.proposed_by, current.refused_because = DraftStatus.PROPOSED, by, ""
    current.save()
    return current


@transaction.atomic(durable=True)
def withdraw_hosting(*, draft: AuctionDraft, by: Seat) -> AuctionDraft:
    """Take one's own proposal back. Raises DraftRefused."""
    current = _proposed(draft, by)
    if current.proposed_by != by:
        raise DraftRefused("Who proposed this may withdraw it; you may refuse it.")
    return _writing_again(current, "")


@transaction.atomic(durable=True)
def refuse_hosting(*, draft: AuctionDraft, by: Seat, reason: str) -> AuctionDraft:
    """Turn another officer's proposal down. Raises StepRefused without a reason, DraftRefused."""
    current = _proposed(draft, by)
    require_reason(reason)
    if current.proposed_by == by:
        raise DraftRefused("You proposed this yourself: you may withdraw it.")
    return _writing_again(current, reason)


@transaction.atomic(durable=True)
def approve_hosting(*, draft: AuctionDraft, by: Seat, hash: str) -> Hosted:
    """Host the auction that another officer proposed, seat its bidders' people and invite those without a password.

    Raises NeedsTwoOfficers, DraftRefused for another hash than the one proposed, DraftIncomplete where the platform
    has changed meanwhile.
    """
    current = _proposed(draft, by)
    if current.proposed_by is not None and current.proposed_by.person_id == by.person_id:
        raise NeedsTwoOfficers("You proposed this yourself: another officer has to approve it.")
    document = _complete(current)
    if not hash == current.hash == _hash(current, document):
        raise DraftRefused("This is not what was proposed: look at the draft again. Nothing was done.")
    founded = _organisations(document)
    auction = _hosted(
        current,
        document,
        document.auction,
        slug=document.slug,
        by=Approval(current, by, database_time()),
        organisations=founded,
        seed=current.seed,
    )
    current.status, current.auction = DraftStatus.HOSTED, auction
    current.save()
    return Hosted(auction, _seated(document, founded))


@transaction.atomic(durable=True)
def host_mock(*, draft: AuctionDraft, by: Seat) -> Hosted:
    """Host a rehearsal by the draft's rules under a name of its own, for the same people; as often as is wanted.

    One officer is enough: nothing is promised by it. Its bidders are founded and chosen in the draft, so that the
    auction itself has the same ones. Raises DraftIncomplete; DraftRefused while a proposal waits.
    """
    current = locked(draft, by)
    if current.status == DraftStatus.PROPOSED:
        raise DraftRefused("While the draft waits for a second officer nothing of it changes: withdraw it first.")
    document = read_draft(current.content) if current.auction else _complete(current)
    number, seed = Auction.objects.filter(mock_of=document.slug).count() + 1, secrets.token_hex(32)
    founded = _organisations(document)
    auction = _hosted(
        current,
        document,
        mock_document(document.auction, number=number, seed=seed),
        slug=mock_slug(document.slug, number),
        by=by,
        organisations=founded,
        seed=seed if document.rulebook.get("seed_commitment") else "",
        mock_of=document.slug,
    )
    invited = _seated(document, founded)
    if current.status == DraftStatus.WRITING:
        rows = [{**row, "organisation": founded[row["id"]].slug} for row in current.content["bidders"]]
        current.content, current.version = {**current.content, "bidders": rows}, current.version + 1
        current.save()
    return Hosted(auction, invited)


def let_simulated_bidders_stand_in(auction: Auction) -> None:
    """In a mock, simulated bidders bid for those whose people are not there."""
    for participant in auction.participants.select_related("auction", "organisation"):
        set_autopilot(participant=participant, on=True, by=None)


def mock_document(auction: dict[str, Any], *, number: int, seed: str) -> dict[str, Any]:
    """The same rules under a title and a notice that nobody mistakes, with a seed of its own: a mock reveals it."""
    rules = auction["rulebook"]
    told = f"Mock auction, a rehearsal of {rules['title']}: no bid in it binds anybody, and no result of it counts."
    marked = {
        **rules,
        "title": f"MOCK {number}: {rules['title']}",
        "notice": " ".join(filter(None, (told, rules.get("notice", "")))),
        "seed_commitment": commitment(seed) if rules.get("seed_commitment") else "",
    }
    return {**auction, "rulebook": marked}


def _hosted(
    draft: AuctionDraft,
    document: DraftDocument,
    auction: dict[str, Any],
    *,
    organisations: dict[str, Organisation],
    **how: Any,
) -> Auction:
    try:
        return hosted(
            document=auction,
            title=auction["rulebook"]["title"],
            regulator=draft.authority,
            organisations=organisations,
            two_signatures=_two_signatures(document),
            custodians=_custodians(draft, document),
            simulation_seed=secrets.token_hex(8),
            **how,
        )
    except AuctionUnreadable as error:
        raise DraftRefused(str(error)) from error


def _complete(draft: AuctionDraft) -> DraftDocument:
    if refusals := selectors.refusals(draft):
        raise DraftIncomplete(refusals)
    return read_draft(draft.content)


def _hash(draft: AuctionDraft, document: DraftDocument) -> str:
    """Of the genesis entry that hosting would write."""
    try:
        body = genesis_body(
            document.auction,
            organisations={bidder.id: _slug_of(bidder) for bidder in document.bidders},
            two_signatures=_two_signatures(document),
            custodians=_custodians(draft, document),
        )
        return hosting_hash(document.slug, body)
    except (DocumentError, NotRecordable) as error:
        raise DraftRefused(str(error)) from error


def _two_signatures(document: DraftDocument) -> list[str]:
    return [bidder.id for bidder in document.bidders if bidder.two_signatures]


def _custodians(draft: AuctionDraft, document: DraftDocument) -> list[Seat]:
    seats = {seat.person.username: seat for seat in selectors.possible_custodians(draft.authority)}
    return [seats[name] for name in document.custodians]


def _proposed(draft: AuctionDraft, by: Seat) -> AuctionDraft:
    current = locked(draft, by)
    if current.status != DraftStatus.PROPOSED:
        raise DraftRefused("Nothing waits for a second officer here.")
    return current


def _writing_again(draft: AuctionDraft, because: str) -> AuctionDraft:
    draft.status, draft.proposed_by, draft.hash, draft.refused_because = DraftStatus.WRITING, None, "", because
    draft.save()
    return draft


def _slug_of(bidder: DraftBidder) -> str:
    return bidder.organisation or selectors.founded_slug(bidder.model_dump())


def _organisations(document: DraftDocument) -> dict[str, Organisation]:
    return {
        bidder.id: found_organisation(name=bidder.label, slug=_slug_of(bidder), kind=OrganisationKind.BIDDER)
        for bidder in document.bidders
    }


def _seated(document: DraftDocument, organisations: dict[str, Organisation]) -> tuple[Invited, ...]:
    """Give everybody named its seat; those without a password get a code."""
    return tuple(
        invited
        for bidder in document.bidders
        for role in PEOPLE
        for invited in _seated_as(getattr(bidder, role), organisations[bidder.id], role)
    )


def _seated_as(usernames: Iterable[str], organisation: Organisation, role: str) -> Iterable[Invited]:
    for username in usernames:
        person = Person.objects.filter(username=username).first() or Person(username=username)
        if person.pk is None:
            person.set_unusable_password()
            person.save()
        seat_person(person=person, organisation=organisation, role=selectors.ROLES_OF_A_BIDDER[role])
        if not person.has_usable_password():
            yield Invited(username, organisation.name, invite(person=person, hours=INVITED_FOR))
