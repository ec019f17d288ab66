"""Passphrases that open what rests encrypted: chosen twice, given once. How long one must be, the services say."""

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auctions.errors import AuctionError
from auctions.sealing.errors import PassphraseTooShort, PassphraseWrong


def _field(label: Any, *, is_new: bool, missing: Any) -> forms.CharField:
    """A field for a passphrase, which is taken as it is typed."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        error_messages={"required": missing},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if is_new else "off"}),
    )


class PassphraseForm(forms.Form):
    """A passphrase that was chosen before."""

    passphrase = _field(gettext_lazy("Passphrase"), is_new=False, missing=gettext_lazy("Enter the passphrase."))


class NewPassphraseForm(forms.Form):
    """A passphrase to be chosen, typed twice."""

    new_passphrase = _field(
        gettext_lazy("New passphrase"), is_new=True, missing=gettext_lazy("Enter a new passphrase.")
    )
    again = _field(
        gettext_lazy("New passphrase, again"), is_new=True, missing=gettext_lazy("Enter the new passphrase again.")
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not self.errors and given["new_passphrase"] != given["again"]:
            self.add_error("again", _("This is not the same as above."))
        return given


Done = TypeVar("Done")


def attempted(
    request: HttpRequest, form: forms.Form, act: Callable[[], Done], *, other: str | None = None
) -> Done | None:
    """What came of ``act``; None where it was refused: the reason then stands beside the passphrase where it is about
    that, otherwise beside the field ``other`` or above the form. Each person has ten attempts in five minutes.
    """
    field = next(name for name in form.fields if name in {"passphrase", "new_passphrase"})
    if not ratelimit.consume(request, action="passphrase", key=f"{request.user.pk}"):
        form.add_error(field, _("Too many attempts. Wait five minutes and try again."))
        return None
    try:
        return act()
    except AuctionError as error:
        about_it = isinstance(error.__cause__, PassphraseTooShort | PassphraseWrong)
        form.add_error(field if about_it else other, str(error))
        return None
