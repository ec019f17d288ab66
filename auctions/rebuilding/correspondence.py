"""What the tables of messages, notices and documents hold, in the words of ``replay.correspondence``."""

import hashlib

from auctions.correspondence import Acknowledgement, IssuedDocument, Message, Notice, NoticeKind
from auctions.models import Auction
from auctions.record import signature_of
from auctions.replay.correspondence import commitment_to_text
from auctions.replay.projection import Fields, Tables
from auctions.services.rounds import written

PEOPLE = ("seat__person", "seat__organisation")


def correspondence(auction: Auction) -> Tables:
    """The four tables as they are now."""
    messages = Message.objects.filter(participant__auction=auction).select_related("participant", *PEOPLE)
    words = Acknowledgement.objects.filter(notice__auction=auction).select_related("notice", "participant", *PEOPLE)
    return {
        "messages": {str(each.sequence): _message(each) for each in messages},
        "notices": {str(each.number): _notice(each) for each in auction.notices.select_related(*PEOPLE)},
        "acknowledgements": {str(each.sequence): _acknowledgement(each) for each in words},
        "documents": {str(each.number): _document(each) for each in auction.issued_documents.select_related(*PEOPLE)},
    }


def _message(message: Message) -> Fields:
    return {
        "by": signature_of(message.seat),
        "bidder": message.participant.bidder_id,
        "commitment": commitment_to_text({"text": message.text}, nonce=message.nonce),
        "at": written(message.sent_at),
    }


def _notice(notice: Notice) -> Fields:
    stated: Fields = {
        "sequence": notice.sequence,
        "kind": notice.kind,
        "about": notice.about,
        "public": notice.public,
        "must_acknowledge": notice.must_acknowledge,
    }
    if notice.kind != NoticeKind.GIVEN or notice.seat is None:
        return stated
    words = {"title": notice.title, "text": notice.text}
    shown = words if notice.public else {"commitment": commitment_to_text(words, nonce=notice.nonce)}
    return {**stated, "by": signature_of(notice.seat), "at": written(notice.given_at), **shown}


def _acknowledgement(word: Acknowledgement) -> Fields:
    return {
        "by": signature_of(word.seat),
        "notice": word.notice.number,
        "bidder": word.participant.bidder_id,
        "at": written(word.at),
    }


def _document(issued: IssuedDocument) -> Fields:
    sha256 = hashlib.sha256(issued.content).hexdigest()
    words = {"title": issued.title}
    return {
        "sequence": issued.sequence,
        "by": signature_of(issued.seat),
        "public": issued.public,
        "sha256": sha256,
        "bytes": len(issued.content),
        "at": written(issued.issued_at),
        **(words if issued.public else {"commitment": commitment_to_text(words, nonce=sha256)}),
    }
