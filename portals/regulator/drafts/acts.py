"""What officers do with a draft: upload a file, commit to a seed, discard, propose and approve hosting, host a mock."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from auctions.drafts import hosting, services
from auctions.errors import AuctionError
from portals.account import step_up
from portals.regulator.drafts.pages import REFUSED, DraftPage, draft_page, look_up
from portals.regulator.drafts.preview import shown
from winner_determination.documents import DocumentError, parse_json

LARGEST_FILE = 5_000_000  # bytes


@require_POST
@draft_page
def upload(request: HttpRequest, page: DraftPage) -> HttpResponse:
    """Rulebook and bidders from a file, or from what was pasted."""

    def act() -> HttpResponse:
        file = parse_json(_text(request), name=_("The file"))
        services.replace_by_file(draft=page.draft, by=page.seat, version=_version(request), file=file)
        messages.success(request, _("Rules and bidders are those of the file."))
        return redirect(page.url("preview"))

    return _attempt(request, page, act, wrong_field="file")


@require_POST
@sensitive_post_parameters("seed")
@draft_page
def seed(request: HttpRequest, page: DraftPage) -> HttpResponse:
    """Commit to a seed that is typed or drawn, and show it this once; or do without."""

    def act() -> HttpResponse:
        if "forget" in request.POST:
            services.forget_seed(draft=page.draft, by=page.seat)
            return redirect(page.url("step", "seed"))
        secret = services.commit_to_seed(draft=page.draft, by=page.seat, seed=request.POST.get("seed", ""))
        return render(request, "drafts/seed_shown.html", page.context("seed", secret=secret))

    return _attempt(request, page, act)


@require_POST
@draft_page
def discard(request: HttpRequest, page: DraftPage) -> HttpResponse:
    """Throw the draft away."""

    def act() -> HttpResponse:
        services.discard_draft(draft=page.draft, by=page.seat)
        messages.success(request, _("The draft is discarded."))
        return redirect("drafts:home")

    return _attempt(request, page, act)


@require_POST
@draft_page
def propose(request: HttpRequest, page: DraftPage) -> HttpResponse:
    """Put the draft before another officer."""

    def act() -> HttpResponse:
        hosting.propose_hosting(draft=page.draft, by=page.seat, version=_version(request))
        messages.success(request, _("Proposed. The auction is hosted once another officer approves it."))
        return redirect(page.url("preview"))

    return _attempt(request, page, act)


@require_POST
@draft_page
def withdraw(request: HttpRequest, page: DraftPage) -> HttpResponse:
    """Take one's own proposal back: the draft can be written in again."""

    def act() -> HttpResponse:
        hosting.withdraw_hosting(draft=page.draft, by=page.seat)
        return redirect(page.url("preview"))

    return _attempt(request, page, act)


@require_POST
@draft_page
def refuse(request: HttpRequest, page: DraftPage) -> HttpResponse:
    """Turn another officer's proposal down, with a reason."""

    def act() -> HttpResponse:
        hosting.refuse_hosting(draft=page.draft, by=page.seat, reason=request.POST.get("reason", ""))
        return redirect(page.url("preview"))

    return _attempt(request, page, act, wrong_field="reason")


@require_POST
@step_up.required
@draft_page
def approve(request: HttpRequest, page: DraftPage) -> HttpResponse:
    """Host the auction on the hash that the page has shown; the codes of those who are invited are shown this once."""

    def act() -> HttpResponse:
        done = hosting.approve_hosting(draft=page.draft, by=page.seat, hash=request.POST.get("hash", ""))
        return _hosted(request, page, done)

    return _attempt(request, page, act)


@require_POST
@draft_page
def mock(request: HttpRequest, page: DraftPage) -> HttpResponse:
    """Host a marked rehearsal for the same people."""

    def act() -> HttpResponse:
        done = hosting.host_mock(draft=page.draft, by=page.seat)
        if "simulated" in request.POST:
            hosting.let_simulated_bidders_stand_in(done.auction)
        return _hosted(request, page, done)

    return _attempt(request, page, act)


def _hosted(request: HttpRequest, page: DraftPage, done: hosting.Hosted) -> HttpResponse:
    context = page.context("preview", auction=done.auction, invited=done.invited)
    return render(request, "drafts/hosted.html", context)


def _attempt(
    request: HttpRequest, page: DraftPage, act: Callable[[], HttpResponse], *, wrong_field: str = ""
) -> HttpResponse:
    """Do it; where it is refused the preview says why."""
    try:
        return act()
    except (AuctionError, DocumentError) as error:
        page.draft.refresh_from_db()
        again = look_up(page.draft, page.seat)
        return shown(request, again, problem=str(error), wrong_field=wrong_field, status=REFUSED)


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() else 0


def _text(request: HttpRequest) -> str:
    """What was uploaded, or pasted. Raises DocumentError where it is too large or no text."""
    sent: Any = request.FILES.get("file")
    if sent is None:
        return request.POST.get("text", "")
    if sent.size > LARGEST_FILE:
        raise DocumentError(_("The file"), _("is larger than 5 MB"))
    try:
        return str(sent.read().decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DocumentError(_("The file"), _("is not UTF-8 text")) from error
