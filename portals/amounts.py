"""Amounts of money in figures and in words, as a bidder reads them before submitting."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from num2words import num2words


def in_figures(amount: int, unit: Mapping[str, Any]) -> str:
    """``amount`` bid units as full money.

    >>> in_figures(225000, {"currency": "GBP", "multiple": 1000})
    'GBP 225,000,000'
    """
    return f"{unit['currency']} {number_format(amount * unit['multiple'], force_grouping=True)}"


def in_words(amount: int, unit: Mapping[str, Any], *, language: str = "en") -> str:
    """``amount`` bid units as full money in words. Raises NotImplementedError for a language without number names.

    >>> in_words(225000, {"currency": "GBP", "multiple": 1000})
    'two hundred and twenty-five million GBP'
    """
    return f"{num2words(amount * unit['multiple'], lang=language.partition('-')[0])} {unit['currency']}"
