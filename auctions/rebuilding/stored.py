"""What the tables hold, in the words of ``replay.projection``. Secrets and what no entry records (title, notice, the
uuid of a bid) are left out.
"""

from typing import Any

from django.db.models import QuerySet

from auctions.custody import Ceremony, Custodian
from auctions.models import Auction, Bid, Participant, Proposal, Round, Solve, SolveStatus
from auctions.rebuilding.correspondence import correspondence
from auctions.record import signature_of
from auctions.replay.projection import Fields, Rows, Tables
from auctions.services.rounds import written
from bidders.models import Seat
from journal.errors import ReceiptInvalid
from journal.models import SigningKey
from journal.receipts import Receipt, verify
from winner_determination.documents import DocumentError, validate

WITH_THE_KEY = ("signature", "public_key")  # of a receipt: checked as a signature, not compared

SEATS = tuple(f"{seat}__{of}" for seat in ("seat", "first_seat") for of in ("person", "organisation"))


def stored(auction: Auction) -> Tables:
    """The auction's rows as they are now."""
    bids = Bid.objects.filter(round__auction=auction).select_related("round", "participant", *SEATS)
    return {
        "auction": {auction.slug: _auction(auction)},
        "participants": {
            each.bidder_id: _participant(each) for each in auction.participants.select_related("organisation")
        },
        "rounds": {str(each.version): _round(each) for each in auction.rounds.select_related("key")},
        "bids": {str(bid.sequence): _bid(bid) for bid in bids.iterator(500)},
        "results": _results(auction),
        "proposals": {str(each.sequence): _proposal(each) for each in _proposals(auction)},
        "ceremonies": {str(each.number): _ceremony(each) for each in auction.ceremonies.exclude(made_at=None)},
        **correspondence(auction),
    }


def _auction(auction: Auction) -> Fields:
    return {
        "rulebook": auction.document["rulebook"],
        "bidders": auction.document["bidders"],
        "rulebook_hash": auction.rulebook_hash,
        "format": auction.format,
        "published_at": written(auction.published_at),
        "custodians": [signature_of(each.seat) for each in _custodians(auction)],
        "mock_of": auction.mock_of,
    }


def _participant(participant: Participant) -> Fields:
    return {
        "organisation": participant.organisation.slug,
        "name": participant.name,
        "autopilot": participant.autopilot,
        "handed_over": participant.handed_over,
        "signatures": participant.signatures,
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
        "key": None if a_round.key is None else a_round.key.number,
        "unsealed_at": written(a_round.unsealed_at),
    }


def _bid(bid: Bid) -> Fields:
    return {
        "round": str(bid.round.version),
        "bidder": bid.participant.bidder_id,
        "by": _signed(bid.seat),
        "signed_first": _signed(bid.first_seat),
        "surrogate": bid.surrogate,
        "ballot": bid.ballot,
        "sealed": bid.sealed,
        "form_key": str(bid.form_key),
        "received_at": written(bid.received_at),
        "nonce": bid.nonce,
        "simulated": bid.simulated,
        "receipt": {name: value for name, value in bid.receipt.items() if name not in WITH_THE_KEY},
        "signed": _is_signed(bid.receipt),
    }


def _signed(seat: Seat | None) -> dict[str, str] | None:
    return None if seat is None else signature_of(seat)


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
            "certified_at": written(solve.certified_at),
            "verification": None if solve.certified_at is None else solve.verification,
        }
    return rows


def _proposals(auction: Auction) -> QuerySet[Proposal]:
    people = ("proposed_by__person", "proposed_by__organisation", "decided_by__person", "decided_by__organisation")
    return Proposal.objects.filter(auction=auction).select_related(*people)


def _proposal(proposal: Proposal) -> Fields:
    return {
        "kind": proposal.kind,
        "body": proposal.body,
        "moment": proposal.moment,
        "hash": proposal.hash,
        "form_key": None if proposal.form_key is None else str(proposal.form_key),
        "proposed_by": signature_of(proposal.proposed_by),
        "proposed_at": written(proposal.proposed_at),
        "status": proposal.status,
        "decided_by": None if proposal.decided_by is None else signature_of(proposal.decided_by),
        "decided_at": written(proposal.decided_at),
        "reason": proposal.reason,
    }


def _custodians(auction: Auction) -> QuerySet[Custodian]:
    return auction.custodians.select_related("seat__person", "seat__organisation")


def _ceremony(ceremony: Ceremony) -> Fields:
    """What is public of it; the sealed shares that the platform still holds are not."""
    related = ceremony.custodian_keys.select_related("custodian__seat__person")
    return {
        "made_at": written(ceremony.made_at),
        "custodians": {
            key.custodian.name: {
                "public_key": key.public_key,
                "derivation": key.derivation,
                "confirmed_at": written(key.confirmed_at),
            }
            for key in related
        },
        "keys": {
            str(key.number): {"number": key.number, "public_key": key.public_key, "digests": key.digests}
            for key in ceremony.round_keys.all()
        },
    }


def _is_signed(receipt: dict[str, Any]) -> bool:
    """Whether a key on the record signed the receipt."""
    try:
        read = validate(Receipt, receipt)
        verify(read)
    except (DocumentError, ReceiptInvalid):
        return False
    return SigningKey.objects.filter(public_key=read.public_key).exists()
