"""What a draft says, and everything that is still wrong with it.

A draft may be wrong in the middle of being written: what was typed stands in it as it was typed. It is judged by the
very functions that host an auction: the rulebook's model, the format's start.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from auctions.drafts.places import PLACE, with_value, without
from auctions.formats.auction_file import AUCTION_FORMAT, read_auction
from auctions.formats.contract import Bidder
from auctions.formats.frozen import complete_form
from auctions.formats.registry import format_named
from winner_determination.documents import Document, DocumentError, refusals_of, validate

SAID_ELSEWHERE = re.compile(rf"({PLACE.pattern}): (.+)", re.DOTALL)
PEOPLE = ("submitters", "preparers", "viewers")
FEWEST_CUSTODIANS = 3
USERNAME = r"^[\w.@+-]+$"

Content = dict[str, Any]
"""The draft as JSON: the shape of DraftDocument, not necessarily valid."""


class DraftBidder(Bidder):
    """A bidder with what hosting it needs: who it is, and its people by their user names."""

    organisation: str = Field(default="", description="slug of an organisation that exists; empty: it is founded")
    two_signatures: bool = Field(default=False, description="its bids count only when two submitters have signed them")
    submitters: tuple[str, ...] = Field(default=(), strict=False)
    preparers: tuple[str, ...] = Field(default=(), strict=False)
    viewers: tuple[str, ...] = Field(default=(), strict=False)

    @property
    def people(self) -> tuple[str, ...]:
        return (*self.submitters, *self.preparers, *self.viewers)


class DraftDocument(Document):
    """A whole draft. ``slug`` is the auction's name in addresses, ``custodians`` are user names of the authority's
    people among whom the keys of sealed rounds are split.
    """

    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)
    rulebook: dict[str, Any]
    bidders: tuple[DraftBidder, ...] = Field(min_length=1, strict=False)
    custodians: tuple[str, ...] = Field(default=(), strict=False)

    @property
    def auction(self) -> dict[str, Any]:
        """The ``clearband.auction/1`` document that is hosted."""
        fields = set(Bidder.model_fields)
        bidders = [bidder.model_dump(mode="json", include=fields) for bidder in self.bidders]
        return {"format": AUCTION_FORMAT, "rulebook": self.rulebook, "bidders": bidders}


def begun(title: str, slug: str, rulebook: Mapping[str, Any]) -> Content:
    """A new draft from a rulebook."""
    return completed({"slug": slug, "rulebook": {**rulebook, "title": title}, "bidders": [], "custodians": []})


def completed(content: Content) -> Content:
    """The draft with every default of its rulebook written out, once the rulebook is right: pages show what holds."""
    try:
        rules = format_named(content["rulebook"].get("format")).read_rulebook(content["rulebook"])
    except DocumentError:
        return content
    return {**content, "rulebook": complete_form(rules)}


def read_draft(content: Content) -> DraftDocument:
    """The draft as it can be hosted. Raises DocumentError for the first thing that is wrong."""
    for refusal in refusals(content):
        raise refusal
    return validate(DraftDocument, content)


def refusals(content: Content) -> list[DocumentError]:
    """Everything that is wrong with a draft by itself, in the order of its pages; empty: it can be hosted.

    What only the platform knows, such as a name in use, ``services`` adds.
    """
    found = _innermost([_at_its_place(refusal) for refusal in _of_parts(content)])
    if not found:
        document = validate(DraftDocument, content)
        found = [*_together(document), *_of_bidders(document)]
    return sorted(found, key=lambda refusal: not refusal.place.startswith(("slug", "rulebook")))


def with_rulebook_of(content: Content, file: Any) -> Content:
    """The draft with rulebook and bidders of a ``clearband.auction/1`` file in place of its own.

    A bidder of the same id keeps its people. Raises DocumentError naming the place in the file.
    """
    auction = read_auction(file)
    known = {row.get("id"): row for row in content.get("bidders", []) if isinstance(row, Mapping)}
    beside = {*DraftBidder.model_fields} - {*Bidder.model_fields}
    bidders = [
        {name: value for name, value in known.get(bidder.id, {}).items() if name in beside}
        | bidder.model_dump(mode="json")
        for bidder in auction.bidders
    ]
    return {**content, "rulebook": complete_form(auction.rulebook), "bidders": bidders}


def with_seed_of_its_own(auction: Mapping[str, Any], seed: str) -> dict[str, Any]:
    """The auction file for a rehearsal: the seed to which the auction committed stays secret, another replaces it."""
    if not auction["rulebook"].get("seed_commitment"):
        return dict(auction)
    changed: dict[str, Any] = with_value(auction, "rulebook.seed_commitment", commitment(seed))
    return without(changed, "rulebook_hash")  # type: ignore[no-any-return]


def commitment(seed: str) -> str:
    """What is published of a seed before bidding."""
    return hashlib.sha256(seed.encode()).hexdigest()


def _of_parts(content: Content) -> Iterator[DocumentError]:
    yield from refusals_of(DraftDocument, content)
    rulebook = content.get("rulebook")
    if isinstance(rulebook, Mapping):
        if not rulebook.get("title"):
            yield DocumentError("rulebook.title", "the auction needs a title")
        try:
            found = format_named(rulebook.get("format")).rulebook_refusals(rulebook)
        except DocumentError as error:
            found = [error]
        yield from (refusal.within("rulebook") for refusal in found)


def _together(document: DraftDocument) -> Iterator[DocumentError]:
    """What the format says of rulebook and bidders together."""
    try:
        read_auction(document.auction).start()
    except DocumentError as error:
        yield error


def _of_bidders(document: DraftDocument) -> Iterator[DocumentError]:
    """Nobody acts twice: a person has one seat of one bidder, and an organisation is one bidder."""
    seats = Counter(name for bidder in document.bidders for name in bidder.people)
    organisations = Counter(bidder.organisation for bidder in document.bidders if bidder.organisation)
    for index, bidder in enumerate(document.bidders):
        place = f"bidders[{index}]"
        if organisations[bidder.organisation] > 1:
            yield DocumentError(f"{place}.organisation", f"{bidder.organisation} would bid twice")
        if bidder.two_signatures and len(bidder.submitters) < 2:
            yield DocumentError(f"{place}.submitters", "two signatures need two submitters at least")
        for role in PEOPLE:
            for name in getattr(bidder, role):
                if not re.match(USERNAME, name):
                    yield DocumentError(f"{place}.{role}", f"{name}: letters, digits and @ . + - _ would pass")
                elif seats[name] > 1:
                    yield DocumentError(f"{place}.{role}", f"{name} is named twice; one person has one seat")
    if document.custodians and len(set(document.custodians)) != FEWEST_CUSTODIANS:
        yield DocumentError("custodians", f"{FEWEST_CUSTODIANS} different people, or nobody")


def _innermost(found: list[DocumentError]) -> list[DocumentError]:
    """Without what follows from a refusal inside: a list none of whose items is right counts as too short."""
    places = [refusal.place for refusal in found]
    return [each for each in found if not any(place.startswith(f"{each.place}[") for place in places)]


def _at_its_place(refusal: DocumentError) -> DocumentError:
    """A part of a rulebook that refuses what other parts say writes the place into its words."""
    said = SAID_ELSEWHERE.match(refusal.reason)
    if said is None:
        return refusal
    return DocumentError(f"{refusal.place}.{said[1]}" if refusal.place else said[1], said[2])
