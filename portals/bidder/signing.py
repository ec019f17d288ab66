"""The ballot that waits for a submitter (``prepared``): shown, signed, withdrawn.

It stands on top of the round's page and keeps itself fresh, so that the second submitter sees it come and the first
sees it go.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from auctions import access, selectors, services
from auctions.errors import AuctionError
from portals.account import step_up
from portals.ballots import steps
from portals.ballots.desk import lines_of
from portals.bidder.pages import bidder_page
from portals.bidder.rounds import not_placed
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
            prepared=prepared,
            by=page.access.seat,
            content_hash=request.POST.get("content_hash", ""),
            private_key=page.private_key,
        )
    except AuctionError as error:
        ballot = selectors.prepared_ballot(prepared, page.private_key)
        return not_placed(request, page, error, lines=lines_of(page, ballot) if ballot else [])
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
        return not_placed(request, page, error, lines=[])
    return redirect("bidder:round", slug=slug)
