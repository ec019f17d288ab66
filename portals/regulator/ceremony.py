"""The key ceremony: each custodian chooses a passphrase; once all have, downloads its share and confirms it.

passphrase --(of all three)--> the share as a file --(read back with the passphrase)--> confirmed
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from auctions import services
from auctions.errors import SealingRefused
from portals.account import step_up
from portals.passphrases import NewPassphraseForm, attempted
from portals.polling import fragment
from portals.regulator.sealing_forms import ShareForm, with_share_file
from portals.regulator.sealing_pages import SealingPage, sealing_page

REFUSED = 422  # what was asked for is understood and not allowed


class Step(StrEnum):
    """Where the viewer stands in the ceremony; templates in regulator/ceremony are named after it."""

    WATCH = "watch"  # no custodian
    CHOOSE = "choose"
    WAIT = "wait"
    CONFIRM = "confirm"
    DONE = "done"


def step_of(page: SealingPage) -> Step:
    state, own = page.ceremony, page.custodian
    if state is None or own is None:
        return Step.WATCH
    if not state.made or state.another_begun:
        return Step.WAIT if own.passphrase_chosen else Step.CHOOSE
    return Step.DONE if own.share_confirmed else Step.CONFIRM


@require_safe
@sealing_page
def ceremony(request: HttpRequest, page: SealingPage) -> HttpResponse:
    """Who the custodians are, how far each is, and the viewer's own next step."""
    return _page(request, page)


@require_safe
@sealing_page
def state(request: HttpRequest, page: SealingPage) -> HttpResponse:
    """How far all of them are, asked for every two seconds; the whole page is loaded anew where the viewer's step is
    another than the one it shows.
    """
    response = fragment(request, "regulator/parts/ceremony_state.html", page.context(), seconds_left=None)
    if request.GET.get("step") != step_of(page):
        response["HX-Refresh"] = "true"
    return response


@sensitive_post_parameters("new_passphrase", "again")
@require_POST
@step_up.required
@sealing_page
def choose_passphrase(request: HttpRequest, page: SealingPage) -> HttpResponse:
    """The first step. With the third custodian's the keys are made; once they are, it begins another ceremony."""
    form = NewPassphraseForm(request.POST)

    def act() -> object:
        return services.choose_passphrase(
            auction=page.auction,
            by=page.seat,
            passphrase=form.cleaned_data["new_passphrase"],
            another=request.POST.get("another") == "1",
        )

    return _take(request, page, form, act, shown_as="choosing", done=_("Your passphrase is chosen."))


@require_safe
@sealing_page
def share_file(request: HttpRequest, page: SealingPage) -> HttpResponse:
    """The custodian's share, which its passphrase alone opens."""
    try:
        share = services.share_file(auction=page.auction, by=page.seat)
    except SealingRefused as error:
        return _page(request, page, problem=str(error), status=REFUSED)
    response = JsonResponse(share, json_dumps_params={"indent": 2})
    name = f"share-{page.auction.slug}-{page.seat.person.username}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@sensitive_post_parameters("share", "passphrase")
@require_POST
@with_share_file
@step_up.required
@sealing_page
def confirm_share(request: HttpRequest, page: SealingPage) -> HttpResponse:
    """The last step: the file opens with the passphrase, and the platform deletes its own copy."""
    form = ShareForm(request.POST)

    def act() -> object:
        given = form.cleaned_data
        return services.confirm_share(
            auction=page.auction, by=page.seat, file=given["share"], passphrase=given["passphrase"]
        )

    done = _("Your share is confirmed. This server has deleted its copy.")
    return _take(request, page, form, act, shown_as="confirming", done=done)


def _take(
    request: HttpRequest,
    page: SealingPage,
    form: forms.Form,
    act: Callable[[], object],
    *,
    shown_as: str,
    done: str,
) -> HttpResponse:
    """Do the step and go on to the next one; or say beside the fields why not."""
    other = "share" if "share" in form.fields else None
    if form.is_valid() and attempted(request, form, act, other=other) is not None:
        messages.success(request, done)
        return redirect("regulator:ceremony", slug=page.auction.slug)
    return _page(request, page, form=form, status=REFUSED, **{shown_as: form})


def _page(request: HttpRequest, page: SealingPage, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "choosing": NewPassphraseForm(),
        "confirming": ShareForm(),
        "step": step_of(page),
        "step_template": f"regulator/ceremony/{step_of(page)}.html",
        **more,
    }
    return render(request, "regulator/ceremony.html", page.context(**context), status=status)
