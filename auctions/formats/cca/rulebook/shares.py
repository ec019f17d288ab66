"""Shares and percentages: exact fractions, written as decimals or ``"7/10"``."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import PydanticSerializationUnexpectedValue

from auctions.rules.errors import BadRuleError


def _share(value: Any) -> Fraction:
    """Read 0.7, 1 or "7/10" as the fraction that was meant: 0.7 is 7/10, not the nearest binary number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Fraction):
        raise ValueError("should be a number such as 0.7 or a fraction such as '7/10'")
    try:
        if isinstance(value, str) and "e" in value.lower():
            raise ValueError("a power of ten, which could be too large to write out")
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError("should be a number such as 0.7 or a fraction such as '7/10'") from error


def _written(value: Any) -> str:
    """The fraction as text. Where a field may be something else than a share, pydantic is told to write it as that."""
    if not isinstance(value, Fraction):
        raise PydanticSerializationUnexpectedValue(f"{value!r} is no share")
    return str(value)


Share = Annotated[
    Fraction,
    BeforeValidator(_share, json_schema_input_type=int | float | str),
    PlainSerializer(_written, return_type=str),
]


@contextmanager
def contradictions_refused() -> Iterator[None]:
    """Building a rule checks it; have one that contradicts itself refused with the place where it stands."""
    try:
        yield
    except BadRuleError as error:
        raise ValueError(str(error)) from error
