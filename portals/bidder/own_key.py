"""The passphrase by which a bidder's people read its own sealed bids: set, unlocked in a browser, locked again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from auctions import services
from portals.account import step_up
from portals.ballots.steps import REFUSED
from portals.bidder import own_key_cookie
from portals.bidder.pages import BidderPage, bidder_page
from portals.passphrases import NewPassphraseForm, PassphraseForm, attempted


@never_cache
@login_required
@require_GET
def own_key(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether a passphrase is set, and whether this browser is unlocked."""
    return _page(request, bidder_page(request, slug))


@never_cache
@login_required
@sensitive_post_parameters("new_passphrase", "again")
@require_POST
@step_up.required
def set_own_key(request: HttpRequest, slug: str) -> HttpResponse:
    """A passphrase for the bids to come; it unlocks this browser at once."""
    page, form = bidder_page(request, slug), NewPassphraseForm(request.POST)

    def act() -> object:
        return services.set_own_key(
            participant=page.participant, by=page.access.seat, passphrase=form.cleaned_data["new_passphrase"]
        )

    if not form.is_valid() or not attempted(request, form, act):
        return _page(request, page, setting=form, status=REFUSED)
    messages.success(request, _("The passphrase is set. Tell it to those of your people who are to read your bids."))
    return _unlocked(request, page, form.cleaned_data["new_passphrase"])


@never_cache
@login_required
@sensitive_post_parameters("passphrase")
@require_POST
def unlock(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the key in this browser."""
    page, form = bidder_page(request, slug), PassphraseForm(request.POST)

    def act() -> HttpResponse:
        return _unlocked(request, page, form.cleaned_data["passphrase"])

    unlocked = attempted(request, form, act, other="passphrase") if form.is_valid() else None
    if unlocked is None:
        return _page(request, page, unlocking=form, status=REFUSED)
    messages.success(request, _("Your sealed bids can be read in this browser."))
    return unlocked


@never_cache
@login_required
@require_POST
def lock(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove the key from this browser."""
    bidder_page(request, slug)
    response = redirect("bidder:own_key", slug=slug)
    own_key_cookie.forget(response, slug)
    return response


def _unlocked(request: HttpRequest, page: BidderPage, passphrase: str) -> HttpResponse:
    """Back to where bids are, with the key in the browser. Raises SealingRefused for a wrong passphrase."""
    private_key = services.unlock_own_key(participant=page.participant, passphrase=passphrase)
    response = redirect("bidder:round", slug=page.slug)
    own_key_cookie.keep(request, response, page.slug, private_key)
    return response


def _page(request: HttpRequest, page: BidderPage, *, status: int = 200, **forms: Any) -> HttpResponse:
    context = page.context("own_key", **{"setting": NewPassphraseForm(), "unlocking": PassphraseForm(), **forms})
    return render(request, "bidder/own_key.html", context, status=status)
