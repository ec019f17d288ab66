"""Messages, notices and documents, for those whose access was checked."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from auctions.correspondence import IssuedDocument, Message, Notice, ReadMark
from auctions.models import Auction, Participant
from bidders.models import Seat


def thread(participant: Participant) -> QuerySet[Message]:
    """The private thread of one bidder with the authority's desk, the first message first."""
    people = ("seat__person", "seat__organisation", "participant")
    return Message.objects.filter(participant=participant).select_related(*people)


@dataclass(frozen=True)
class Thread:
    """A bidder's thread as one officer finds it: how many messages, the time of the last, how many are unread."""

    participant: Participant
    count: int
    last: datetime | None
    unread: int


def threads(auction: Auction, seat: Seat) -> list[Thread]:
    """One for every bidder, those with the newest message first."""
    read = ReadMark.objects.filter(seat=seat, participant=OuterRef("pk")).values("up_to")
    unread = Q(messages__seat__organisation=F("organisation"), messages__sequence__gt=F("read"))
    counted = (
        Participant.objects.filter(auction=auction)
        .annotate(read=Coalesce(Subquery(read), 0))
        .annotate(count=Count("messages"), last=Max("messages__sent_at"), unread=Count("messages", filter=unread))
        .order_by(F("last").desc(nulls_last=True), "name")
    )
    return [Thread(each, each.count, each.last, each.unread) for each in counted]


def notices(auction: Auction, *, public_only: bool = False) -> QuerySet[Notice]:
    """The notices, the last one first."""
    given = Notice.objects.filter(auction=auction).select_related("seat__person").order_by("-number")
    given = given.prefetch_related("acknowledgements__participant")
    return given.filter(public=True) if public_only else given


def to_acknowledge(participant: Participant) -> QuerySet[Notice]:
    """The notices that wait for the word of one of the bidder's submitters, the first one first."""
    waiting = Notice.objects.filter(auction=participant.auction, must_acknowledge=True)
    return waiting.exclude(acknowledgements__participant=participant)


def unread_of_bidder(seat: Seat, participant: Participant) -> int:
    """How many messages of the desk and notices this person of the bidder has not seen."""
    mark = ReadMark.objects.filter(seat=seat, participant=participant).values_list("up_to", flat=True).first() or 0
    messages = Message.objects.filter(participant=participant, sequence__gt=mark)
    of_desk = messages.exclude(seat__organisation=participant.organisation_id)
    return of_desk.count() + Notice.objects.filter(auction=participant.auction, sequence__gt=mark).count()


def unread_of_desk(seat: Seat, auction: Auction) -> int:
    """How many messages of bidders this officer has not seen."""
    return sum(each.unread for each in threads(auction, seat))


def documents(auction: Auction, *, public_only: bool = False) -> QuerySet[IssuedDocument]:
    """The documents without their content, the last one first."""
    issued = IssuedDocument.objects.filter(auction=auction).defer("content").order_by("-number")
    return issued.filter(public=True) if public_only else issued
