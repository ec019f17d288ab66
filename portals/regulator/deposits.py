"""Deposits (R-C2, R-D1): what each bidder has deposited and what that covers; proposing to record more, or to forfeit a
share.

form --(the rules tried)--> confirmation --> proposal --(another officer)--> the decision is on the record
"""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from auctions import services
from auctions.formats.cca.state import Decision
from auctions.formats.contract import Decide
from auctions.models import ProposalKind
from portals.regulator.confirmations import REFUSED, attempt, proposed_words
from portals.regulator.forms import DepositForm, ForfeitDepositForm, RecordDepositForm
from portals.regulator.pages import OfficerPage, officer_page, takes_deposits
from portals.regulator.trial import Trial, tried
from portals.rules_in_words import rules_in_words


@require_safe
@officer_page
def deposits(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """What every bidder has deposited, what it covers in this stage, and what was forfeited."""
    _require_deposits(page)
    lines = [line for line in rules_in_words(page.rules) if line.rule in {"R-C2", "R-D1"}]
    context = page.context("deposits", rule_lines=lines, names=page.names)
    return render(request, "regulator/deposits.html", context)


@require_http_methods(["GET", "POST"])
@officer_page
def record(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """A bidder has deposited more."""
    form = RecordDepositForm(request.POST or None, names=page.names, initial={"bidder": request.GET.get("bidder")})
    return _propose(request, page, form, Decision.RECORD_DEPOSIT)


@require_http_methods(["GET", "POST"])
@officer_page
def forfeit(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """A bidder loses a share of its deposit and gets back the rest."""
    form = ForfeitDepositForm(request.POST or None, names=page.names, initial={"bidder": request.GET.get("bidder")})
    return _propose(request, page, form, Decision.FORFEIT_DEPOSIT)


def _propose(request: HttpRequest, page: OfficerPage, form: DepositForm, decision: Decision) -> HttpResponse:
    """The form; POST asks once more; POST with ``confirmed`` proposes the decision, once for each question. Templates
    are named after the decision.
    """
    _require_deposits(page)
    asking = f"regulator/{decision}.html"
    if request.method != "POST" or "change" in request.POST:
        return render(request, asking, page.context("deposits", form=form))
    if not form.is_valid():
        return render(request, asking, page.context("deposits", form=form), status=REFUSED)
    if "confirmed" in request.POST:
        key = _form_key(request)
        problem = attempt(
            lambda: services.propose(
                auction=page.auction,
                kind=ProposalKind.DECIDE,
                body={"decision": decision.value, "body": form.body},
                by=page.seat,
                form_key=key,
            )
        )
        if problem is not None:
            return render(request, asking, page.context("deposits", form=form, problem=problem), status=REFUSED)
        messages.success(request, proposed_words())
        return redirect("regulator:deposits", slug=page.auction.slug)
    trial = tried(page, Decide(decision=decision, body=form.body))
    if trial.refusals:
        return render(request, asking, page.context("deposits", form=form, refusals=trial.refusals), status=REFUSED)
    context = page.context(
        "deposits",
        form=form,
        form_key=uuid.uuid4(),
        needs_two=True,
        **before_and_after(page, form.cleaned_data["bidder"], trial),
    )
    return render(request, f"regulator/{decision}_confirm.html", context)


def before_and_after(page: OfficerPage, bidder: str, trial: Trial) -> dict[str, Any]:
    """The bidder's deposit now and after the decision, and the last forfeiture, which may be the one asked about."""
    before, after = (
        next(each for each in facts["bidders"] if each["id"] == bidder) for facts in (page.facts, trial.facts)
    )
    return {"before": before, "after": after, "forfeiture": (trial.facts["forfeitures"] or [None])[-1]}


def _require_deposits(page: OfficerPage) -> None:
    if not takes_deposits(page.rules):
        raise Http404(_("The rulebook demands no deposits."))


def _form_key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError as error:
        raise BadRequest("form_key is not a UUID") from error
