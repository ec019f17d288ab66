"""Proposing to open a round at prices the auctioneer may change within the rules' limits, and extending one.

form --(preview on every change)--> confirmation --> proposal --(another officer)--> the round is open
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from auctions import selectors, services
from auctions.formats.contract import OpenRound
from auctions.models import ProposalKind
from portals.regulator.confirmations import REFUSED, attempt, moved_on, proposed_words
from portals.regulator.forms import ExtendForm, OpenRoundForm, price_field
from portals.regulator.opening import opening_step, price_rows
from portals.regulator.pages import OfficerPage, officer_page
from portals.regulator.sealing_standing import sealing_standing
from portals.regulator.trial import tried


@require_http_methods(["GET", "POST"])
@officer_page
def open_round(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """The proposal for the next round; POST asks once more; POST with ``confirmed`` proposes it."""
    drafted = _draft(request, page)
    if drafted is None:
        return redirect("regulator:control_room", slug=page.auction.slug)
    form = drafted["form"]
    if request.method != "POST":
        return render(request, "regulator/open.html", page.context(**drafted))
    if not form.is_valid() or drafted["refusals"] or "change" in request.POST:
        status = 200 if "change" in request.POST else REFUSED
        return render(request, "regulator/open.html", page.context(**drafted), status=status)
    if "confirmed" not in request.POST:
        return render(request, "regulator/open_confirm.html", page.context(**drafted, needs_two=True))
    minutes, prices = form.cleaned_data["minutes"], form.prices
    problem = moved_on(request, page) or attempt(
        lambda: services.propose(
            auction=page.auction,
            kind=ProposalKind.OPEN_ROUND,
            body={"prices": prices, "minutes": minutes},
            by=page.seat,
        )
    )
    if problem is not None:
        return render(request, "regulator/open.html", page.context(**drafted, problem=problem), status=REFUSED)
    messages.success(request, proposed_words())
    return redirect("regulator:control_room", slug=page.auction.slug)


@require_POST
@officer_page
def preview(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """The prices as typed, with what the rules say of them: a fragment for htmx."""
    drafted = _draft(request, page)
    if drafted is None:
        return HttpResponse(status=REFUSED)
    return render(request, "regulator/parts/opening.html", page.context(**drafted))


@require_http_methods(["GET", "POST"])
@officer_page
def extend(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Move the open round's deadline further away."""
    open_round = page.round
    if open_round is None:
        return redirect("regulator:control_room", slug=page.auction.slug)
    form = ExtendForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method != "POST" else REFUSED
        return render(request, "regulator/extend.html", page.context(form=form), status=status)
    minutes = form.cleaned_data["minutes"]
    problem = moved_on(request, page) or attempt(
        lambda: services.extend_round(round=open_round, by=page.seat, minutes=minutes)
    )
    if problem is not None:
        return render(request, "regulator/extend.html", page.context(form=form, problem=problem), status=REFUSED)
    messages.success(request, _("The round is %(minutes)s minutes longer.") % {"minutes": minutes})
    return redirect("regulator:control_room", slug=page.auction.slug)


def _draft(request: HttpRequest, page: OfficerPage) -> dict[str, Any] | None:
    """The next round as typed so far with the rules' objections; None where no round can be opened now."""
    step = opening_step(selectors.next_steps(page.auction))
    if step is None:
        return None
    form = OpenRoundForm(
        request.POST or None,
        proposed=step.proposal.get("prices", {}),
        planned_minutes=step.minutes,
    )
    rows = price_rows(step, form.typed_prices)
    return {
        **sealing_standing(page.auction),
        "step": step,
        "form": form,
        "rows": [{"row": row, "field": form[price_field(row.category)]} for row in rows],
        "refusals": tried(page, OpenRound(prices=form.prices or {})).refusals if rows and form.is_valid() else (),
    }
