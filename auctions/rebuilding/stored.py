"""What the tables hold, in the words of ``projection``. Secrets and what no entry records (title, notice, the uuid of a
bid) are left out.
"""

from typing import Any

from auctions.models import Auction, Bid, Participant, Round, Solve, SolveStatus
from auctions.rebuilding.projection import Fields, Rows, Tables
from auctions.record import signature_of
from auctions.services.rounds import written
from journal.errors import ReceiptInvalid
from journal.models import SigningKey
from journal.receipts import Receipt, verify
from winner_determination.documents import DocumentError, validate

WITH_THE_KEY = ("signature", "public_key")  # of a receipt: checked as a signature, not compared


def stored(auction: Auction) -> Tables:
    """The auction's rows as they are now."""
    bids = Bid.objects.filter(round__auction=auction).select_related("round", "participant", "seat__person")
    return {
        "auction": {auction.slug: _auction(auction)},
        "participants": {
            each.bidder_id: _participant(each) for each in auction.participants.select_related("organisation")
        },
        "rounds": {str(each.version): _round(each) for each in auction.rounds.all()},
        "bids": {str(bid.sequence): _bid(bid) for bid in bids.select_related("seat__organisation").iterator(500)},
        "results": _results(auction),
    }


def _auction(auction: Auction) -> Fields:
    return {
        "rulebook": auction.document["rulebook"],
        "bidders": auction.document["bidders"],
        "rulebook_hash": auction.rulebook_hash,
        "format": auction.format,
        "published_at": written(auction.published_at),
    }


def _participant(participant: Participant) -> Fields:
    return {
        "organisation": participant.organisation.slug,
        "name": participant.name,
        "autopilot": participant.autopilot,
        "handed_over": participant.handed_over,
    }


def _round(a_round: Round) -> Fields:
    return {
        "stage": a_round.stage,
        "number": a_round.number,
        "prices": a_round.prices,
        "prices_hash": a_round.prices_hash,
        "opened_at": written(a_round.opened_at),
        "deadline": written(a_round.deadline),
        "paused_at": written(a_round.paused_at),
        "closed_at": written(a_round.closed_at),
        "voided_at": written(a_round.voided_at),
    }


def _bid(bid: Bid) -> Fields:
    return {
        "round": str(bid.round.version),
        "bidder": bid.participant.bidder_id,
        "by": None if bid.seat is None else signature_of(bid.seat),
        "ballot": bid.ballot,
        "form_key": str(bid.form_key),
        "received_at": written(bid.received_at),
        "nonce": bid.nonce,
        "simulated": bid.simulated,
        "receipt": {name: value for name, value in bid.receipt.items() if name not in WITH_THE_KEY},
        "signed": _is_signed(bid.receipt),
    }


def _results(auction: Auction) -> Rows:
    """Recorded results, counted within their stage in the order in which they were recorded."""
    rows: Rows = {}
    recorded = (SolveStatus.DONE, SolveStatus.VOIDED)
    for solve in Solve.objects.filter(auction=auction, status__in=recorded).order_by("finished_at"):
        number = sum(1 for row in rows.values() if row["stage"] == solve.stage) + 1
        rows[f"{solve.stage} {number}"] = {
            "stage": solve.stage,
            "input_hash": solve.input_hash,
            "case": solve.case,
            "result": solve.result,
            "voided": solve.status == SolveStatus.VOIDED,
        }
    return rows


def _is_signed(receipt: dict[str, Any]) -> bool:
    """Whether a key on the record signed the receipt."""
    try:
        read = validate(Receipt, receipt)
        verify(read)
    except (DocumentError, ReceiptInvalid):
        return False
    return SigningKey.objects.filter(public_key=read.public_key).exists()
