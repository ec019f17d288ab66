"""The rules of the auction as its bidders read them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from auctions import selectors
from portals.bidder.pages import bidder_page
from portals.rules_in_words import rules_in_words


@never_cache
@login_required
@require_GET
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """Each rule in one short line."""
    page = bidder_page(request, slug)
    told = rules_in_words(selectors.rulebook(page.access.auction))
    return render(request, "bidder/rules.html", page.context("rules", rule_lines=told))
