"""Placing a bid: the round's page, the check on every change, the confirmation, and the act itself.

    round --(check as you type)--> confirm --(far off? ask once)--> submit --> receipt

A refusal brings the page back with what was typed and what the rules say. Where one hand is not enough, ``submit`` puts
the ballot before the bidder's submitters (``signing``).
"""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from auctions import services
from auctions.errors import AuctionError, BallotUnreadable, BidRefused, NoOpenRound, OwnKeyNeeded, StaleForm
from portals.account import step_up
from portals.ballots import steps
from portals.ballots.ballot_page import Line
from portals.ballots.desk import lines_of, takes_part
from portals.bidder.pages import BidderPage, bidder_page
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
    return steps.form(request, page)


@never_cache
@login_required
@require_POST
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """What the rules say of what is typed, without placing it: a fragment for htmx."""
    return steps.check(request, bidder_page(request, slug))


@never_cache
@login_required
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Read and check what was typed; then repeat it in figures and words, with the form that places it."""
    page = bidder_page(request, slug)
    if page.round is None:
        return not_placed(request, page, NoOpenRound(_("No round is open, so no bid can be placed.")), lines=[])
    return steps.confirm(request, page)


@never_cache
@login_required
@require_POST
@step_up.required
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Place the bid, or put it before who has to sign it. A repeated form (double click, retry) leads to the first
    one's receipt.
    """
    page = bidder_page(request, slug)
    ballot = steps.ballot_in(request)
    alone = page.access.may_submit and page.participant.signatures == 1
    act = services.place_bid if alone else services.prepare_bid
    try:
        done = act(
            auction=page.auction,
            by=page.access.seat,
            participant=page.participant,
            ballot=ballot,
            form_key=steps.uuid_in(request, "form_key"),
            round_version=steps.round_version_in(request),
            prices_hash=request.POST.get("prices_hash", ""),
        )
    except (BidRefused, StaleForm, BallotUnreadable) as error:
        # Look again: another round may be open by now than when this request began.
        page = bidder_page(request, slug)
        if page.round is None or page.facts["ballot"] is None:
            return not_placed(request, page, error, lines=lines_of(page, ballot))
        entered = steps.entered_of(page, ballot)
        return steps.form_page(request, page, entered, refused=error, status=steps.REFUSED)
    except AuctionError as error:
        return not_placed(request, page, error, lines=lines_of(page, ballot))
    if alone:
        return redirect("bidder:receipt", slug=slug, bid_id=done.pk)
    return redirect("bidder:round", slug=slug)


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
    on = request.POST.get("on") == "1"
    try:
        services.set_autopilot(participant=page.access.participant, on=on, by=page.access.seat)
    except AuctionError as error:
        raise PermissionDenied(str(error)) from error
    return redirect("bidder:round", slug=slug)


def not_placed(request: HttpRequest, page: BidderPage, error: AuctionError, *, lines: Sequence[Line]) -> HttpResponse:
    """Nothing was placed and the round's page cannot take it back: say why, and repeat what it was."""
    needs_own_key = isinstance(error, OwnKeyNeeded)
    context = page.context("round", error=error, lines=lines, needs_own_key=needs_own_key)
    return render(request, "bidder/not_placed.html", context, status=409)
