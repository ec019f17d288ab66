"""What the authority's desk and the bidders tell one another: one verb each, each of them an entry of the record.

No act of the auction depends on any of it. See docs/messages.md.
"""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from auctions import locks
from auctions.correspondence import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Acknowledgement,
    IssuedDocument,
    Message,
    Notice,
    NoticeKind,
    ReadMark,
)
from auctions.errors import StepRefused
from auctions.models import Auction, Participant
from auctions.record import EntryKind, write
from auctions.replay.correspondence import TOLD_OF, commitment_to_text
from auctions.services.authority import require_officer, require_participant, require_preparer, require_submitter
from bidders.models import Seat
from journal.chain import instant
from journal.locks import database_time
from journal.models import Entry
from journal.receipts import new_nonce

LARGEST_DOCUMENT = 10_000_000  # bytes
PDF_BEGINS, PDF_ENDS = b"%PDF-", b"%%EOF"


@transaction.atomic(durable=True)
def send_message(*, participant: Participant, by: Seat, text: str, form_key: UUID) -> Message:
    """Add a message to the private thread of one bidder, written by its preparers and submitters or by an officer.

    1. Hold the bidder's lock.  2. A form that was sent before returns its message.  3. Journal the commitment, store.

    Raises NotAnOfficer or SeatMayNotSubmit; StepRefused without a text or with one that is too long.
    """
    auction = participant.auction
    if by.organisation_id == participant.organisation_id:
        require_preparer(participant, by)
    else:
        require_officer(auction, by)
    words = _required("Write the message.", text, LONGEST_TEXT)
    locks.while_bidding(auction, participant)
    sent = Message.objects.filter(participant=participant, seat=by, form_key=form_key).first()
    if sent is not None:
        return sent
    now, nonce = database_time(), new_nonce()
    entry = write(
        auction,
        EntryKind.MESSAGE_SENT,
        by=by,
        bidder=participant.bidder_id,
        commitment=commitment_to_text({"text": words}, nonce=nonce),
        at=instant(now),
    )
    stored = {"text": words, "nonce": nonce, "form_key": form_key, "sequence": entry.sequence, "sent_at": now}
    return Message.objects.create(participant=participant, seat=by, **stored)


@transaction.atomic(durable=True)
def give_notice(
    *, auction: Auction, by: Seat, title: str, text: str, public: bool, must_acknowledge: bool, form_key: UUID
) -> Notice:
    """Give a numbered notice to all bidders, or to everybody. The record holds the words of a public one, and a
    commitment to those of another.

    Raises NotAnOfficer; StepRefused without title or text, or where they are too long.
    """
    require_officer(auction, by)
    words = {
        "title": _required("Give the notice a title.", title, LONGEST_TITLE),
        "text": _required("Write the notice.", text, LONGEST_TEXT),
    }
    locks.while_moving_on(auction)
    given = Notice.objects.filter(auction=auction, form_key=form_key).first()
    if given is not None:
        return given
    now, nonce, number = database_time(), new_nonce(), _next_notice(auction)
    asked: dict[str, Any] = {"public": public, "must_acknowledge": must_acknowledge}
    shown: dict[str, Any] = {**words} if public else {"commitment": commitment_to_text(words, nonce=nonce)}
    entry = write(auction, EntryKind.NOTICE_GIVEN, by=by, number=number, at=instant(now), **asked, **shown)
    return Notice.objects.create(
        auction=auction,
        number=number,
        kind=NoticeKind.GIVEN,
        nonce=nonce,
        form_key=form_key,
        sequence=entry.sequence,
        seat=by,
        given_at=now,
        **words,
        **asked,
    )


@transaction.atomic(durable=True)
def acknowledge_notice(*, notice: Notice, participant: Participant, by: Seat) -> Acknowledgement:
    """Say for a bidder that it has read the notice; saying so again changes nothing.

    Raises SeatMayNotSubmit; StepRefused where the notice asks for no acknowledgement.
    """
    auction = participant.auction
    require_submitter(participant, by)
    require_participant(notice.auction, participant)
    if not notice.must_acknowledge:
        raise StepRefused("This notice asks for no acknowledgement.")
    locks.while_bidding(auction, participant)
    said = Acknowledgement.objects.filter(notice=notice, participant=participant).first()
    if said is not None:
        return said
    now = database_time()
    named: dict[str, Any] = {"notice": notice.number, "bidder": participant.bidder_id}
    entry = write(auction, EntryKind.NOTICE_ACKNOWLEDGED, by=by, at=instant(now), **named)
    stored = {"seat": by, "sequence": entry.sequence, "at": now}
    return Acknowledgement.objects.create(notice=notice, participant=participant, **stored)


@transaction.atomic(durable=True)
def issue_document(
    *, auction: Auction, by: Seat, title: str, content: bytes, public: bool, form_key: UUID
) -> IssuedDocument:
    """Issue a PDF file to all bidders, or to everybody; it is neither changed nor taken back. The record holds its
    SHA-256 and, where it is public, its title.

    Raises NotAnOfficer; StepRefused without a title, or where the content is no PDF file or too large.
    """
    require_officer(auction, by)
    words = {"title": _required("Give the document a title.", title, LONGEST_TITLE)}
    _require_pdf(content)
    locks.while_moving_on(auction)
    issued = IssuedDocument.objects.filter(auction=auction, form_key=form_key).first()
    if issued is not None:
        return issued
    now, sha256 = database_time(), hashlib.sha256(content).hexdigest()
    number = IssuedDocument.objects.filter(auction=auction).count() + 1
    shown: dict[str, Any] = {**words} if public else {"commitment": commitment_to_text(words, nonce=sha256)}
    stated: dict[str, Any] = {
        "number": number,
        "public": public,
        "sha256": sha256,
        "bytes": len(content),
        "at": instant(now),
    }
    entry = write(auction, EntryKind.DOCUMENT_ISSUED, by=by, **stated, **shown)
    return IssuedDocument.objects.create(
        auction=auction,
        number=number,
        content=content,
        public=public,
        sha256=sha256,
        form_key=form_key,
        sequence=entry.sequence,
        seat=by,
        issued_at=now,
        **words,
    )


def tell_everybody(auction: Auction, entry: Entry, *, at: datetime) -> Notice:
    """Number and store the public notice that ``entry`` is: a pause, a round that goes on or is extended, rounds that
    are void. Runs under the auction's lock, in the transaction of the entry.
    """
    about: dict[str, Any] = {name: entry.body[name] for name in TOLD_OF[entry.kind]}
    return Notice.objects.create(
        auction=auction,
        number=_next_notice(auction),
        kind=entry.kind,
        about=about,
        public=True,
        must_acknowledge=False,
        sequence=entry.sequence,
        given_at=at,
    )


def mark_read(*, seat: Seat, participant: Participant, up_to: int) -> None:
    """Remember that this person has read the bidder's thread, and on its side the notices, up to that entry."""
    ReadMark.objects.update_or_create(seat=seat, participant=participant, defaults={"up_to": up_to})


def _next_notice(auction: Auction) -> int:
    return Notice.objects.filter(auction=auction).count() + 1


def _required(missing: str, text: str, longest: int) -> str:
    """The text without white space around it. Raises StepRefused where nothing is left or it is too long."""
    words = text.strip()
    if not words:
        raise StepRefused(missing)
    if len(words) > longest:
        raise StepRefused(f"This is {len(words):,} characters long; at most {longest:,} are allowed.")
    return words


def _require_pdf(content: bytes) -> None:
    """By what is in it, whatever its name says. Raises StepRefused."""
    if len(content) > LARGEST_DOCUMENT:
        raise StepRefused(f"The file is larger than {LARGEST_DOCUMENT // 1_000_000} MB.")
    if not content.startswith(PDF_BEGINS) or PDF_ENDS not in content[-1024:]:
        raise StepRefused("The file is no PDF file.")
