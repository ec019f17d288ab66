"""What a person reads where a request could not be answered: one page for each status, in the look of all others.

Django takes ``400``, ``403``, ``404`` and ``403_csrf`` from the templates of these names; two cases need more than it
gives.
"""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
DATABASE_AWAY = (OperationalError, InterfaceError)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where the request had more bytes, fields or files than the settings take."""
    if isinstance(exception, TOO_LARGE):
        limits = {
            "megabytes": settings.LARGEST_REQUEST // 1_000_000,
            "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        }
        return render(request, "413.html", limits, status=413)
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database did not answer or has no room: that passes. Nothing here asks the database: the
    page does not know who is looking.
    """
    passes = isinstance(sys.exc_info()[1], DATABASE_AWAY)
    page = render_to_string("500.html", {"help_desk": settings.HELP_DESK_PHONE, "passes": passes})
    return HttpResponse(page, status=503 if passes else 500)
