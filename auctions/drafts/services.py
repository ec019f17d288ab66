"""Writing a draft: begin, change, replace by a file, commit to a seed, throw away."""

import secrets
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from auctions.drafts import document
from auctions.drafts.document import Content
from auctions.drafts.errors import DraftChanged, DraftRefused
from auctions.drafts.models import AuctionDraft, DraftStatus
from auctions.drafts.places import with_value
from auctions.errors import NotAnOfficer
from auctions.formats.presets import preset
from auctions.services.authority import OFFICERS
from bidders.models import OrganisationKind, Seat

LONGEST_SLUG = 50
SHORTEST_SEED = 16  # characters: whoever can guess it knows how ties will be broken


def require_officer_of_authority(by: Seat) -> None:
    """Raises NotAnOfficer."""
    if by.role not in OFFICERS or by.organisation.kind != OrganisationKind.REGULATOR:
        raise NotAnOfficer


@transaction.atomic
def begin_draft(*, by: Seat, title: str, preset_name: str) -> AuctionDraft:
    """A draft with the rulebook of a preset. Raises NotAnOfficer; DocumentError for an unknown preset."""
    require_officer_of_authority(by)
    content = document.begun(title, slugify(title)[:LONGEST_SLUG].strip("-"), preset(preset_name).rulebook)
    return AuctionDraft.objects.create(authority=by.organisation, content=content)


@transaction.atomic
def change_draft(*, draft: AuctionDraft, by: Seat, version: int, content: Content) -> AuctionDraft:
    """Store what was typed, right or wrong. Raises DraftChanged for a form of an earlier version, DraftRefused where
    the draft stands still.
    """
    current = writable(draft, by)
    if version != current.version:
        raise DraftChanged
    return _stored(current, document.completed(content))


@transaction.atomic
def replace_by_file(*, draft: AuctionDraft, by: Seat, version: int, file: Any) -> AuctionDraft:
    """Take rulebook and bidders from a ``clearband.auction/1`` file. Raises DocumentError naming the place, and as
    ``change_draft`` does.
    """
    content = document.with_rulebook_of(draft.content, file)
    return change_draft(draft=draft, by=by, version=version, content=content)


@transaction.atomic
def commit_to_seed(*, draft: AuctionDraft, by: Seat, seed: str = "") -> str:
    """Put the hash of a seed into the rulebook; one is drawn where none is given. Returns the seed, which is shown
    once. Raises DraftRefused for a seed that can be guessed.
    """
    current = writable(draft, by)
    seed = seed.strip() or secrets.token_hex(32)
    if len(seed) < SHORTEST_SEED:
        raise DraftRefused(f"The seed has {len(seed)} characters; {SHORTEST_SEED} or more would pass.")
    current.seed = seed
    place = "rulebook.seed_commitment"
    _stored(current, with_value(current.content, place, document.commitment(seed)))
    return seed


@transaction.atomic
def forget_seed(*, draft: AuctionDraft, by: Seat) -> AuctionDraft:
    """Do without a secret seed."""
    current = writable(draft, by)
    current.seed = ""
    return _stored(current, with_value(current.content, "rulebook.seed_commitment", ""))


@transaction.atomic
def discard_draft(*, draft: AuctionDraft, by: Seat) -> None:
    """Throw it away with its rehearsals. Raises DraftRefused where it is proposed or hosted."""
    writable(draft, by).delete()


def locked(draft: AuctionDraft, by: Seat) -> AuctionDraft:
    """The draft's row, held until the transaction ends. Raises NotAnOfficer for another authority's people."""
    require_officer_of_authority(by)
    current = AuctionDraft.objects.select_for_update(of=("self",)).select_related("authority").get(pk=draft.pk)
    if current.authority_id != by.organisation_id:
        raise NotAnOfficer
    return current


def writable(draft: AuctionDraft, by: Seat) -> AuctionDraft:
    """The same, while it may be changed. Raises DraftRefused."""
    current = locked(draft, by)
    if current.status == DraftStatus.PROPOSED:
        raise DraftRefused("While the draft waits for a second officer nothing of it changes: withdraw it first.")
    if current.status == DraftStatus.HOSTED:
        raise DraftRefused("The auction is hosted: its rules are frozen.")
    return current


def _stored(draft: AuctionDraft, content: Content) -> AuctionDraft:
    draft.content, draft.version = content, draft.version + 1
    draft.save()
    return draft
