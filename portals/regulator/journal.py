"""The auction's journal: every act in order, and whether the chain of hashes holds."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from auctions import selectors
from journal.selectors import breaks_of
from portals.regulator.pages import OfficerPage, officer_page

PER_PAGE = 100


@require_safe
@officer_page
def journal(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Entries, newest first. The whole chain is recomputed every time this page is asked for."""
    newest_first = selectors.journal_entries(page.auction)[::-1]
    shown = Paginator(newest_first, PER_PAGE).get_page(request.GET.get("page"))
    context = page.context("journal", entries=shown, breaks=list(breaks_of(page.auction.chain)))
    return render(request, "regulator/journal.html", context)
