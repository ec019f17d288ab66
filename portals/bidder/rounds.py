"""Placing a bid: the round's page, the check on every change, the confirmation, and the act itself.

    round --(check as you type)--> confirm --(far off? ask once)--> submit --> receipt

A refusal brings the page back with what was typed and what the rules say.
"""

import json
import uuid
from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from auctions import services
from auctions.errors import AuctionError, BallotUnreadable, BidRefused, NoOpenRound, StaleForm
from portals.bidder.ballot_page import Ballot, Entered, EntryError, Line
from portals.bidder.far_off import doubts
from portals.bidder.pages import BALLOT_PAGES, BidderPage, bidder_page
from portals.bidder.round_page import REFUSED, round_page, takes_part, verdict_on
from portals.polling import fragment


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def show_round(request: HttpRequest, slug: str) -> HttpResponse:
    """The open round, or the page that waits for it. POST brings a ballot back for changing, or adds a row."""
    page = bidder_page(request, slug)
    if page.round is None:
        return render(request, "bidder/waiting.html", page.context("round", when_moment_changes="reload"))
    if not takes_part(page):
        return render(request, "bidder/no_part.html", page.context("round", when_moment_changes="reload"))
    kind = page.ballot_page
    if "ballot" in request.POST:
        return round_page(request, page, kind.entered(_fitting(_ballot_in(request), page), page.facts))
    if request.method == "POST":
        reading = kind.read(request.POST.dict(), page.facts)
        return round_page(
            request, page, reading.entered, errors=reading.errors, status=REFUSED if reading.errors else 200
        )
    return round_page(request, page, kind.entered(page.facts["own"]["ballot"], page.facts))


@never_cache
@login_required
@require_POST
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """What the rules say of what is typed, without placing it: a fragment for htmx."""
    page = bidder_page(request, slug)
    if page.round is None or not takes_part(page):
        return render(request, "bidder/verdict_closed.html")
    kind = page.ballot_page
    reading = kind.read(request.POST.dict(), page.facts)
    verdict = verdict_on(page, reading.ballot)
    context = page.context(
        "round",
        **kind.layout(reading.entered, page.facts, verdict["totals"]),
        **verdict,
        errors=reading.errors,
        live=True,
    )
    return render(request, kind.verdict_template, context)


@never_cache
@login_required
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Read and check what was typed; then repeat it in figures and words, with the form that places it."""
    page = bidder_page(request, slug)
    if page.round is None:
        return _not_placed(request, page, NoOpenRound(_("No round is open, so no bid can be placed.")), lines=[])
    kind = page.ballot_page
    if "ballot" in request.POST:  # coming from the question about a far-off amount
        ballot = _fitting(_ballot_in(request), page)
        entered: Entered = kind.entered(ballot, page.facts)
        errors: Sequence[EntryError] = ()
    else:
        reading = kind.read(request.POST.dict(), page.facts)
        ballot, entered, errors = reading.ballot, reading.entered, reading.errors
    if errors or ballot is None:
        return round_page(request, page, entered, errors=errors, status=REFUSED)
    verdict = verdict_on(page, ballot)
    if verdict["refusals"] or verdict["unreadable"]:
        return round_page(request, page, entered, tried=True, status=REFUSED)
    context = page.context(
        "round",
        ballot=json.dumps(ballot),
        lines=kind.lines(ballot, page.facts),
        totals=verdict["totals"],
        round_version=request.POST.get("round_version", ""),
        prices_hash=request.POST.get("prices_hash", ""),
        form_key=uuid.uuid4(),
        is_no_bid=ballot == {"package": {}},
    )
    unsure = doubts(ballot, page.facts, verdict["totals"])
    if unsure and "amounts_are_right" not in request.POST:
        return render(request, "bidder/far_off.html", {**context, "doubts": unsure})
    return render(request, "bidder/confirm.html", context)


@never_cache
@login_required
@require_POST
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Place the bid. A repeated form (double click, retry) leads to the first one's receipt."""
    page = bidder_page(request, slug)
    ballot = _ballot_in(request)
    try:
        bid = services.place_bid(
            auction=page.access.auction,
            by=page.access.seat,
            participant=page.access.participant,
            ballot=ballot,
            form_key=_uuid(request.POST.get("form_key", "")),
            round_version=_version(request.POST.get("round_version", "")),
            prices_hash=request.POST.get("prices_hash", ""),
        )
    except (BidRefused, StaleForm, BallotUnreadable) as error:
        # Look again: another round may be open by now than when this request began.
        page = bidder_page(request, slug)
        if page.round is None or page.facts["ballot"] is None:
            return _not_placed(request, page, error, lines=_lines(page, ballot))
        return round_page(
            request, page, page.ballot_page.entered(_fitting(ballot, page), page.facts), refused=error, status=REFUSED
        )
    except AuctionError as error:
        return _not_placed(request, page, error, lines=_lines(page, ballot))
    return redirect("bidder:receipt", slug=slug, bid_id=bid.id)


@never_cache
@login_required
@require_GET
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """The status bar, asked for every two seconds."""
    page = bidder_page(request, slug)
    return fragment(request, "components/frame.html", {"frame": page.frame}, seconds_left=page.frame.seconds_left)


@never_cache
@login_required
@require_POST
def set_autopilot(request: HttpRequest, slug: str) -> HttpResponse:
    """In a demonstration: hand bidding over to the simulated bidder, or take it back."""
    page = bidder_page(request, slug)
    services.set_autopilot(participant=page.access.participant, on=request.POST.get("on") == "1", by=page.access.seat)
    return redirect("bidder:round", slug=slug)


# --- What the views share --------------------------------------------------------------------------------------------


def _not_placed(request: HttpRequest, page: BidderPage, error: AuctionError, *, lines: Sequence[Line]) -> HttpResponse:
    """Nothing was placed and the round's page cannot take it back: say why, and repeat what it was."""
    return render(request, "bidder/not_placed.html", page.context("round", error=error, lines=lines), status=409)


def _lines(page: BidderPage, ballot: Ballot) -> list[Line]:
    """What the ballot was, also when the round that took its kind is over."""
    kind = next((each for each in BALLOT_PAGES.values() if each.understands(ballot)), None)
    return [] if kind is None else kind.lines(ballot, page.facts)


def _fitting(ballot: Ballot, page: BidderPage) -> Ballot | None:
    """The ballot, if it is of the kind the open round takes; a form of another stage brings one that is not."""
    return ballot if page.ballot_page.understands(ballot) else None


def _ballot_in(request: HttpRequest) -> Ballot:
    """The ballot that a confirmation carries. Its content is the rules' to judge; here it must only be an object."""
    try:
        ballot = json.loads(request.POST.get("ballot", ""))
    except ValueError as error:
        raise BadRequest("ballot is not JSON") from error
    if not isinstance(ballot, dict):
        raise BadRequest("ballot is not an object")
    return ballot


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise BadRequest("form_key is not a UUID") from error


def _version(text: str) -> int:
    if not text.isdecimal():
        raise BadRequest("round_version is not a number")
    return int(text)
