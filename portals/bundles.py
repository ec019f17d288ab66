"""The auction's bundle as a download: the whole record for officers and auditors, and for everybody once it is
published.
"""

from tempfile import TemporaryFile

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from auctions import access
from auctions.bundle.archive import write_archive
from auctions.bundle.contents import bundle_files
from auctions.bundle.documents import Scope
from auctions.errors import StepRefused
from auctions.models import Auction
from auctions.selectors.bundles import bundle_source
from journal.keys import signing_key


@require_safe
@never_cache
@login_required
def full(request: HttpRequest, slug: str) -> FileResponse:
    """For the authority's officers and compliance desk, and the auditors appointed to the auction."""
    return _download(access.access_record(request.user, slug), Scope.FULL)


@require_safe
def public(request: HttpRequest, slug: str) -> FileResponse:
    """For everybody, once the result is published."""
    try:
        return _download(access.access_public_auction(slug), Scope.PUBLIC)
    except StepRefused as error:
        raise Http404(str(error)) from error


def _download(auction: Auction, scope: Scope) -> FileResponse:
    """Written to a file that has no name and is gone once it was sent, and sent in pieces."""
    files = bundle_files(bundle_source(auction, scope), signing_key())
    archive = TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_archive(files, archive)
    archive.seek(0)
    name = f"{auction.slug}.zip" if scope is Scope.PUBLIC else f"{auction.slug}-full.zip"
    return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")
