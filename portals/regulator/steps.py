"""Closing a round, deciding, determining winners, publishing: each a question and then one call of a service."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from auctions import selectors, services
from auctions.formats.contract import StepKind
from portals.regulator.confirmations import ask_and_do
from portals.regulator.pages import OfficerPage, officer_page


@require_http_methods(["GET", "POST"])
@officer_page
def close(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Close the open round now. The question names everybody who has not submitted."""
    open_round = page.round
    if open_round is None:
        return redirect("regulator:control_room", slug=page.auction.slug)
    missing = [each for each in selectors.submission_status(page.auction) if each["expected"] and not each["submitted"]]
    return ask_and_do(
        request,
        page,
        template="regulator/close.html",
        context={"missing": missing},
        act=lambda: services.close_round(round=open_round, by=page.seat),
        done=lambda: _closed_or_extended(page),
    )


def _closed_or_extended(page: OfficerPage) -> str:
    if selectors.open_round_of(page.auction) is None:
        return _("The round is closed.")
    return _("The round runs on for the bidders who missed it and have an extension left.")


@require_http_methods(["GET", "POST"])
@officer_page
def decide(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Take one of the decisions that the rules offer now."""
    wanted = request.GET.get("decision", "")
    offered = [step for step in selectors.next_steps(page.auction) if step.kind is StepKind.DECIDE]
    step = next((step for step in offered if step.decision == wanted), None)
    if step is None:
        raise Http404(_("The rules do not offer this decision now."))
    return ask_and_do(
        request,
        page,
        template="regulator/decide.html",
        context={"step": step},
        act=lambda: services.decide(auction=page.auction, by=page.seat, decision=wanted, body={}),
        done=_("The decision “%(label)s” is taken and on the record.") % {"label": step.label},
    )


@require_http_methods(["GET", "POST"])
@officer_page
def determine(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Have winners and prices, or the assignment, computed by a worker."""
    return ask_and_do(
        request,
        page,
        template="regulator/determine.html",
        context={"due": page.facts["status"] == "determining"},
        act=lambda: services.request_determination(auction=page.auction, by=page.seat),
        done=_("The computation has been asked for; its progress is shown below."),
    )


@require_http_methods(["GET", "POST"])
@officer_page
def publish(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Show the result and every bid to everybody."""
    return ask_and_do(
        request,
        page,
        template="regulator/publish.html",
        context={},
        act=lambda: services.publish_result(auction=page.auction, by=page.seat),
        done=_("The result is published."),
    )
