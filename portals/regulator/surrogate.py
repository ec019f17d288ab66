"""A bid that comes by telephone, entered by an officer on the bidder's own form and proposed to another (R-C7).

bidder --> form --(check as you type)--> confirmation, who called --> the proposal

What the bidder has submitted in the open round itself is not shown here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auctions import selectors, services
from auctions.errors import AuctionError
from auctions.models import Auction, Participant, ProposalKind, Round
from auctions.services.surrogates import new_code
from bidders.models import Seat, SeatRole
from portals.ballots import steps
from portals.ballots.ballot_page import Facts
from portals.ballots.desk import takes_part, verdict_on
from portals.regulator.confirmations import proposed_words
from portals.regulator.pages import OfficerPage, officer_page
from portals.regulator.surrogate_form import SurrogateForm, submitters_of

# as templates/ballots call their addresses
BALLOT_FORMS = ("check", "confirm", "form", "submit", "upload", "file", "sheet")


@dataclass(frozen=True)
class SurrogateDesk:
    """An officer at the form of a bidder who calls."""

    page: OfficerPage
    participant: Participant
    facts: Facts

    confirm_template = "regulator/surrogate_confirm.html"

    @property
    def auction(self) -> Auction:
        return self.page.auction

    @property
    def round(self) -> Round | None:
        return self.page.round

    def call(self, data: Any = None) -> SurrogateForm:
        """The questions about the call."""
        seats = Seat.objects.filter(
            organisation=self.participant.organisation, role=SeatRole.SUBMITTER, person__is_active=True
        )
        submitters = submitters_of(list(seats.select_related("person").order_by("person__username")))
        return SurrogateForm(data, submitters=submitters, signatures=self.participant.signatures)

    def ballot_context(self, **more: Any) -> dict[str, Any]:
        """The context of the pages in templates/ballots."""
        where = [self.auction.slug, self.participant.pk]
        context = self.page.context(
            "control_room",
            urls={name: reverse(f"regulator:surrogate_{name}", args=where) for name in BALLOT_FORMS},
            above_form="regulator/parts/for_whom.html",
            entered_for=self.participant.name,
            form=self.call(),
            code=new_code() if self.page.round is not None and self.page.round.is_sealed else "",
            own=self.facts["own"],
            unit=self.facts["unit"],
        )
        return {**context, "facts": self.facts, **more}


def surrogate_desk(
    view: Callable[[HttpRequest, SurrogateDesk], HttpResponse],
) -> Callable[[HttpRequest, str, int], HttpResponse]:
    """A view of an officer who enters a bid for one bidder, while a round is open that takes one from it."""

    @officer_page
    @wraps(view)
    def guarded(request: HttpRequest, page: OfficerPage, participant: int) -> HttpResponse:
        chosen = page.auction.participants.select_related("organisation").filter(pk=participant).first()
        if chosen is None:
            raise Http404(_("There is no such bidder."))
        desk = SurrogateDesk(page, chosen, selectors.facts_to_bid_for(page.auction, chosen))
        if page.round is None or not takes_by_telephone(page) or not takes_part(desk):
            return redirect("regulator:surrogate", slug=page.auction.slug)
        return view(request, desk)

    return guarded


def takes_by_telephone(page: OfficerPage) -> bool:
    """Whether the rulebook knows another channel than this system (R-C7)."""
    return bool(page.rules.extensions.other_channel)


@require_safe
@officer_page
def choose(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """For whom? Also says why no bid can be entered now."""
    context = page.context(
        "control_room",
        participants=list(page.auction.participants.order_by("name")),
        other_channel=takes_by_telephone(page),
    )
    return render(request, "regulator/surrogate.html", context)


@require_http_methods(["GET", "POST"])
@surrogate_desk
def form(request: HttpRequest, desk: SurrogateDesk) -> HttpResponse:
    """The bidder's form of the open round."""
    return steps.form(request, desk)


@require_POST
@surrogate_desk
def check(request: HttpRequest, desk: SurrogateDesk) -> HttpResponse:
    """What the rules say of what is typed: a fragment for htmx."""
    return steps.check(request, desk)


@require_POST
@surrogate_desk
def confirm(request: HttpRequest, desk: SurrogateDesk) -> HttpResponse:
    """The ballot in figures and words, to be read back to the caller, and the questions about the call."""
    return steps.confirm(request, desk)


@require_safe
@surrogate_desk
def file(request: HttpRequest, desk: SurrogateDesk) -> HttpResponse:
    """The list to be filled in, as a CSV file."""
    return steps.download(desk) if steps.has_file(desk) else _back(desk)


@require_safe
@surrogate_desk
def sheet(request: HttpRequest, desk: SurrogateDesk) -> HttpResponse:
    """The same as a spreadsheet."""
    return steps.download_sheet(desk) if steps.has_file(desk) else _back(desk)


@require_POST
@surrogate_desk
def upload(request: HttpRequest, desk: SurrogateDesk) -> HttpResponse:
    """The form with the file's rows in it."""
    return steps.upload(request, desk) if steps.has_file(desk) else _back(desk)


@sensitive_post_parameters("ballot", "code")
@require_POST
@surrogate_desk
def submit(request: HttpRequest, desk: SurrogateDesk) -> HttpResponse:
    """Propose the ballot to another officer."""
    ballot, call = steps.ballot_in(request), desk.call(request.POST)
    key, version = steps.uuid_in(request, "form_key"), steps.round_version_in(request)
    problem, code = None, request.POST.get("code", "")
    if call.is_valid():
        form_of = {"round_version": version, "prices_hash": request.POST.get("prices_hash", "")}
        body = {"bidder": desk.participant.bidder_id, "ballot": ballot, **form_of, **call.body}
        if code:
            body["code"] = code
        try:
            proposal = services.propose(
                auction=desk.auction, kind=ProposalKind.SURROGATE_BID, body=body, by=desk.page.seat, form_key=key
            )
        except AuctionError as error:
            problem = str(error)
        else:
            if code:
                context = desk.page.context("control_room", proposal=proposal, code=code, name=desk.participant.name)
                return render(request, "regulator/surrogate_code.html", context)
            messages.success(request, proposed_words())
            return redirect("regulator:proposal", slug=desk.auction.slug, number=proposal.sequence)
    verdict = verdict_on(desk, ballot)
    if verdict["unreadable"] or verdict["refusals"]:
        return steps.form_page(request, desk, steps.entered_of(desk, ballot), tried=True, status=steps.REFUSED)
    context = steps.confirmation(request, desk, ballot, verdict["totals"], form=call, problem=problem, code=code)
    return render(request, desk.confirm_template, context, status=steps.REFUSED)


def _back(desk: SurrogateDesk) -> HttpResponse:
    return redirect("regulator:surrogate_form", desk.auction.slug, desk.participant.pk)
