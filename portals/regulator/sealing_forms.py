"""A custodian's share: the file that was downloaded at the ceremony, and the passphrase that opens it."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portals.passphrases import PassphraseForm

LARGEST = 100_000  # bytes of a share file
View = Callable[..., HttpResponse]


class ShareForm(PassphraseForm):
    """``asks_file``: whether the share is with the custodian alone."""

    share = forms.CharField(
        label=gettext_lazy("Share file"),
        help_text=gettext_lazy("The file that you downloaded at the key ceremony."),
        error_messages={"required": gettext_lazy("Choose your share file.")},
    )
    field_order = ("share", "passphrase")

    def __init__(self, data: Mapping[str, Any] | None = None, *, asks_file: bool = True) -> None:
        super().__init__(data)
        self.fields["share"].required = asks_file
        self.fields["passphrase"].help_text = _("The one that you chose at the key ceremony.")

    def clean_share(self) -> dict[str, Any] | None:
        """The file's document; None where it is not asked for."""
        text = self.cleaned_data["share"]
        if not text:
            return None
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict):
            raise forms.ValidationError(_("This is not a share file."))
        return document


def with_share_file(view: View) -> View:
    """Puts the text of the file among the form's fields: there the second factor's page finds it and carries it on."""

    @wraps(view)
    def reading(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        sent = request.FILES.get("share")
        if sent is not None:
            fields = request.POST.copy()
            fields["share"] = sent.read(LARGEST).decode(errors="replace")
            request.POST = fields  # type: ignore[assignment]
        return view(request, *args, **kwargs)

    return reading
