"""The ballot that waits for a submitter (``prepared``): shown, signed, withdrawn.

It stands on top of the round's page and keeps itself fresh, so that the second submitter sees it come and the first
sees it go.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from auctions import access, services
from auctions.errors import AuctionError
from portals.account import step_up
from portals.ballots import steps
from portals.ballots.desk import lines_of
from portals.bidder.pages import bidder_page
from portals.polling import fragment


@never_cache
@login_required
@require_GET
def waiting(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot that waits, asked for every two seconds."""
    page = bidder_page(request, slug)
    context = page.ballot_context()
    return fragment(request, "bidder/round_so_far.html", context, seconds_left=page.frame.seconds_left)


@never_cache
@login_required
@require_POST
@step_up.required
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign the ballot whose content the page has shown; the last signature leads to the receipt."""
    page = bidder_page(request, slug)
    prepared = access.access_prepared_bid(page.access, steps.uuid_in(request, "prepared"))
    try:
        signed = services.sign_bid(
            prepared=prepared, by=page.access.seat, content_hash=request.POST.get("content_hash", "")
        )
    except AuctionError as error:
        lines = lines_of(page, prepared.ballot)
        return render(request, "bidder/not_placed.html", page.context("round", error=error, lines=lines), status=409)
    if signed.bid is None:
        return redirect("bidder:round", slug=slug)
    return redirect("bidder:receipt", slug=slug, bid_id=signed.bid.pk)


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back the ballot that waits."""
    page = bidder_page(request, slug)
    prepared = access.access_prepared_bid(page.access, steps.uuid_in(request, "prepared"))
    try:
        services.withdraw_bid(prepared=prepared, by=page.access.seat)
    except AuctionError as error:
        return render(request, "bidder/not_placed.html", page.context("round", error=error, lines=[]), status=409)
    return redirect("bidder:round", slug=slug)
