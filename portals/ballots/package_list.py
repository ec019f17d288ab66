"""The supplementary list on its way through a form: every package and what stands beside it, in one field.

A page shows part of a long list. The rest travels in the hidden field ``list``, a row as ``2-0-1:30000``: lots in the
order of the auction's categories, then what was typed, quoted as in an address. So nothing of a sealed list rests on
the server, whatever part of it a page shows.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote, unquote

from portals.ballots.ballot_page import Entered, is_package

LIST = "list"
PREFIX = "amount:"
LARGEST_LOTS = 9  # digits
REMEMBERED = 20_000  # packages, without amounts: a page of a long list is asked for again and again


def field(quantities: Mapping[str, int]) -> str:
    """The package itself is the name of its field, so that a row is one field and no package is there twice."""
    lots = (f"{_quoted(each)}:{quantities[each]}" for each in sorted(quantities) if quantities[each])
    return f"{PREFIX}{{{','.join(lots)}}}"


@lru_cache(maxsize=REMEMBERED)
def package_of(name: str) -> Mapping[str, int] | None:
    """The package that names the field; None where somebody made the name up."""
    try:
        quantities = json.loads(name.removeprefix(PREFIX))
    except (ValueError, RecursionError):
        return None
    return quantities if is_package(quantities) else None


def packed(rows: Iterable[tuple[Mapping[str, int], str]], categories: Sequence[str]) -> str:
    """Packages with what was typed, as the field's value."""
    return ";".join(
        f"{'-'.join(str(quantities.get(each, 0)) for each in categories)}:{quote(text)}" for quantities, text in rows
    )


def unpacked(value: str, categories: Sequence[str]) -> Entered:
    """The form's fields that the list stands for. Raises ValueError where somebody made the list up."""
    ids = tuple(categories)
    rows = (row.partition(":") for row in value.split(";") if row)
    return {_field_of(lots, ids): unquote(text) for lots, _colon, text in rows}


@lru_cache(maxsize=REMEMBERED)
def _field_of(lots: str, categories: tuple[str, ...]) -> str:
    quantities = [int(each) for each in lots.split("-") if each.isdecimal() and len(each) <= LARGEST_LOTS]
    if len(quantities) != len(categories):
        raise ValueError(lots)
    return field(dict(zip(categories, quantities, strict=True)))


@lru_cache(maxsize=1000)
def _quoted(category: str) -> str:
    return json.dumps(category)
