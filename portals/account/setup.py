"""Check my setup: before the first round, each person sees whether its browser, clock, connection, second factor and
seat will do, and submits something for practice.
"""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bidders import second_factor
from bidders.access import person_of
from bidders.selectors import seats_of
from journal.locks import database_time

REFUSED = 422
PRACTICE_FILE = "category,lots,amount\r\nA,2,250000\r\n"
WELL_APART = timedelta(seconds=2)  # a clock that is further off shows other times than the countdown


class PracticeForm(forms.Form):
    """A bid that is none: it reaches the server, comes back, and is kept nowhere."""

    amount = forms.IntegerField(
        label=_("Amount"),
        min_value=1,
        max_value=10**15,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Any whole number, such as 250000. It is kept nowhere."),
        error_messages={
            "required": _("Enter any whole number."),
            "invalid": _("Enter a whole number, such as 250000."),
        },
    )


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def setup(request: HttpRequest) -> HttpResponse:
    """Everything that the server can see; what only the browser knows, a script adds."""
    form = PracticeForm(request.POST) if request.method == "POST" else PracticeForm()
    arrived = form.cleaned_data["amount"] if form.is_valid() else None
    person = person_of(request)
    context: dict[str, Any] = {
        "form": form,
        "arrived": arrived,
        "now": database_time(),
        "seats": seats_of(person),
        "factors": Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).count(),
        "factor_missing": second_factor.is_missing(request),
        "secure": request.is_secure(),
        "user_agent": request.headers.get("User-Agent", ""),
        "off_by": int(WELL_APART.total_seconds()),
    }
    return render(request, "account/setup.html", context, status=REFUSED if form.errors else 200)


@require_safe
@never_cache
@login_required
def clock(request: HttpRequest) -> JsonResponse:
    """The server's time, for the script that compares the browser's with it."""
    return JsonResponse({"now": database_time().timestamp()})


@require_safe
@never_cache
@login_required
def practice_file(request: HttpRequest) -> HttpResponse:
    """A file to be downloaded and opened."""
    headers = {"Content-Disposition": 'attachment; filename="practice.csv"'}
    return HttpResponse(PRACTICE_FILE, content_type="text/csv; charset=utf-8", headers=headers)
