"""The private half of a bidder's own key, once its passphrase has unlocked it: in a cookie of the browser alone, sent
to this auction's bidder pages alone, worth nothing outside the session that it was unlocked in.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

NAME = "own_key"


def private_key_in(request: HttpRequest) -> str | None:
    """The key in base64; None where none is unlocked in this session."""
    key: str | None = request.get_signed_cookie(NAME, default=None, salt=_salt(request))
    return key


def keep(request: HttpRequest, response: HttpResponse, slug: str, private_key: str) -> None:
    """Until the browser is closed, the session ends, or ``forget``."""
    response.set_signed_cookie(
        NAME,
        private_key,
        salt=_salt(request),
        path=_path(slug),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def forget(response: HttpResponse, slug: str) -> None:
    """Have the browser remove it."""
    response.delete_cookie(NAME, path=_path(slug), samesite="Strict")


def _path(slug: str) -> str:
    return reverse("bidder:round", args=[slug])


def _salt(request: HttpRequest) -> str:
    """Binds the cookie to the session."""
    return f"own key in {request.session.session_key}"
