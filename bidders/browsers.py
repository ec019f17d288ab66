"""Browsers that a person has signed in with, and how wrong passwords are counted.

A name that locks after so many wrong passwords is a weapon: whoever knows a bidder's name keeps the bidder out at the
deadline. So attempts are counted apart. From a browser in which the person has signed in before, by that browser
alone, wherever it is; from all others, by name and address together, and by address alone. Nobody else's attempts, not
even from behind the same address, reach the count of a known browser; a stolen one gets as few guesses as any other.
Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from bidders.models import Outcome, SignIn

COOKIE = "clearband_browser"
KNOWN_FOR = timedelta(days=90)  # since the last sign-in
COOKIE_AGE = timedelta(days=365)


def browser_of(request: HttpRequest) -> UUID | None:
    """What the browser is known by; None for one that has never been signed in with."""
    try:
        return UUID(request.get_signed_cookie(COOKIE, default=""))
    except (signing.BadSignature, ValueError):
        return None


def known_browser(request: HttpRequest, username: str) -> UUID | None:
    """The browser, if the person of that name has signed in with it."""
    browser = browser_of(request)
    signed_in = SignIn.objects.filter(
        person__username=username, browser=browser, outcome=Outcome.SIGNED_IN, at__gte=timezone.now() - KNOWN_FOR
    )
    return browser if browser is not None and signed_in.exists() else None


def remember(request: HttpRequest, response: HttpResponseBase) -> UUID:
    """Give the browser a name for the next time, or prolong the one it has."""
    browser = browser_of(request) or uuid4()
    response.set_signed_cookie(
        COOKIE,
        str(browser),
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return browser


def address_of(request: HttpRequest) -> str | None:
    """The client's address, seen through the proxies that PROXY_COUNT trusts (AXES_CLIENT_IP_CALLABLE)."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:  # there is none: a test's or a command's request
        return None


def counted_as(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name under which a wrong password is counted (AXES_USERNAME_CALLABLE)."""
    username = str((credentials or {}).get("username") or request.POST.get("login", ""))
    browser = known_browser(request, username)
    return username if browser is None else f"{username} in browser {browser}"


def counted_by(request: HttpRequest, credentials: dict[str, Any] | None = None) -> list[str | list[str]]:
    """What makes attempts the same client's (AXES_LOCKOUT_PARAMETERS): a known browser counts wherever it is."""
    username = str((credentials or {}).get("username") or request.POST.get("login", ""))
    return ["username"] if known_browser(request, username) else [["username", "ip_address"]]
