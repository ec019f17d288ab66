"""Closing a round, deciding, certifying, publishing: each a question and then a proposal to the other officers. Asking
for a computation, or for a verification, needs one officer alone.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from auctions import selectors, services
from auctions.formats.contract import StepKind
from auctions.models import ProposalKind
from portals.public.outcome import winner_rows
from portals.regulator.confirmations import ask_and_do, ask_and_propose
from portals.regulator.pages import OfficerPage, officer_page


@require_http_methods(["GET", "POST"])
@officer_page
def close(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Close the open round now. The question names everybody who has not submitted."""
    if page.round is None:
        return redirect("regulator:control_room", slug=page.auction.slug)
    context = {"missing": missing_bidders(page)}
    kind = ProposalKind.CLOSE_ROUND
    return ask_and_propose(request, page, template="regulator/close.html", context=context, kind=kind, body=dict)


@require_http_methods(["GET", "POST"])
@officer_page
def decide(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Take one of the decisions that the rules offer now."""
    wanted = request.GET.get("decision", "")
    offered = [step for step in selectors.next_steps(page.auction) if step.kind is StepKind.DECIDE]
    step = next((step for step in offered if step.decision == wanted), None)
    if step is None:
        raise Http404(_("The rules do not offer this decision now."))
    return ask_and_propose(
        request,
        page,
        template="regulator/decide.html",
        context={"step": step},
        kind=ProposalKind.DECIDE,
        body=lambda: {"decision": wanted},
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
def verify(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Have the result computed again by another method, where that took too long or failed."""
    return ask_and_do(
        request,
        page,
        template="regulator/verify.html",
        context={"solve": selectors.uncertified_result(page.auction)},
        act=lambda: services.request_verification(auction=page.auction, by=page.seat),
        done=_("The verification has been asked for; its progress is shown below."),
    )


@require_http_methods(["GET", "POST"])
@officer_page
def certify(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Certify the result that was computed and verified, so that it may be built on."""
    context = {
        "solve": selectors.uncertified_result(page.auction),
        "winners": winner_rows(page.facts, page.names),
    }
    kind = ProposalKind.CERTIFY_RESULT
    return ask_and_propose(request, page, template="regulator/certify.html", context=context, kind=kind, body=dict)


@require_http_methods(["GET", "POST"])
@officer_page
def publish(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Show the result and every bid to everybody."""
    kind = ProposalKind.PUBLISH_RESULT
    return ask_and_propose(request, page, template="regulator/publish.html", context={}, kind=kind, body=dict)


def missing_bidders(page: OfficerPage) -> list[dict[str, object]]:
    """Who is asked for a ballot and has submitted none."""
    return [each for each in selectors.submission_status(page.auction) if each["expected"] and not each["submitted"]]
