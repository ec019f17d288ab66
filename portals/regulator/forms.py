"""What the auctioneer types: prices of the next round and lengths in minutes."""

from collections.abc import Mapping
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


def price_field(category: str) -> str:
    """Name of the form field that holds a category's new price."""
    return f"price:{category}"
