"""Opening the ballots of a sealed round: two custodians hand in their shares, each on its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from auctions import selectors, services
from portals.account import step_up
from portals.passphrases import attempted
from portals.polling import fragment
from portals.regulator.ceremony import REFUSED
from portals.regulator.sealing_forms import ShareForm, with_share_file
from portals.regulator.sealing_pages import SealingPage, sealing_page


@require_safe
@sealing_page
def open_ballots(request: HttpRequest, page: SealingPage) -> HttpResponse:
    """Who has handed in, and the viewer's own form."""
    return _page(request, page)


@require_safe
@sealing_page
def shares(request: HttpRequest, page: SealingPage) -> HttpResponse:
    """Whose share is in, asked for every two seconds."""
    return fragment(request, "regulator/parts/shares.html", page.context(shares=_shares(page)), seconds_left=None)


@sensitive_post_parameters("share", "passphrase")
@require_POST
@with_share_file
@step_up.required
@sealing_page
def hand_in_share(request: HttpRequest, page: SealingPage) -> HttpResponse:
    """The first share waits for another custodian's; with the second the ballots are opened."""
    sealed = selectors.awaiting_opening(page.auction) or selectors.open_round_of(page.auction)
    if sealed is None:
        return _page(request, page, status=REFUSED)
    form = ShareForm(request.POST, asks_file=not selectors.platform_holds_share(sealed, page.seat))

    def act() -> object:
        given = form.cleaned_data
        return services.hand_in_share(round=sealed, by=page.seat, file=given["share"], passphrase=given["passphrase"])

    if not form.is_valid() or not attempted(request, form, act, other="share"):
        return _page(request, page, form=form, status=REFUSED)
    sealed.refresh_from_db()
    is_open = sealed.unsealed_at is not None
    messages.success(
        request,
        _("The ballots are open.") if is_open else _("Your share is in. Another custodian’s is needed."),
    )
    if is_open and page.access.runs_auction:
        return redirect("regulator:control_room", slug=page.auction.slug)
    return redirect("regulator:open_ballots", slug=page.auction.slug)


def _shares(page: SealingPage) -> list[tuple[Any, bool]]:
    """Each custodian, and whether its share is in."""
    awaiting = selectors.awaiting_opening(page.auction)
    if awaiting is None or page.ceremony is None:
        return []
    handed_in = selectors.shares_in(awaiting)
    return [(each, each.name in handed_in) for each in page.ceremony.custodians]


def _page(request: HttpRequest, page: SealingPage, *, form: ShareForm | None = None, status: int = 200) -> HttpResponse:
    awaiting, known = selectors.awaiting_opening(page.auction), _shares(page)
    asks = any(each.seat.pk == page.seat.pk and not is_in for each, is_in in known)
    context = page.context(
        awaiting=awaiting,
        ballots=selectors.number_of_bids([awaiting] if awaiting else []),
        shares=known,
        asks=asks,
        asks_file=awaiting is None or not selectors.platform_holds_share(awaiting, page.seat),
        form=form or ShareForm(),
        when_moment_changes="tell" if asks else "reload",
    )
    return render(request, "regulator/open_ballots.html", context, status=status)
