"""What a bidder did and what came of it: receipts, history, result."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from auctions import access, selectors
from auctions.models import Bid
from portals.ballots.desk import BALLOT_PAGES
from portals.bidder.pages import BidderPage, bidder_page
from portals.correspondence.downloads import pdf
from portals.explanations import HOW_IT_ADDS_UP, HeldBy, held_by
from portals.public.outcome import bidder_names, winner_rows
from portals.reports.receipt import receipt_pdf
from portals.reports.statement import statement_pdf


@never_cache
@login_required
@require_GET
def receipt(request: HttpRequest, slug: str, bid_id: uuid.UUID) -> HttpResponse:
    """The signed receipt of one of the bidder's own bids."""
    page = bidder_page(request, slug)
    bid = _own_bid(request, page, bid_id)
    told = _told(bid, page)
    return render(request, "bidder/receipt.html", page.context("history", bid=bid, record=_record(bid), **told))


@never_cache
@login_required
@require_GET
def receipt_file(request: HttpRequest, slug: str, bid_id: uuid.UUID) -> HttpResponse:
    """The receipt as JSON, with the ballot and the nonce that open its commitment as far as this browser can read
    them.
    """
    page = bidder_page(request, slug)
    bid = _own_bid(request, page, bid_id)
    response = JsonResponse(selectors.receipt_document(bid, page.private_key), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = (
        f'attachment; filename="receipt-{bid.round.stage}-{bid.round.number}-{bid.sequence}.json"'
    )
    return response


@never_cache
@login_required
@require_GET
def receipt_paper(request: HttpRequest, slug: str, bid_id: uuid.UUID) -> HttpResponse:
    """The receipt as a PDF file: what its page shows."""
    page = bidder_page(request, slug)
    bid = _own_bid(request, page, bid_id)
    content = receipt_pdf(bid, _told(bid, page), _record(bid), page.facts["unit"])
    return pdf(content, f"receipt-{bid.round.stage}-{bid.round.number}-{bid.sequence}.pdf")


@never_cache
@login_required
@require_GET
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """The statement of result as a PDF file, for a winner once the result is published."""
    page = bidder_page(request, slug)
    names = bidder_names(page.auction.document)
    own = [row for row in winner_rows(page.facts, names) if row.bidder == page.participant.bidder_id]
    if page.auction.published_at is None or not own:
        raise Http404
    content = statement_pdf(
        page.auction, own[0], page.facts, held_by=_held_by(page), results=selectors.standing_results(page.auction)
    )
    return pdf(content, f"result-{slug}-{page.participant.bidder_id}.pdf")


@never_cache
@login_required
@require_GET
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of every bid, the last of each round marked, and what each round did to the eligibility."""
    page = bidder_page(request, slug)
    bids = list(selectors.own_bids(page.access.participant))  # the newest first
    standing = {bid.round_id: bid.id for bid in reversed(bids)}
    rows = [
        {
            "bid": bid,
            "stands": standing[bid.round_id] == bid.id and bid.round.voided_at is None,
            **_told(bid, page),
        }
        for bid in bids
    ]
    rounds = {each["number"]: each for each in page.facts["rounds"]}
    course = [{**own, "prices": rounds.get(own["number"], {}).get("prices")} for own in page.facts["own"]["rounds"]]
    any_locked = any(row["is_locked"] for row in rows)
    context = page.context("history", rows=rows, course=course, any_locked=any_locked)
    return render(request, "bidder/history.html", context)


@never_cache
@login_required
@require_GET
def result(request: HttpRequest, slug: str) -> HttpResponse:
    """What the bidder won, where, at which price and why."""
    page = bidder_page(request, slug)
    own = page.facts["own"]["result"]
    bands = []
    if own is not None:
        held = own.get("lots") or {}
        bands = [
            {"category": category, "held": held[category["id"]], "lots": category["lots"]}
            for category in page.facts["categories"]
            if held.get(category["id"]) and category.get("lots")
        ]
    more = {"held_by": _held_by(page), "adds_up": HOW_IT_ADDS_UP, "when_moment_changes": "reload"}
    return render(request, "bidder/result.html", page.context("result", result=own, bands=bands, **more))


def _held_by(page: BidderPage) -> tuple[HeldBy, ...]:
    """The coalitions that hold the bidder's base price; none before the result is published."""
    documents = selectors.result_documents(page.auction)
    return held_by(documents, page.participant.bidder_id, bidder_names(page.auction.document))


def _own_bid(request: HttpRequest, page: BidderPage, bid_id: uuid.UUID) -> Bid:
    """The bid, if it is this bidder's in this auction. Raises Http404 otherwise."""
    bid = access.access_own_bid(request.user, bid_id)
    if bid.participant_id != page.access.participant.id:
        raise Http404
    return bid


def _record(bid: Bid) -> list[tuple[str, Any]]:
    """The hashes and the signature of a receipt with their names in words."""
    names = {
        "commitment": _("Commitment"),
        "chain_head": _("Head of the journal"),
        "rules_hash": _("Hash of the rules"),
        "signature": _("Signature"),
        "public_key": _("Public key"),
    }
    return [(name, bid.receipt[field]) for field, name in names.items() if field in bid.receipt]


def _told(bid: Bid, page: BidderPage) -> dict[str, Any]:
    """Lines and total of a placed bid, in the prices of its own round; ``is_locked`` where it is sealed and this
    browser cannot read it.
    """
    opened, facts = selectors.own_ballot(bid, page.private_key), page.facts
    if opened is None:
        return {"is_locked": True, "ballot": None, "lines": [], "total": None, "is_no_bid": False}
    ballot, kind = opened.ballot, BALLOT_PAGES[bid.round.stage]
    at_the_time = {**facts, "prices": bid.round.prices or facts["prices"]}
    if bid.round.stage == "clock":
        at_the_time["rounds"] = [each for each in facts["rounds"] if each["number"] < bid.round.number]
    lines = kind.lines(ballot, at_the_time)
    amounts = [line.amount for line in lines if line.amount is not None and line.in_total]
    return {
        "is_locked": False,
        "ballot": ballot,
        "lines": lines,
        "total": sum(amounts) if "package" in ballot else None,
        "is_no_bid": ballot == {"package": {}},
    }
