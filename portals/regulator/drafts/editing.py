"""What the form of a wizard's page asks for: its fields written into the draft, then a row more, a row less, or lots
made from their first frequency and their width.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from auctions.drafts.document import Content
from auctions.drafts.places import PLACE, value_at, with_value, without
from auctions.errors import StepRefused
from portals.regulator.drafts.groups import Group

MOST_LOTS = 200  # of a category that are generated


def edited(content: Content, groups: list[Group], form: Mapping[str, str]) -> Content:
    """The draft after the form. Raises StepRefused where lots cannot be generated."""
    for group in groups:
        for field in group.all_fields:
            if f"shown:{field.place}" in form:
                content = field.written(content, form.get(field.place))
    return _restructured(content, groups, form)


def asks_for_rows(form: Mapping[str, str]) -> bool:
    """Whether a button for rows was pressed, after which the same page is shown again."""
    return any(name in form for name in ("add", "remove", "generate"))


def _restructured(content: Content, groups: list[Group], form: Mapping[str, str]) -> Content:
    """Lists are changed only where the page has them: a place comes from a button, but a button can be forged."""
    lists = {group.table.place for group in groups if group.table} | {group.adds_to for group in groups}
    things = {row.place for group in groups if group.table for row in group.table.rows}
    things |= {group.removes for group in groups}
    changed = content
    if (added := form.get("add")) in lists and added:
        changed = with_value(content, f"{added}[{len(value_at(content, added) or [])}]", {})
    elif (removed := form.get("remove")) in things and removed:
        changed = without(content, removed)
    elif (place := form.get("generate")) in things and place and PLACE.fullmatch(place):
        changed = with_value(content, f"{place}.lots", _lots(content, place, form))
    return changed


def _lots(content: Content, place: str, form: Mapping[str, str]) -> list[dict[str, object]]:
    """As many as the supply, side by side from the first frequency upwards. Raises StepRefused."""
    count, name = value_at(content, f"{place}.supply"), value_at(content, f"{place}.id")
    if not isinstance(count, int) or not 1 <= count <= MOST_LOTS:
        raise StepRefused(
            _("Say first how many lots are for sale: 1 to %(most)d are made at a time.") % {"most": MOST_LOTS}
        )
    first, width = (_mhz(form, place, word) for word in ("first", "width"))
    if first is None or not width or width < 0:
        raise StepRefused(_("Lots are made from their first frequency and their width, such as 791 and 5."))
    uplink = _mhz(form, place, "uplink")
    return [
        {"id": f"{name}-{number + 1}", **_span("", first, width, number), **_span("uplink_", uplink, width, number)}
        for number in range(count)
    ]


def _span(prefix: str, first: Decimal | None, width: Decimal, number: int) -> dict[str, float]:
    if first is None:
        return {}
    start = first + number * width
    return {f"{prefix}start": float(start), f"{prefix}end": float(start + width)}


def _mhz(form: Mapping[str, str], place: str, word: str) -> Decimal | None:
    """What was typed, exactly: 880.1 + 5 is 885.1. None where it is no frequency."""
    try:
        typed = Decimal(form.get(f"generate:{place}.{word}", "").strip())
    except InvalidOperation:
        return None
    return typed if typed.is_finite() and 0 <= typed < 1_000_000 else None
