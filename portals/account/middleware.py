"""What a session must have before a page opens (ASVS 6.3.3), and what a page that is open learns when it is over."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from bidders import second_factor
from bidders.models import Person

OPEN = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account:sign_out",
        "healthz",
        "readyz",
    }
)


class PollsEndWithTheSession:
    """A part of a page that asks for itself is answered 401 where a page would be sent to sign in: the sign-in does not
    belong inside it. Before SecondFactorFirst.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        entrances = (resolve_url(settings.LOGIN_URL), resolve_url("mfa_index"))
        sent_away = response.status_code == 302 and response["Location"].startswith(entrances)
        return HttpResponse(status=401) if sent_away and "HX-Request" in request.headers else response


class SecondFactorFirst:
    """A signed-in person whose session has not proved a second factor reaches only the pages that set one up, and the
    way out. Fails closed: a page that is not named here is refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        page = request.resolver_match.view_name if request.resolver_match else None
        if isinstance(request.user, Person) and second_factor.is_missing(request) and page not in OPEN:
            return redirect("mfa_index")
        return None
