"""A bid that an authenticated person of the bidder gives by telephone after a technical failure (R-C7): entered by one
officer, approved by another, judged by the same rules as any other.

The proposal, which is on the record at once, holds the commitment alone; the ballot is in its row until the bid is
placed under the same commitment, at the time of the approval. In a sealed round the row holds a box: it opens by a code
that the officer who enters the bid is shown once, and tells the other.
"""

import json
import secrets
from typing import Any
from uuid import UUID, uuid4

from auctions import locks
from auctions.errors import SealingRefused, StepRefused
from auctions.formats.contract import OtherChannel
from auctions.models import Auction, Bid, Participant, Round, SurrogateBid
from auctions.record import Approval
from auctions.sealing.ballots import OpenedBallot
from auctions.sealing.errors import PassphraseWrong
from auctions.sealing.passphrases import LEAST, Derivation, locked, new_derivation, unlocked
from auctions.services.bidding import BallotForm, Surrogate, placed
from bidders.models import Seat, SeatRole
from journal.canonical import canonical
from journal.errors import NotRecordable
from journal.receipts import ReceiptRound, commitment_to, new_nonce
from winner_determination.documents import validate

Body = dict[str, Any]

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those that are taken for others
CODE_LENGTH = 16


def enter_surrogate(auction: Auction, body: Body) -> Body:
    """Keep the ballot of ``body`` in a row; returns the body with the commitment in its place.

    ``body``: bidder, ballot, round_version, prices_hash, callers, authentication, technical_failure, authenticated; in
    a sealed round ``code`` (``new_code``), which is not kept. Raises StepRefused.
    """
    entered_in = Round.objects.filter(auction=auction, version=body["round_version"]).first()
    if entered_in is None:
        raise StepRefused("This form was made for no round of this auction.")
    participant = _participant(auction, body["bidder"])
    entered = SurrogateBid(round=entered_in, participant=participant)
    content = OpenedBallot(body["ballot"], new_nonce())
    try:
        entered.commitment = _commitment(entered, content)
        _keep(entered, content, body.get("code", ""))
    except NotRecordable as error:
        raise StepRefused(str(error)) from error
    entered.save()
    return {
        "bidder": participant.bidder_id,
        "commitment": entered.commitment,
        "form_key": str(uuid4()),
        "round_version": body["round_version"],
        "prices_hash": body["prices_hash"],
        "callers": list(body["callers"]),
        "authentication": body["authentication"],
        "channel": {"technical_failure": body["technical_failure"], "authenticated": body["authenticated"]},
    }


def place_surrogate(auction: Auction, body: Body, by: Approval | None) -> Bid:
    """Place the ballot that was entered, under the auction's lock, in the transaction of its approval. ``body`` is what
    was proposed; in a sealed round with the ``code``.

    Raises StepRefused, NoOpenRound, StaleForm, BidRefused (R-C7 among the rules), BallotUnreadable.
    """
    entered = entered_surrogate(auction, body)
    participant = entered.participant
    _require_callers(participant, body)
    content = entered_ballot(entered, body.get("code", ""))
    if _commitment(entered, content) != body["commitment"]:
        raise StepRefused("The ballot is not the one that was proposed. Nothing was done.")
    locks.while_bidding(auction, participant)
    form = BallotForm(
        auction, participant, content.ballot, UUID(body["form_key"]), body["round_version"], body["prices_hash"]
    )
    origin = Surrogate(
        tuple(body["callers"]), body["authentication"], OtherChannel(**body["channel"]), nonce=content.nonce
    )
    return placed(form, by=by, surrogate=origin)


def entered_surrogate(auction: Auction, body: Body) -> SurrogateBid:
    """The row behind a proposal's body."""
    related = SurrogateBid.objects.select_related("participant", "round__auction")
    return related.get(round__auction=auction, commitment=body["commitment"])


def entered_ballot(entered: SurrogateBid, code: str) -> OpenedBallot:
    """The ballot behind a proposal; where it is in a box, by its code. Raises SealingRefused for another code."""
    if entered.sealed is None:
        in_clear: Body = entered.ballot or {}
        return OpenedBallot(in_clear, entered.nonce)
    derivation = validate(Derivation, entered.sealed["derivation"])
    try:
        content = json.loads(unlocked(entered.sealed["box"], _plain(code), derivation))
    except PassphraseWrong as error:
        raise SealingRefused(
            "This ballot is sealed: ask the officer who entered it for its code. This is not the code."
            if code
            else "This ballot is sealed: ask the officer who entered it for its code."
        ) from error
    return OpenedBallot(content["ballot"], content["nonce"])


def new_code() -> str:
    """80 random bits as people read them to one another: ABCD-EFGH-JKLM-NPQR."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def bids_of(auction: Auction, body: Body) -> int:
    """How many ballots the bidder has placed in that round: one more, and what it gave by telephone is overtaken."""
    return Bid.objects.filter(
        round__auction=auction, round__version=body["round_version"], participant__bidder_id=body["bidder"]
    ).count()


def _participant(auction: Auction, bidder: str) -> Participant:
    participant = Participant.objects.filter(auction=auction, bidder_id=bidder).first()
    if participant is None:
        raise StepRefused(f"{bidder} does not take part in this auction.")
    return participant


def _require_callers(participant: Participant, body: Body) -> None:
    """As many different submitters of the bidder as sign its bids. Raises StepRefused."""
    callers = set(body["callers"])
    if len(callers) != participant.signatures or len(body["callers"]) != participant.signatures:
        raise StepRefused(
            f"A bid of {participant.name} is given by one of its submitters."
            if participant.signatures == 1
            else f"A bid of {participant.name} is given by two different submitters, as it signs its bids."
        )
    submitters = Seat.objects.filter(
        organisation=participant.organisation, role=SeatRole.SUBMITTER, person__is_active=True
    )
    strangers = callers - set(submitters.values_list("person__username", flat=True))
    if strangers:
        raise StepRefused(f"{', '.join(sorted(strangers))}: not a submitter of {participant.name}.")
    if not body["authentication"].strip():
        raise StepRefused("Say how the caller was authenticated.")


def _keep(entered: SurrogateBid, content: OpenedBallot, code: str) -> None:
    """In its row: in clear, or in a sealed round in a box. Raises NotRecordable; SealingRefused without a code."""
    if not entered.round.is_sealed:
        entered.ballot, entered.nonce = content.ballot, content.nonce
        return
    if len(_plain(code)) < CODE_LENGTH:
        raise SealingRefused("In a sealed round a ballot is entered under a code. Nothing was stored.")
    derivation = new_derivation(LEAST)  # nobody guesses a random code, however fast
    box = locked(canonical({"ballot": content.ballot, "nonce": content.nonce}), _plain(code), derivation)
    entered.sealed = {"derivation": derivation.model_dump(), "box": box}


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter in LETTERS)


def _commitment(entered: SurrogateBid, content: OpenedBallot) -> str:
    """Raises NotRecordable."""
    return commitment_to(
        auction=entered.round.auction.slug,
        round=ReceiptRound(stage=entered.round.stage, number=entered.round.number),
        bidder=entered.participant.bidder_id,
        ballot=content.ballot,
        nonce=content.nonce,
    )
