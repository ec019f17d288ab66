"""The sections of a person's own account, beside one another on each of its pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

SECTIONS: dict[str, Callable[[], str]] = {
    "mfa_index": lambda: _("Second factor"),
    "account_change_password": lambda: _("Password"),
    "account:sessions": lambda: _("Sessions"),
    "account:sign_ins": lambda: _("Sign-ins"),
    "account:seats": lambda: _("Seats"),
    "account:setup": lambda: _("Check my setup"),
}


def account_sections(request: HttpRequest) -> dict[str, Any]:
    """A context processor: ``navigation`` as base.html draws it, on the account's own pages and on no other."""
    shown = request.resolver_match.view_name if request.resolver_match else ""
    section = "mfa_index" if shown.startswith("mfa_") else shown
    if section not in SECTIONS or not request.user.is_authenticated:
        return {}
    return {
        "navigation": [
            {"label": label(), "url": reverse(name), "current": name == section} for name, label in SECTIONS.items()
        ]
    }
