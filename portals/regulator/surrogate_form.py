"""What an officer says of a bid that came by telephone."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bidders.models import Seat


class SurrogateForm(forms.Form):
    """Who called and how that person was authenticated. A bidder that signs its bids twice gives them by two people."""

    caller = forms.ChoiceField(
        label=_("Who called"),
        help_text=_("A submitter of the bidder."),
        error_messages={"required": _("Choose who called.")},
    )
    second_caller = forms.ChoiceField(
        label=_("Who confirmed it on the telephone"),
        help_text=_("A bid of this bidder counts only when two of its submitters give it."),
        error_messages={"required": _("Choose who confirmed it.")},
    )
    authentication = forms.CharField(
        label=_("How the caller was authenticated"),
        max_length=300,
        help_text=_("For example: called back on the registered number, word of the day. It goes on the record."),
        error_messages={"required": _("Say how the caller was authenticated.")},
    )
    technical_failure = forms.BooleanField(
        label=_("A technical failure keeps the bidder from submitting here"), required=False
    )
    authenticated = forms.BooleanField(label=_("The caller is authenticated"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, submitters: Mapping[str, str], signatures: int
    ) -> None:
        super().__init__(data)
        if signatures == 1:
            del self.fields["second_caller"]
        for name in ("caller", "second_caller"):
            choose = self.fields.get(name)
            if isinstance(choose, forms.ChoiceField):
                choose.choices = [("", _("Choose")), *submitters.items()]

    @property
    def body(self) -> dict[str, Any]:
        """Of a valid form: what the proposal says of the call."""
        given = self.cleaned_data
        return {
            "callers": [given[name] for name in ("caller", "second_caller") if name in given],
            **{name: given[name] for name in ("authentication", "technical_failure", "authenticated")},
        }


def submitters_of(seats: list[Seat]) -> dict[str, str]:
    """The names to choose from: user name -> as shown."""
    return {seat.person.username: seat.person.get_full_name() or seat.person.username for seat in seats}
