"""Proposals: the record of all of them, one in full, and what officers do with it: approve, refuse, withdraw."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from auctions import selectors, services
from auctions.access import OfficerAccess, access_proposal
from auctions.models import Proposal, ProposalKind
from auctions.services.proposals import stands
from portals.account import step_up
from portals.regulator.confirmations import REFUSED, attempt
from portals.regulator.forms import ReasonForm
from portals.regulator.pages import OfficerPage, officer_page
from portals.regulator.proposal_words import WORDS, shown
from portals.regulator.surrogate_content import surrogate_content

PER_PAGE = 50


@require_safe
@officer_page
def proposals(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Those that wait, and everything that was approved, refused, withdrawn or overtaken, the last first."""
    settled = Paginator(selectors.settled_proposals(page.auction), PER_PAGE).get_page(request.GET.get("page"))
    context = page.context(
        "proposals",
        waiting=[shown(page, each) for each in selectors.open_proposals(page.auction)],
        settled=settled,
        lines=[shown(page, each) for each in settled],
    )
    return render(request, "regulator/proposals.html", context)


@require_safe
@officer_page
def proposal(request: HttpRequest, page: OfficerPage, number: int) -> HttpResponse:
    """One proposal in full, with what the viewer may do about it."""
    return _page(request, page, _proposal(page, number))


@sensitive_post_parameters("code")
@require_POST
@officer_page
def read_ballot(request: HttpRequest, page: OfficerPage, number: int) -> HttpResponse:
    """The proposal with its sealed ballot, for who was told the code."""
    return _page(request, page, _proposal(page, number))


@sensitive_post_parameters("code")
@require_POST
@step_up.required
@officer_page
def approve(request: HttpRequest, page: OfficerPage, number: int) -> HttpResponse:
    """Approve it on the hash that the page has shown; it is done at once."""
    asked = _proposal(page, number)
    return _settle(
        request,
        page,
        asked,
        act=lambda: services.approve(
            proposal=asked, by=page.seat, hash=request.POST.get("hash", ""), code=request.POST.get("code", "")
        ),
        done=_("Approved and done: %(title)s.") % {"title": shown(page, asked).title},
    )


@require_POST
@officer_page
def refuse(request: HttpRequest, page: OfficerPage, number: int) -> HttpResponse:
    """Turn it down, with a reason."""
    asked, form = _proposal(page, number), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, page, asked, form=form, status=REFUSED)
    return _settle(
        request,
        page,
        asked,
        act=lambda: services.refuse(proposal=asked, by=page.seat, reason=form.cleaned_data["reason"]),
        done=_("The proposal is refused."),
    )


@require_POST
@officer_page
def withdraw(request: HttpRequest, page: OfficerPage, number: int) -> HttpResponse:
    """Take one's own proposal back."""
    asked = _proposal(page, number)
    return _settle(
        request,
        page,
        asked,
        act=lambda: services.withdraw(proposal=asked, by=page.seat),
        done=_("The proposal is withdrawn."),
    )


def _proposal(page: OfficerPage, number: int) -> Proposal:
    return access_proposal(OfficerAccess(page.auction, page.seat), number)


def _settle(
    request: HttpRequest, page: OfficerPage, asked: Proposal, *, act: Callable[[], object], done: str
) -> HttpResponse:
    problem = attempt(act)
    if problem is not None:
        asked.refresh_from_db()
        return _page(request, page, asked, problem=problem, status=REFUSED)
    messages.success(request, done)
    return redirect("regulator:control_room", slug=page.auction.slug)


def _page(
    request: HttpRequest,
    page: OfficerPage,
    asked: Proposal,
    *,
    form: ReasonForm | None = None,
    problem: str | None = None,
    status: int = 200,
) -> HttpResponse:
    words, code = WORDS[ProposalKind(asked.kind)], request.POST.get("code", "")
    is_told = bool(code) and asked.kind == ProposalKind.SURROGATE_BID
    context = page.context(
        "proposals",
        shown=shown(page, asked),
        stands=asked.status == "open" and stands(asked),
        detail=words.template,
        form=form or ReasonForm(),
        problem=problem,
        others=[each for each in selectors.officers_present(page.auction) if each.person_id != page.seat.person_id],
        **(surrogate_content(page, asked, code) if is_told else words.context(page, asked)),
    )
    return render(request, "regulator/proposal.html", context, status=status)
