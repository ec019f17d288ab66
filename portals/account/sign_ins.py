"""The person's own sign-ins, with those that failed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bidders.access import person_of
from bidders.selectors import latest_sign_ins


@never_cache
@login_required
@require_GET
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Latest first."""
    return render(request, "account/sign_ins.html", {"sign_ins": latest_sign_ins(person_of(request))})
