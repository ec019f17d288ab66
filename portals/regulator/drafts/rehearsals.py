"""The rehearsal in one click: start it, watch it, read what came of it."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from auctions.drafts import rehearsing
from auctions.drafts.access import DraftAccess, access_rehearsal
from auctions.drafts.models import Rehearsal, RehearsalStatus
from auctions.errors import AuctionError
from auctions.lab.rehearsal import Concern
from portals.public.data_files import json_download
from portals.public.outcome import bidder_names
from portals.regulator.drafts.pages import REFUSED, DraftPage, draft_page
from portals.regulator.drafts.preview import shown

SEEDS = 3  # courses of a rehearsal where none are typed
CONCERNS: dict[Concern, Callable[[], str]] = {
    Concern.NEVER_ENDS: lambda: _("The clock had not ended after %(rounds)s rounds: do prices rise at all?"),
    Concern.LONG: lambda: _("The clock took %(rounds)s rounds: larger increments would shorten it."),
    Concern.NO_CONTEST: lambda: _("%(category)s: never more demand than supply."),
    Concern.OVERSHOT: lambda: _(
        "%(category)s: in the last clock round %(lots)s of the lots were not demanded any more."
    ),
    Concern.UNSOLD: lambda: _("%(category)s: unsold lots: %(lots)s."),
    Concern.CANNOT_BID: lambda: _("%(bidder)s can bid for no lot at all: its eligibility or deposit is too small."),
    Concern.TOO_LITTLE_ELIGIBILITY: lambda: _(
        "All bidders together may bid for %(points)s points, all lots have %(wanted)s: some lots cannot be sold."
    ),
    Concern.NO_WINNER: lambda: _("Nobody wins anything."),
}


@require_POST
@draft_page
def start(request: HttpRequest, page: DraftPage) -> HttpResponse:
    """Queue it: with the seeds that were typed, or with drawn ones."""
    typed = [seed.strip() for seed in request.POST.get("seeds", "").split(",") if seed.strip()]
    seeds = typed or [secrets.token_hex(4) for _each in range(SEEDS)]
    try:
        started = rehearsing.start_rehearsal(draft=page.draft, by=page.seat, seeds=seeds)
    except AuctionError as error:
        return shown(request, page, problem=str(error), status=REFUSED)
    return redirect(page.url("rehearsal", started.pk))


@require_safe
@draft_page
def rehearsal(request: HttpRequest, page: DraftPage, rehearsal: int) -> HttpResponse:
    """What came of it so far; while it is played the page asks again by itself."""
    asked = _rehearsal(page, rehearsal)
    names = bidder_names(asked.auction)
    context = page.context(
        "preview",
        rehearsal=asked,
        running=asked.status in {RehearsalStatus.QUEUED, RehearsalStatus.RUNNING},
        courses=[_course(number, course, names) for number, course in enumerate(asked.courses, start=1)],
        total=len(asked.seeds),
        unit=asked.auction["rulebook"]["unit"],
        categories=asked.auction["rulebook"]["categories"],
        outdated=asked.version != page.draft.version,
    )
    parts = "drafts/parts/rehearsed.html" if "HX-Request" in request.headers else "drafts/rehearsal.html"
    return render(request, parts, context)


@require_safe
@draft_page
def file(request: HttpRequest, page: DraftPage, rehearsal: int, number: int) -> HttpResponse:
    """A course as a file that ``python -m auctions.formats`` replays."""
    asked = _rehearsal(page, rehearsal)
    if not 1 <= number <= len(asked.courses):
        raise Http404(_("There is no such course."))
    course = asked.courses[number - 1]
    document = {**asked.auction, "simulation_seed": course["seed"], "acts": course["acts"]}
    return json_download(document, f"rehearsal-{asked.pk}-{number}.json")


def _rehearsal(page: DraftPage, rehearsal: int) -> Rehearsal:
    return access_rehearsal(DraftAccess(page.draft, page.seat), rehearsal)


def _course(number: int, course: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """One course as the page prints it."""
    concerns = [_words(concern, names) for concern in course["concerns"]]
    winners = [{**winner, "name": names[winner["bidder"]]} for winner in course["winners"]]
    hours, minutes = divmod(course["minutes"], 60)
    return {**course, "number": number, "words": concerns, "winners": winners, "hours": hours, "minutes": minutes}


def _words(concern: Mapping[str, Any], names: Mapping[str, str]) -> str:
    told = dict(concern)
    if "bidder" in told:
        told["bidder"] = names[told["bidder"]]
    return CONCERNS[Concern(told.pop("concern"))]() % told
