"""The second factor once more, right before an act that matters: a bid, an approval, a change of one's own factors.

    @login_required
    @step_up.required
    def submit(request, slug): ...

Where the second factor was proved within STEP_UP_MINUTES, nothing is asked. Where it was not, the form that leads to
the act may have the fields already (``{% step_up_fields as step_up %}`` and account/step_up_fields.html): then the act
costs one more field and no more page. A form without them, or with a wrong code, is not lost either: the answer is a
page that carries all of its fields, asks, and sends them on to where they were going.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bidders import second_factor
from bidders.access import person_of

CODE, PASSKEY = "step_up_code", "step_up_passkey"
LOOKING = "step_up_look"  # the page asked for was to be looked at: after the answer the browser asks again
OURS = frozenset({CODE, PASSKEY, LOOKING, "csrfmiddlewaretoken"})
ASKED = 403  # not before the second factor

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class StepUpFields:
    """What a form shows where the second factor is due."""

    takes_codes: bool  # whether the person has an app, or recovery codes left from one
    passkey: dict[str, Any] | None  # the browser's question to its passkeys; None where the person has none
    error: str = ""


def fields_for(request: HttpRequest, *, error: str = "") -> StepUpFields | None:
    """The fields for a form that leads to a guarded view; None where nothing would be asked."""
    if not second_factor.step_up_is_due(request):
        return None
    types = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    passkey = begin_authentication(request.user) if Authenticator.Type.WEBAUTHN in types else None
    return StepUpFields(bool(types - {Authenticator.Type.WEBAUTHN}), passkey, error)


def required(view: View) -> View:
    """``view``, for those who proved the second factor recently or do so with this request."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not second_factor.step_up_is_due(request):
            return view(request, *args, **kwargs)
        error = ""
        if request.POST.get(CODE) or request.POST.get(PASSKEY):
            try:
                post_authentication(request, _proof(request), reauthenticated=True)
            except ValidationError as refused:
                error = " ".join(refused.messages)
            else:
                looking = LOOKING in request.POST
                return redirect(request.get_full_path()) if looking else view(request, *args, **kwargs)
        elif CODE in request.POST:
            error = _("Enter the code that your authenticator app shows now.")
        return _ask(request, error)

    return guarded


def _proof(request: HttpRequest) -> Authenticator:
    """The authenticator that the request proves. Raises ValidationError."""
    person = person_of(request)
    if request.POST.get(CODE):
        return second_factor.accept_code(request, person, request.POST[CODE])
    form = ReauthenticateWebAuthnForm({"credential": request.POST[PASSKEY]}, user=person)
    if not form.is_valid():
        raise ValidationError(form.errors["credential"].as_data())
    authenticator: Authenticator = form.cleaned_data["credential"]
    return authenticator


def _ask(request: HttpRequest, error: str) -> HttpResponse:
    carried = [(name, value) for name, values in request.POST.lists() if name not in OURS for value in values]
    looking = request.method == "GET" or LOOKING in request.POST
    context = {"step_up": fields_for(request, error=error), "carried": carried, "looking": looking}
    return render(request, "account/step_up.html", context, status=ASKED)
