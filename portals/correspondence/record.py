"""Every thread, notice and document for those who may have the whole record; nobody writes here."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from auctions import access
from auctions.selectors import correspondence
from portals.correspondence import downloads, pages


@require_safe
@never_cache
@login_required
def messages(request: HttpRequest, slug: str) -> HttpResponse:
    """All of it on one page, for the authority's people and the auditors appointed to the auction."""
    auction = access.access_record(request.user, slug)
    threads = [
        {"participant": each, "messages": list(correspondence.thread(each))}
        for each in auction.participants.order_by("name")
    ]
    context = {"auction": auction, "threads": threads, **pages.given_out(auction), "document_url": "record_document"}
    return render(request, "correspondence/record.html", context)


@require_safe
@never_cache
@login_required
def document(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A document, whoever it was issued to."""
    auction = access.access_record(request.user, slug)
    return downloads.attached(access.access_document(request.user, auction, number))
