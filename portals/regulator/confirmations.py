"""Acts that cannot be undone are asked for once more, on a page of their own, and done once.

What needs two officers is not done but proposed (``ask_and_propose``).
The form carries the moment it was made for (stage, round, status). When the auction has moved on meanwhile, nothing is
done and the page says so: a second click on "Close the round" must not close the next one.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from auctions import services
from auctions.errors import AuctionError
from auctions.models import ProposalKind
from auctions.services.acts import Body
from portals.regulator.pages import OfficerPage

REFUSED = 409  # the auction's state conflicts with what was asked for


def ask_and_do(
    request: HttpRequest,
    page: OfficerPage,
    *,
    template: str,
    context: Mapping[str, Any],
    act: Callable[[], object],
    done: str | Callable[[], str],
) -> HttpResponse:
    """Show the question; on POST do ``act`` and go back to the control room with the sentence ``done``, which may
    depend on what came of it.
    """
    if request.method != "POST":
        return render(request, template, page.context(**context))
    problem = moved_on(request, page) or attempt(act)
    if problem is not None:
        return render(request, template, page.context(**context, problem=problem), status=REFUSED)
    messages.success(request, done() if callable(done) else done)
    return redirect("regulator:control_room", slug=page.auction.slug)


def ask_and_propose(
    request: HttpRequest,
    page: OfficerPage,
    *,
    template: str,
    context: Mapping[str, Any],
    kind: ProposalKind,
    body: Callable[[], Body],
) -> HttpResponse:
    """Show the question; on POST propose the act to the other officers."""
    return ask_and_do(
        request,
        page,
        template=template,
        context={**context, "needs_two": True},
        act=lambda: services.propose(auction=page.auction, kind=kind, body=body(), by=page.seat),
        done=proposed_words,
    )


def proposed_words() -> str:
    return _("Proposed. It is done once another officer approves it.")


def moved_on(request: HttpRequest, page: OfficerPage) -> str | None:
    """A sentence where the form was made for another moment than now."""
    if request.POST.get("moment") == page.frame.moment:
        return None
    return _("The auction has moved on since this page was made. Nothing was done.")


def attempt(act: Callable[[], object]) -> str | None:
    """Do it; a refusal comes back as its sentence."""
    try:
        act()
    except AuctionError as error:
        return str(error)
    return None
