"""Pausing and resuming a round, proposing to void rounds: each a question with its reason and then one call of a
service."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from auctions import selectors, services
from auctions.models import ProposalKind
from portals.regulator.confirmations import REFUSED, ask_and_do, attempt, moved_on, proposed_words
from portals.regulator.forms import InterruptionForm, VoidForm
from portals.regulator.pages import OfficerPage, officer_page


@require_http_methods(["GET", "POST"])
@officer_page
def pause(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Stop the open round's clock."""
    open_round = page.round
    if open_round is None:
        return redirect("regulator:control_room", slug=page.auction.slug)
    form = InterruptionForm(request.POST or None)
    return _ask_why(
        request,
        page,
        form,
        template="regulator/pause.html",
        act=lambda: services.pause_round(round=open_round, by=page.seat, reason=form.cleaned_data["reason"]),
        done=_("The round is paused."),
    )


@require_http_methods(["GET", "POST"])
@officer_page
def resume(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Let the paused round go on with the time it had left."""
    open_round = page.round
    if open_round is None or not page.frame.paused:
        return redirect("regulator:control_room", slug=page.auction.slug)
    return ask_and_do(
        request,
        page,
        template="regulator/resume.html",
        context={},
        act=lambda: services.resume_round(round=open_round, by=page.seat),
        done=_("The round goes on."),
    )


@require_http_methods(["GET", "POST"])
@officer_page
def void(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Propose to void a round and every one after it; the auction goes on from the boundary before it."""
    rounds = {each.version: each for each in selectors.standing_rounds(page.auction).reverse()}
    if not rounds:
        return redirect("regulator:control_room", slug=page.auction.slug)
    form = VoidForm(request.POST or None, rounds={version: str(each).capitalize() for version, each in rounds.items()})
    return _ask_why(
        request,
        page,
        form,
        template="regulator/void.html",
        act=lambda: services.propose(
            auction=page.auction, kind=ProposalKind.VOID_ROUNDS, body=form.cleaned_data, by=page.seat
        ),
        done=proposed_words(),
        needs_two=True,
    )


def _ask_why(
    request: HttpRequest,
    page: OfficerPage,
    form: forms.Form,
    *,
    template: str,
    act: Callable[[], object],
    done: str,
    needs_two: bool = False,
) -> HttpResponse:
    """The question with its form; on POST ``act`` where the form is complete and the auction has not moved on."""
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method != "POST" else REFUSED
        return render(request, template, page.context(form=form, needs_two=needs_two), status=status)
    problem = moved_on(request, page) or attempt(act)
    if problem is not None:
        context = page.context(form=form, needs_two=needs_two, problem=problem)
        return render(request, template, context, status=REFUSED)
    messages.success(request, done)
    return redirect("regulator:control_room", slug=page.auction.slug)
