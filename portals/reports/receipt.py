"""A bidder's receipt as a PDF file: what its page shows, and how to check it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext as _

from auctions.models import Bid
from bidders.models import Seat
from portals.reports.paper import Field, Paper
from portals.reports.words import moment_words, round_words
from portals.templatetags.figures import full, money, words


def receipt_pdf(bid: Bid, told: Mapping[str, Any], record: Iterable[Field], unit: Mapping[str, Any]) -> bytes:
    """``told`` and ``record`` are what the receipt's page is given: lines and total, hashes and signature."""
    auction = bid.participant.auction
    title = _("No bid: received") if told["is_no_bid"] else _("Bid received")
    paper = Paper(title=title, foot=f"{auction.title}: {bid.participant.name}", as_of=bid.received_at)
    paper.fields(
        [
            (_("Auction"), auction.title),
            (_("Bidder"), bid.participant.name),
            (_("Reference"), f"{bid.round.stage}-{bid.round.number}-{bid.sequence}"),
            (_("Round"), round_words(bid.round)),
            (_("Received (%s, server's clock)") % get_current_timezone_name(), moment_words(bid.received_at)),
            *_people(bid),
        ]
    )
    if bid.round.voided_at is not None:
        paper.paragraph(_("The round was voided: this bid counts for nothing."), strong=True)
    _content(paper, told, unit)
    paper.heading(_("Record"))
    entry = (_("Entry of the journal"), str(bid.sequence))
    paper.fields([entry, *((name, str(value)) for name, value in record)], hashes=True)
    paper.heading(_("How to check this receipt"))
    paper.paragraph(
        _(
            "Download the receipt as JSON from its page: it says the same, with the number that opens the commitment. "
            "Then, with neither account nor connection: python -m journal verify RECEIPT.json --key PUBLIC_KEY. Once "
            "the result is published, python -m auctions verify BUNDLE.zip --receipt RECEIPT.json shows that this "
            "entry stands in the record as it was given to you."
        )
    )
    return paper.content()


def _content(paper: Paper, told: Mapping[str, Any], unit: Mapping[str, Any]) -> None:
    paper.heading(_("Content of the bid"))
    if told["is_locked"]:
        paper.paragraph(_("The ballot is sealed and could not be read when this file was made."))
        return
    if told["is_no_bid"]:
        paper.paragraph(_("No bid: no lots are asked for."))
    header = (_("Bid for"), f"{_('Amount')} ({unit['currency']})")
    lines = [
        (" – ".join(filter(None, (line.what, line.remark))), "–" if line.amount is None else full(line.amount, unit))
        for line in told["lines"]
    ]
    paper.columns(header, lines, widths=(70, 30))
    if told["total"] is not None and not told["is_no_bid"]:
        paper.paragraph(f"{_('Total')}: {money(told['total'], unit)}", strong=True)
        paper.paragraph(words(told["total"], unit))


def _people(bid: Bid) -> list[Field]:
    """Whose hand it was, as the page says it."""
    surrogate: Mapping[str, Any] = bid.surrogate or {}
    by_system = _("the simulated officer") if surrogate else _("the simulated bidder")
    last = _named(bid.seat) if bid.seat else by_system
    called = [(_("After a call by"), ", ".join(surrogate["callers"]))] if surrogate else []
    if bid.first_seat is None:
        return [*called, (_("Approved by") if surrogate else _("Submitted by"), last)]
    first, second = (_("Entered by"), _("Approved by")) if surrogate else (_("First signature"), _("Second signature"))
    return [*called, (first, _named(bid.first_seat)), (second, last)]


def _named(seat: Seat) -> str:
    return f"{seat.person.get_full_name() or seat.person.username} ({seat.get_role_display()})"
