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
from portals.ballots.ballot_page import Facts
from portals.ballots.desk import BALLOT_PAGES
from portals.bidder.pages import BidderPage, bidder_page


@never_cache
@login_required
@require_GET
def receipt(request: HttpRequest, slug: str, bid_id: uuid.UUID) -> HttpResponse:
    """The signed receipt of one of the bidder's own bids."""
    page = bidder_page(request, slug)
    bid = _own_bid(request, page, bid_id)
    told = _told(bid, page.facts)
    return render(request, "bidder/receipt.html", page.context("history", bid=bid, record=_record(bid), **told))


@never_cache
@login_required
@require_GET
def receipt_file(request: HttpRequest, slug: str, bid_id: uuid.UUID) -> HttpResponse:
    """The receipt as JSON, with the ballot and the nonce that open its commitment."""
    bid = _own_bid(request, bidder_page(request, slug), bid_id)
    response = JsonResponse(selectors.receipt_document(bid), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = (
        f'attachment; filename="receipt-{bid.round.stage}-{bid.round.number}-{bid.sequence}.json"'
    )
    return response


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
            **_told(bid, page.facts),
        }
        for bid in bids
    ]
    rounds = {each["number"]: each for each in page.facts["rounds"]}
    course = [{**own, "prices": rounds.get(own["number"], {}).get("prices")} for own in page.facts["own"]["rounds"]]
    return render(request, "bidder/history.html", page.context("history", rows=rows, course=course))


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
    return render(
        request, "bidder/result.html", page.context("result", result=own, bands=bands, when_moment_changes="reload")
    )


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


def _told(bid: Bid, facts: Facts) -> dict[str, Any]:
    """Lines and total of a placed bid, in the prices of its own round."""
    kind = BALLOT_PAGES[bid.round.stage]
    at_the_time = {**facts, "prices": bid.round.prices or facts["prices"]}
    if bid.round.stage == "clock":
        at_the_time["rounds"] = [each for each in facts["rounds"] if each["number"] < bid.round.number]
    lines = kind.lines(bid.ballot, at_the_time)
    amounts = [line.amount for line in lines if line.amount is not None and line.in_total]
    return {
        "lines": lines,
        "total": sum(amounts) if "package" in bid.ballot else None,
        "is_no_bid": bid.ballot == {"package": {}},
    }
