"""One change to many amounts of a list at once: all the packages that the page's filter shows."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _

from portals.ballots.list_view import ListRow

LARGEST_PERCENT = 1000


class Bulk(StrEnum):
    SET_TO_CAP = "set_to_cap"
    SET_TO_FLOOR = "set_to_floor"
    CHANGE_BY_PERCENT = "change_by_percent"
    CLEAR = "clear"
    REMOVE_REFUSED = "remove_refused"


BULKS: dict[Bulk, Callable[[], str]] = {
    Bulk.SET_TO_CAP: lambda: _("Set to the cap"),
    Bulk.SET_TO_FLOOR: lambda: _("Set to the floor"),
    Bulk.CHANGE_BY_PERCENT: lambda: _("Raise by per cent, at most to the cap"),
    Bulk.CLEAR: lambda: _("Clear the amounts"),
    Bulk.REMOVE_REFUSED: lambda: _("Remove what is refused"),
}


def percent_in(text: str) -> Fraction:
    """``5``, ``2.5`` or ``-10``. Raises ValueError with a sentence for the person."""
    try:
        percent = Decimal(text.strip().removesuffix("%").strip())
    except InvalidOperation as error:
        raise ValueError(_("Say by how many per cent, such as 5, 2.5 or -10.")) from error
    if not percent.is_finite() or not -100 <= percent <= LARGEST_PERCENT:
        raise ValueError(_("Per cent are from -100 to %(most)s.") % {"most": LARGEST_PERCENT})
    return Fraction(percent)


def edited(rows: Iterable[ListRow], bulk: Bulk, *, percent: Fraction = Fraction(0)) -> Mapping[str, str]:
    """The amounts that change, by field; a row whose amount would stay, or about which nothing is known, is left out.

    Caps are those that the rules gave to the list as it was; the rules judge the edited list anew (R-S5).
    """
    changed = {}
    for row in rows:
        amount = _amount(row, bulk, percent)
        if amount is not None and amount != row.amount:
            changed[row.field] = f"{amount:,}"
        elif amount is None and _is_emptied(row, bulk):
            changed[row.field] = ""
    return changed


def _amount(row: ListRow, bulk: Bulk, percent: Fraction) -> int | None:
    cap, floor = row.said.get("cap"), row.said.get("floor")
    match bulk:
        case Bulk.SET_TO_CAP:
            return None if cap is None or floor is None or cap < floor else int(cap)
        case Bulk.SET_TO_FLOOR:
            return None if floor is None else int(floor)
        case Bulk.CHANGE_BY_PERCENT if row.amount is not None:
            raised = int(row.amount * (100 + percent) / 100 + Fraction(1, 2))
            return raised if cap is None or raised <= max(cap, row.amount) else max(int(cap), row.amount)
    return None


def _is_emptied(row: ListRow, bulk: Bulk) -> bool:
    return bool(row.entered) and (bulk is Bulk.CLEAR or (bulk is Bulk.REMOVE_REFUSED and row.is_refused))
