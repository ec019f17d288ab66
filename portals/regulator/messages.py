"""The desk: every bidder's private thread, notices to all with who has acknowledged them, documents."""

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from auctions import access, services
from auctions.selectors import correspondence
from portals.correspondence import downloads, pages
from portals.correspondence.forms import DocumentForm, MessageForm, NoticeForm
from portals.regulator.confirmations import REFUSED, attempt
from portals.regulator.pages import OfficerPage, officer_page


@require_GET
@officer_page
def messages(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Threads, notices and documents."""
    context = page.context(
        "messages",
        threads=correspondence.threads(page.auction, page.seat),
        **pages.given_out(page.auction),
        document_url="regulator:document",
    )
    return render(request, "regulator/messages.html", context)


@require_http_methods(["GET", "POST"])
@officer_page
def thread(request: HttpRequest, page: OfficerPage, participant: int) -> HttpResponse:
    """One bidder's thread, with the form for an answer; what is shown counts as read."""
    whose = access.access_participant(page.auction, participant)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.send_message(participant=whose, by=page.seat, **form.cleaned_data)
        flash.success(request, _("The message is sent to %s.") % whose.name)
        return redirect("regulator:thread", page.auction.slug, participant)
    written = list(correspondence.thread(whose))
    services.mark_read(seat=page.seat, participant=whose, up_to=max((each.sequence for each in written), default=0))
    context = page.context("messages", participant=whose, thread=written, form=form)
    return render(request, "regulator/thread.html", context, status=REFUSED if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@officer_page
def notice(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Write a notice, read it once more as others will, give it."""
    form = NoticeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        status = REFUSED if request.method == "POST" and "change" not in request.POST else 200
        return render(request, "regulator/notice.html", page.context("messages", form=form), status=status)
    if "confirmed" not in request.POST:
        context = page.context("messages", form=form, preview=form.notice)
        return render(request, "regulator/notice_confirm.html", context)
    problem = attempt(lambda: services.give_notice(auction=page.auction, by=page.seat, **form.notice))
    if problem is not None:
        context = page.context("messages", form=form, problem=problem)
        return render(request, "regulator/notice.html", context, status=REFUSED)
    flash.success(request, _("The notice is given."))
    return redirect("regulator:messages", slug=page.auction.slug)


@require_http_methods(["GET", "POST"])
@officer_page
def issue(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Issue a PDF file to the bidders or to everybody."""
    form = DocumentForm(request.POST or None, request.FILES or None)
    problem = None
    if request.method == "POST" and form.is_valid():
        problem = attempt(lambda: services.issue_document(auction=page.auction, by=page.seat, **form.document))
        if problem is None:
            flash.success(request, _("The document is issued."))
            return redirect("regulator:messages", slug=page.auction.slug)
    status = REFUSED if request.method == "POST" else 200
    return render(request, "regulator/issue.html", page.context("messages", form=form, problem=problem), status=status)


@require_GET
@officer_page
def document(request: HttpRequest, page: OfficerPage, number: int) -> HttpResponse:
    """A document, whoever it was issued to."""
    return downloads.attached(access.access_document(request.user, page.auction, number))
