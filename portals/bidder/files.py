"""The open round's ballot as a CSV file, down and up: a list of packages, or of options for specific frequencies."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from portals.ballots import steps
from portals.bidder.pages import bidder_page


@never_cache
@login_required
@require_GET
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot as it stands, ready to be filled in."""
    page = bidder_page(request, slug)
    return steps.download(page) if steps.has_file(page) else redirect("bidder:round", slug=slug)


@never_cache
@login_required
@require_GET
def download_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a spreadsheet."""
    page = bidder_page(request, slug)
    return steps.download_sheet(page) if steps.has_file(page) else redirect("bidder:round", slug=slug)


@never_cache
@login_required
@require_POST
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the page with the file's rows in it, or the file's errors."""
    page = bidder_page(request, slug)
    return steps.upload(request, page) if steps.has_file(page) else redirect("bidder:round", slug=slug)
