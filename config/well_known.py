"""What programs look for at fixed addresses: what a search engine may fetch, and whom to tell of a weakness."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

CLOSED = ("/account/", "/bid/", "/desk/", "/invitation/", "/record/", "/regulator/", "/sign-in/")
ROBOTS = "\n".join(["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""])
VALID_FOR = timedelta(days=180)


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Search engines find the public pages; the others would only send them to sign in."""
    return HttpResponse(ROBOTS, content_type="text/plain")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """SECURITY_CONTACT as RFC 9116 writes it; 404 where none is set."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {timezone.now() + VALID_FOR:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: en, es",
        f"Canonical: {request.build_absolute_uri()}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
