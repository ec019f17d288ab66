"""How pages print what facts say: amounts, packages, times. Load with ``{% load figures %}``.

Amounts in facts are whole multiples of the auction's bid unit, ``{"currency": "GBP", "multiple": 1000, "label": ...}``.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext

from portals.amounts import in_figures, in_words

register = template.Library()

NOTHING = "–"


@register.filter
def figures(number: int | None) -> str:
    """``1234567`` as ``1,234,567``, or as the page's language writes it; a dash where there is no number.

    The unit belongs into the column's header.
    """
    return NOTHING if number is None else number_format(number, force_grouping=True)


@register.filter
def signed(number: int) -> str:
    """A change with its sign: ``+4``, ``−2``, ``0``."""
    return f"+{figures(number)}" if number > 0 else f"−{figures(-number)}" if number < 0 else "0"


@register.filter
def money(amount: int | None, unit: Mapping[str, Any]) -> str:
    """An amount in bid units as full money: ``225000`` with GBP thousand as ``GBP 225,000,000``."""
    return NOTHING if amount is None else in_figures(amount, unit)


@register.filter
def full(amount: int | None, unit: Mapping[str, Any]) -> str:
    """An amount in bid units as full money without its currency, which the column's header names: ``225,000,000``."""
    return NOTHING if amount is None else figures(amount * unit["multiple"])


@register.filter
def words(amount: int, unit: Mapping[str, Any]) -> str:
    """An amount in bid units in words, in the page's language."""
    return in_words(amount, unit, language=get_language() or "en")


@register.filter
def of(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """``mapping[key]``, or None where there is no mapping or no such key: ``{{ prices|of:category.id }}``."""
    return None if mapping is None else mapping.get(key)


@register.filter
def quantity(package: Mapping[str, int] | None, category: str) -> int:
    """How many lots of ``category`` a package holds; 0 where it holds none."""
    return 0 if package is None else package.get(category, 0)


@register.filter
def package(quantities: Mapping[str, int] | None, categories: Sequence[Mapping[str, Any]]) -> str:
    """A package in one line, categories in the auction's order: ``2 × A1, 1 × C``."""
    if quantities is None:
        return NOTHING
    ids = [category["id"] for category in categories]
    return ", ".join(f"{quantities[each]} × {each}" for each in ids if quantities.get(each)) or gettext("no lots")


@register.filter
def as_key(value: Any) -> str:
    """A package or an assignment option as canonical text, fit for the name of a form field."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


@register.filter
def moment(text: str | datetime | None) -> datetime | None:
    """The datetime of an ISO 8601 text, for ``|date`` and ``|time``, which print it in the page's time zone."""
    return parse_datetime(text) if isinstance(text, str) else text


@register.filter
def countdown(seconds: int | None) -> str:
    """Seconds left as ``1:02:03`` or ``02:03``: what stands on the page until the script takes over."""
    if seconds is None:
        return NOTHING
    hours, rest = divmod(max(0, seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes:02}:{left:02}"


@register.filter
def is_whole(value: Any) -> bool:
    """Whether a refusal's number is a plain whole number, to be printed with thousands separated."""
    return isinstance(value, int) and not isinstance(value, bool)
