"""Every read of drafts that a page needs."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.text import slugify

from auctions.drafts import document
from auctions.drafts.document import PEOPLE, Content
from auctions.drafts.models import AuctionDraft, DraftStatus, Rehearsal
from auctions.models import Auction
from auctions.services.hosting import looks_like_a_mock
from bidders.models import ROLES_OF_KIND, Organisation, OrganisationKind, Seat, SeatRole
from winner_determination.documents import DocumentError

RESERVED = frozenset({"drafts"})  # an address of the regulator's portal
CUSTODIAN_ROLES = frozenset({SeatRole.AUCTIONEER, SeatRole.SECOND_OFFICER, SeatRole.COMPLIANCE})


def drafts_of(authority: Organisation) -> QuerySet[AuctionDraft]:
    """The authority's drafts that are not hosted yet, the last changed first."""
    drafts = AuctionDraft.objects.select_related("proposed_by__person")
    return drafts.filter(authority=authority).exclude(status=DraftStatus.HOSTED)


def rehearsals_of(draft: AuctionDraft) -> QuerySet[Rehearsal]:
    """The draft's rehearsals, the last first."""
    return Rehearsal.objects.filter(draft=draft)


def mocks_of(draft: AuctionDraft) -> QuerySet[Auction]:
    """The mock auctions that were hosted from the draft, the last first."""
    return Auction.objects.filter(mock_of=draft.content["slug"], regulator=draft.authority).order_by("-pk")


def bidding_organisations() -> QuerySet[Organisation]:
    """Every organisation that bids or has bid, by name."""
    return Organisation.objects.filter(kind=OrganisationKind.BIDDER).order_by("name")


def possible_custodians(authority: Organisation) -> list[Seat]:
    """The authority's people among whom keys may be split."""
    seats = Seat.objects.select_related("person", "organisation")
    return list(seats.filter(organisation=authority, role__in=CUSTODIAN_ROLES).order_by("pk"))


def refusals(draft: AuctionDraft) -> list[DocumentError]:
    """Everything for which the draft cannot be hosted, by itself and beside what the platform knows."""
    content: Content = draft.content
    return [*document.refusals(content), *_of_the_platform(draft, content)]


def founded_slug(row: Content) -> str:
    """The name of the organisation that a bidder without one gets."""
    return slugify(str(row.get("name") or row.get("id") or ""))[:50]


def _of_the_platform(draft: AuctionDraft, content: Content) -> Iterator[DocumentError]:
    yield from _of_the_name(content.get("slug"))
    yield from _of_the_seed(draft, content)
    for index, row in enumerate(content.get("bidders", [])):
        yield from (refusal.within(f"bidders[{index}]") for refusal in _of_bidder(row))
    people = {seat.person.username for seat in possible_custodians(draft.authority)}
    for name in content.get("custodians", []):
        if name not in people:
            yield DocumentError("custodians", f"{name} is no officer and not at the compliance desk of the authority")


def _of_the_name(slug: object) -> Iterator[DocumentError]:
    if slug in RESERVED or (isinstance(slug, str) and looks_like_a_mock(slug)):
        yield DocumentError("slug", f"{slug} is kept for other pages; another name would pass")
    elif Auction.objects.filter(slug=slug).exists():
        yield DocumentError("slug", f"an auction {slug} is hosted already; another name would pass")


def _of_the_seed(draft: AuctionDraft, content: Content) -> Iterator[DocumentError]:
    promised = content["rulebook"].get("seed_commitment") or ""
    if promised and promised != document.commitment(draft.seed):
        reason = "is the commitment to a seed that the platform does not have; type or draw one here"
        yield DocumentError("rulebook.seed_commitment", reason)


def _of_bidder(row: Content) -> Iterator[DocumentError]:
    organisation = row.get("organisation")
    slug = organisation or founded_slug(row)
    known = Organisation.objects.filter(slug=slug).first()
    if organisation and (known is None or known.kind != OrganisationKind.BIDDER):
        yield DocumentError("organisation", f"there is no bidder {organisation} on this platform")
    elif not organisation and known is not None:
        reason = f"{known.name} is on this platform already: choose it, or give the bidder another name"
        yield DocumentError("organisation", reason)
    elif not slug:
        yield DocumentError("organisation", "a name with letters or digits is needed to found it")
    for role in PEOPLE:
        names = row.get(role) or []
        for seat in Seat.objects.select_related("organisation").filter(person__username__in=names):
            if seat.organisation.slug != slug:
                reason = (
                    f"{seat.person.username} has a seat of {seat.organisation.name}; one person acts for one bidder"
                )
                yield DocumentError(role, reason)


ROLES_OF_A_BIDDER = dict(zip(PEOPLE, (SeatRole.SUBMITTER, SeatRole.PREPARER, SeatRole.VIEWER), strict=True))
assert set(ROLES_OF_A_BIDDER.values()) == ROLES_OF_KIND[OrganisationKind.BIDDER]  # noqa: S101
