"""A bidder's post: its private thread with the authority's desk, the notices, the documents."""

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from auctions import access, services
from auctions.errors import AuctionError
from auctions.selectors import correspondence
from portals.bidder.pages import BidderPage, bidder_page
from portals.correspondence import downloads, pages
from portals.correspondence.forms import MessageForm

REFUSED = 422


@never_cache
@login_required
@require_GET
def messages(request: HttpRequest, slug: str) -> HttpResponse:
    """All of it; what is shown counts as read."""
    page = bidder_page(request, slug)
    return _show(request, page, MessageForm())


@never_cache
@login_required
@require_POST
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a message to the desk."""
    page = bidder_page(request, slug)
    if not page.access.may_prepare:
        raise PermissionDenied(_("Only a preparer or submitter may write to the auctioneer."))
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form, status=REFUSED)
    services.send_message(participant=page.participant, by=page.access.seat, **form.cleaned_data)
    flash.success(request, _("The message is sent."))
    return redirect("bidder:messages", slug=slug)


@never_cache
@login_required
@require_POST
def acknowledge(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say that the bidder has read a notice."""
    page = bidder_page(request, slug)
    notice = access.access_notice(page.access, number)
    try:
        services.acknowledge_notice(notice=notice, participant=page.participant, by=page.access.seat)
    except AuctionError as error:
        raise PermissionDenied(str(error)) from error
    flash.success(request, _("Notice %d is acknowledged.") % number)
    return redirect("bidder:messages", slug=slug)


@never_cache
@login_required
@require_GET
def document(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A document that was issued to the bidders or to everybody."""
    page = bidder_page(request, slug)
    return downloads.attached(access.access_document(request.user, page.auction, number))


def _show(request: HttpRequest, page: BidderPage, form: MessageForm, *, status: int = 200) -> HttpResponse:
    thread, given = list(correspondence.thread(page.participant)), pages.given_out(page.auction)
    newest = [each.sequence for each in thread] + [each.notice.sequence for each in given["notices_given"]]
    services.mark_read(seat=page.access.seat, participant=page.participant, up_to=max(newest, default=0))
    waiting = {each.number for each in correspondence.to_acknowledge(page.participant)}
    context = page.context("messages", thread=thread, form=form, waiting=waiting, **given)
    return render(request, "bidder/messages.html", {**context, "document_url": "bidder:document"}, status=status)
