"""What the auctioneer types: prices of the next round, lengths in minutes, deposits."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_ROUND = 14 * 24 * 60  # minutes: two weeks
LARGEST_PRICE = 10**15


class WholeNumberField(forms.IntegerField):
    """A whole number as people write it: ``250000``, ``250,000`` or ``250 000``."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(widget=widget, **options)
        self.error_messages["invalid"] = _("Enter a whole number, such as 30 or 250,000.")

    def to_python(self, value: Any) -> int | None:
        return super().to_python("".join(str(value or "").split()).replace(",", ""))


class OpenRoundForm(forms.Form):
    """Length of the round, and a price for each category where the round has prices."""

    minutes = WholeNumberField(
        label=_("Length of the round in minutes"),
        required=False,
        min_value=1,
        max_value=LONGEST_ROUND,
        help_text=_("As the rulebook plans it, unless you change it."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, proposed: Mapping[str, int], planned_minutes: int | None
    ) -> None:
        super().__init__(data, initial={"minutes": planned_minutes})
        self._proposed = dict(proposed)
        for category, price in self._proposed.items():
            self.fields[price_field(category)] = WholeNumberField(
                label=_("New price of %(category)s") % {"category": category},
                initial=f"{price:,}",
                min_value=0,
                max_value=LARGEST_PRICE,
            )

    @property
    def typed_prices(self) -> dict[str, int | None]:
        """Each category's price: the proposal's before anything is typed, None where what was typed is no price."""
        if not self.is_bound:
            return dict(self._proposed)
        self.is_valid()
        return {category: self.cleaned_data.get(price_field(category)) for category in self._proposed}

    @property
    def prices(self) -> dict[str, int] | None:
        """Prices of a valid form; None where the round has none."""
        known = {category: price for category, price in self.typed_prices.items() if price is not None}
        return known or None


class ExtendForm(forms.Form):
    """By how much the open round is made longer."""

    minutes = WholeNumberField(
        label=_("Extend by how many minutes"),
        min_value=1,
        max_value=LONGEST_ROUND,
        error_messages={"required": _("Enter the number of minutes.")},
    )


class ReasonForm(forms.Form):
    """Why an officer does something."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("It goes on the record in these words."),
        error_messages={"required": _("Say why.")},
    )


class InterruptionForm(ReasonForm):
    """Why a round is paused or voided, which everybody is told."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.fields["reason"].help_text = _("It goes on the record, and to everybody as a notice, in these words.")


class VoidForm(InterruptionForm):
    """From which round on the auction is held again, by version, and why."""

    since = forms.TypedChoiceField(
        label=_("Void this round and every one after it"),
        coerce=int,
        error_messages={"required": _("Choose the round.")},
    )
    field_order = ("since", "reason")

    def __init__(self, data: Mapping[str, Any] | None = None, *, rounds: Mapping[int, str]) -> None:
        super().__init__(data)
        choose = self.fields["since"]
        assert isinstance(choose, forms.ChoiceField)  # noqa: S101 (declared above)
        choose.choices = [("", _("Choose")), *rounds.items()]


class DepositForm(forms.Form):
    """A decision about one bidder's deposit; ``body`` is what the act holds."""

    bidder = forms.ChoiceField(label=_("Bidder"), error_messages={"required": _("Choose the bidder.")})

    def __init__(self, data: Mapping[str, Any] | None = None, *, names: Mapping[str, str], **options: Any) -> None:
        super().__init__(data, **options)
        choose = self.fields["bidder"]
        assert isinstance(choose, forms.ChoiceField)  # noqa: S101 (declared above)
        choose.choices = [("", _("Choose")), *names.items()]

    @property
    def body(self) -> dict[str, Any]:
        """Of a valid form."""
        return dict(self.cleaned_data)


class RecordDepositForm(DepositForm):
    """How much more a bidder has deposited, in bid units."""

    amount = WholeNumberField(
        label=_("Amount received"),
        min_value=1,
        max_value=LARGEST_PRICE,
        error_messages={"required": _("Enter the amount that was received.")},
    )


class ForfeitDepositForm(DepositForm):
    """Which share of its deposit a bidder loses, and why."""

    percent = forms.DecimalField(
        label=_("Share of the deposit that is forfeited, per cent"),
        min_value=Decimal("0.01"),
        max_value=100,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("100 for all of it. The rest is returned to the bidder."),
        error_messages={"required": _("Enter a percentage."), "invalid": _("Enter a percentage, such as 50 or 12.5.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("It goes on the record in these words."),
        error_messages={"required": _("Say why the deposit is forfeited.")},
    )

    @property
    def body(self) -> dict[str, Any]:
        share = Fraction(self.cleaned_data["percent"]) / 100
        return {"bidder": self.cleaned_data["bidder"], "share": str(share), "reason": self.cleaned_data["reason"]}


def price_field(category: str) -> str:
    """Name of the form field that holds a category's new price."""
    return f"price:{category}"
