"""Where an auction stands, and what each viewer may know of it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max, QuerySet

from auctions.formats.contract import PlaceBid, Status, Verdict, Viewer
from auctions.history import history_of
from auctions.models import Auction, Bid, Participant, PreparedBid, PreparedStatus, Round, Solve
from auctions.record import EntryKind
from auctions.rules.disclosure import Role
from auctions.selectors.sealing import own_ballot
from auctions.services.standing import awaiting_opening, sealed_round_of
from bidders.models import Seat, SeatRole
from bidders.selectors import present_seats
from journal.chain import instant
from journal.locks import database_time
from journal.models import Entry

ROLE_OF_SEAT = {
    SeatRole.PREPARER: Role.BIDDER,
    SeatRole.SUBMITTER: Role.BIDDER,
    SeatRole.VIEWER: Role.BIDDER,
    SeatRole.AUCTIONEER: Role.AUCTIONEER,
    SeatRole.SECOND_OFFICER: Role.AUCTIONEER,
    SeatRole.COMPLIANCE: Role.COMPLIANCE,
    SeatRole.OBSERVER: Role.PUBLIC,
    SeatRole.AUDITOR: Role.AUDITOR,
}
TOLD_ON_PUBLICATION = ("principal", "assignment", "total")  # of the facts: the whole result
TOLD_WITH_THE_NEXT_ROUND = ("result", "assignment")  # of a bidder's own facts: what it won, and where it may choose


def auction_state(auction: Auction) -> Any:
    """The format's state, for what looks at it through the format (a simulated bidder). Never shown as it is."""
    return history_of(auction).state


def viewer_for(seat: Seat | None, participant: Participant | None = None) -> Viewer:
    """As whom a person in this seat looks at an auction; the public without a seat."""
    if seat is None:
        return Viewer(Role.PUBLIC)
    role = ROLE_OF_SEAT[SeatRole(seat.role)]
    if role is Role.BIDDER and (participant is None or participant.organisation_id != seat.organisation_id):
        return Viewer(Role.PUBLIC)
    return Viewer(role, participant.bidder_id if role is Role.BIDDER and participant else None)


def facts(auction: Auction, viewer: Viewer, private_key: str | None = None) -> dict[str, Any]:
    """Everything the viewer may know now. In a sealed round a bidder knows what it has submitted by the ``private_key``
    of its own key; without, ``own`` says ``submitted`` and ``locked``.

    Results are the format's to find and the host's to tell: the public and the bidders learn the whole result when it
    is published. A bidder learns its own part when the next round opens, which builds on it, or with the publication;
    why it pays that, which names the bids of others (R-P3), with the publication alone.
    """
    history = history_of(auction)
    last = _last_sealed_bid(auction, viewer)
    if last is None:
        return _as_told(auction, viewer, history.format.facts(history.state, viewer))
    opened = own_ballot(last, private_key)
    if opened is None:
        known = _as_told(auction, viewer, history.format.facts(history.state, viewer))
        return {**known, "own": {**known["own"], "submitted": True, "locked": True}}
    act = PlaceBid(bidder=last.participant.bidder_id, ballot=opened.ballot)
    return _as_told(auction, viewer, history.format.facts(history.format.apply(history.state, act), viewer))


def facts_to_bid_for(auction: Auction, participant: Participant) -> dict[str, Any]:
    """What the bidder may know, without what it has submitted in the open round: for an officer who enters a bid that
    it gives by telephone.
    """
    history, viewer = history_of(auction), Viewer(Role.BIDDER, participant.bidder_id)
    return _as_told(auction, viewer, history.format.facts(history.format.sealed(history.state), viewer))


def _last_sealed_bid(auction: Auction, viewer: Viewer) -> Bid | None:
    """The bidder's own in the sealed round that is open or waits to be opened."""
    a_round = sealed_round_of(auction) if viewer.role is Role.BIDDER else None
    if a_round is None:
        return None
    bids = Bid.objects.filter(round=a_round, participant__bidder_id=viewer.bidder).select_related("participant")
    return bids.order_by("sequence").last()


def _as_told(auction: Auction, viewer: Viewer, known: dict[str, Any]) -> dict[str, Any]:
    if awaiting_opening(auction) is not None:
        known = {**known, "status": Status.SEALED.value}
    if auction.published_at is not None or viewer.role not in {Role.PUBLIC, Role.BIDDER}:
        return known
    told = {**known, **dict.fromkeys(TOLD_ON_PUBLICATION)}
    if "own" not in known:
        return told
    if _has_untold_result(auction):
        told["own"] = {**known["own"], **dict.fromkeys(TOLD_WITH_THE_NEXT_ROUND)}
    elif known["own"]["result"] is not None:
        told["own"] = {**known["own"], "result": {**known["own"]["result"], "explanation": None}}
    return told


def rulebook(auction: Auction) -> Any:
    """The rules, as the format reads them; everybody may know them."""
    return history_of(auction).rulebook


def check_ballot(auction: Auction, participant: Participant, ballot: Mapping[str, Any]) -> Verdict:
    """What the rules say of a ballot as of now.

    Raises DocumentError where its shape is wrong, ActRefused where no round is open.
    """
    history = history_of(auction)
    return history.format.check(history.state, participant.bidder_id, ballot)


def open_round_of(auction: Auction) -> Round | None:
    """The round that is open; its deadline may have passed if the closer has not come round yet."""
    return Round.objects.filter(auction=auction, closed_at=None).first()


def standing_rounds(auction: Auction) -> QuerySet[Round]:
    """The rounds that count, in order: without those that were voided."""
    return Round.objects.filter(auction=auction, voided_at=None).order_by("version")


def latest_solve(auction: Auction) -> Solve | None:
    """The last computation that was asked for."""
    return Solve.objects.filter(auction=auction).order_by("-pk").first()


def clock(round: Round | None) -> dict[str, Any]:
    """The database's time, the round's deadline, and the whole seconds between them (None without a deadline, never
    below 0); which opening of the auction it is, and whether it is paused. The time that is left of a paused round
    stands still, and when it will end is not known.
    """
    now = database_time()
    running = None if round is None or round.closed_at is not None else round
    deadline = running.deadline if running else None
    paused_at = running.paused_at if running else None
    left = None if deadline is None else max(0, int((deadline - (paused_at or now)).total_seconds()))
    return {
        "server_now": instant(now),
        "deadline": None if deadline is None or paused_at is not None else instant(deadline),
        "seconds_left": left,
        "version": running.version if running else None,
        "paused": paused_at is not None,
    }


def submission_status(auction: Auction) -> list[dict[str, Any]]:
    """Who is there and who has submitted in the open round (or did in the last one); never what. Who is ``drafting``
    has a ballot that waits for a signature.

    ``expected`` is false for a bidder who has nothing to decide in the open round, such as a loser in the assignment.
    """
    history = history_of(auction)
    latest = standing_rounds(auction).last()
    is_open = latest is not None and latest.closed_at is None
    asked = set(history.format.expected(history.state)) if is_open else None
    received = dict(
        Bid.objects.filter(round=latest)
        .values("participant")
        .annotate(last=Max("received_at"))
        .values_list("participant", "last")
        if latest
        else ()
    )
    participants = list(Participant.objects.filter(auction=auction).select_related("organisation"))
    waiting = set(
        PreparedBid.objects.filter(round=latest, status=PreparedStatus.WAITING).values_list("participant", flat=True)
        if is_open
        else ()
    )
    present = set(present_seats([p.organisation for p in participants]).values_list("organisation", flat=True))
    return [
        {
            "participant": participant,
            "bidder_id": participant.bidder_id,
            "name": participant.name,
            "signed_in": participant.organisation_id in present,
            "drafting": participant.pk in waiting,
            "expected": asked is None or participant.bidder_id in asked,
            "submitted": participant.pk in received,
            "received_at": received.get(participant.pk),
        }
        for participant in participants
    ]


def _has_untold_result(auction: Auction) -> bool:
    """Whether a result was recorded after the last round was opened, and still counts."""
    kinds = (EntryKind.ROUND_OPENED, EntryKind.RESULT_RECORDED, EntryKind.ROUNDS_VOIDED)
    last = (
        Entry.objects.filter(chain=auction.chain, kind__in=kinds)
        .order_by("-sequence")
        .values_list("kind", flat=True)
        .first()
    )
    return last == EntryKind.RESULT_RECORDED
