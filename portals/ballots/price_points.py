"""Bids within a clock round (R-C9): from which point between the last prices and the current ones less is wanted.

Until the first point the bid of the round before stands. A point is typed in per cent of the way from the last prices,
and written into the ballot as an exact share, "3/8".
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from auctions.rules.intra_round import prices_at
from portals.ballots.ballot_page import Ballot, Entered, EntryError, Facts, Line, is_package, whole_number
from portals.templatetags.figures import package as in_one_line

ADD = "add_point"  # the button that asks for one more row
PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,12})?|\d{1,12}/[1-9]\d{0,11})\s*%?")  # 50, 37.5, or exactly 100/3


def share_field(number: int) -> str:
    return f"point:{number}"


def lots_field(number: int, category: str) -> str:
    return f"point:{number}:{category}"


def last_package(facts: Facts) -> dict[str, int] | None:
    """What the bidder bid for in the last closed clock round, None before the first."""
    rounds = facts["own"]["rounds"]
    return dict(rounds[-1]["package"]) if rounds else None


def are_offered(facts: Facts) -> bool:
    """Whether this round takes bids within it from this bidder: who asked for nothing before has nothing to lower."""
    return bool(facts["own"]["takes_intra_round"] and last_package(facts))


def fit(value: object) -> bool:
    """Whether ``value`` is a ballot's list of price points."""
    return isinstance(value, list) and all(
        isinstance(each, dict) and PERCENT.fullmatch(str(each.get("point"))) and is_package(each.get("package"))
        for each in value
    )


def read(data: Entered, facts: Facts) -> tuple[list[dict[str, Any]], list[EntryError], dict[str, str]]:
    """The points of a ballot, what could not be read, and the fields as typed, with a row more where one is asked for.

    A row without a share of the way says nothing; one whose lots were changed all the same is pointed out.
    """
    if not are_offered(facts):
        return [], [], {}
    points, errors = [], []
    entered = {name: data[name] for name in data if name.startswith("point:")}
    rows = _numbers(entered)
    for number in rows:
        try:
            package = _package(number, entered, facts)
            share = entered[share_field(number)].strip()
            if share:
                points.append({"point": str(_share(share, number)), "package": package})
            elif package != _before(number, entered, facts):
                untold = _("Say at which point you want the lots of price point %(n)s, or set them back.")
                errors.append(EntryError(share_field(number), untold % {"n": number}))
        except _NotRead as error:
            errors.append(error.entry)
    if ADD in data or not rows:
        entered |= _row(len(rows) + 1, "", _before(len(rows) + 1, entered, facts), facts)
    return points, errors, entered


def entered(ballot: Ballot | None, facts: Facts) -> dict[str, str]:
    """The fields for the points of ``ballot``, or one row to fill in."""
    if not are_offered(facts):
        return {}
    fields: dict[str, str] = {}
    points = (ballot or {}).get("intra_round") or [{"point": None, "package": last_package(facts)}]
    for number, each in enumerate(points, start=1):
        share = "" if each["point"] is None else _percent(Fraction(str(each["point"])))
        fields |= _row(number, share, each["package"], facts)
    return fields


def layout(entered: Entered, facts: Facts) -> list[dict[str, Any]]:
    """The rows of the table: at each point the prices, the lots, and what they cost."""
    return [_laid_out(number, entered, facts) for number in _numbers(entered)]


def lines(ballot: Ballot, facts: Facts) -> list[Line]:
    """The points as confirmation and receipt tell them, each at the prices of its point."""
    told = []
    for each in ballot.get("intra_round", ()):
        share = Fraction(str(each["point"]))
        prices = _prices(share, facts)
        said = {"share": _percent(share), "package": in_one_line(each["package"], facts["categories"])}
        at = ", ".join(f"{category} {price:,}" for category, price in prices.items() if category in each["package"])
        remark = _("instead of your bid before; prices there, %(unit)s: %(at)s")
        told.append(
            Line(
                _("From %(share)s %% of the way to the current prices on: %(package)s") % said,
                sum(lots * prices[category] for category, lots in each["package"].items()),
                remark % {"at": at, "unit": facts["unit"]["label"]} if at else _("instead of your bid before"),
                in_total=False,
            )
        )
    return told


class _NotRead(ValueError):
    def __init__(self, entry: EntryError) -> None:
        self.entry = entry


def _numbers(entered: Entered) -> range:
    """The rows that the fields make up, from 1 without a gap."""
    number = 1
    while share_field(number) in entered:
        number += 1
    return range(1, number)


def _row(number: int, share: str, package: Mapping[str, int] | None, facts: Facts) -> dict[str, str]:
    lots = {lots_field(number, each["id"]): str((package or {}).get(each["id"], 0)) for each in facts["categories"]}
    return {share_field(number): share, **lots}


def _before(number: int, entered: Entered, facts: Facts) -> dict[str, int] | None:
    """What is wanted until this point: the lots of the row above, in the first row those of the round before."""
    if number == 1:
        return last_package(facts)
    try:
        return _package(number - 1, entered, facts)
    except _NotRead:
        return None


def _package(number: int, entered: Entered, facts: Facts) -> dict[str, int]:
    quantities = {}
    for category in facts["categories"]:
        name = lots_field(number, category["id"])
        label = _("The quantity of %(category)s at price point %(n)s") % {"category": category["id"], "n": number}
        try:
            quantities[category["id"]] = whole_number(entered.get(name) or "0", name=label)
        except ValueError as error:
            raise _NotRead(EntryError(name, str(error))) from error
    return {category: lots for category, lots in quantities.items() if lots}


def _share(text: str, number: int) -> Fraction:
    read = PERCENT.fullmatch(text)
    if read is None or not 0 < (share := Fraction(read[1]) / 100) < 1:
        said = _(
            "Price point %(n)s must be a percentage above 0 and below 100, such as 50 or 37.5; it reads “%(text)s”."
        )
        raise _NotRead(EntryError(share_field(number), said % {"n": number, "text": text}))
    return share


def _percent(share: Fraction) -> str:
    """``3/8`` as ``37.5``; a share without an end as the fraction that it is."""
    hundredths = share * 100
    decimal = (Decimal(hundredths.numerator) / Decimal(hundredths.denominator)).normalize()
    return f"{decimal:f}" if Fraction(decimal) == hundredths else str(hundredths)


def _laid_out(number: int, entered: Entered, facts: Facts) -> dict[str, Any]:
    read = PERCENT.fullmatch(entered[share_field(number)].strip())
    prices = _prices(min(Fraction(read[1]) / 100, Fraction(1)), facts) if read else {}
    try:
        package = _package(number, entered, facts)
    except _NotRead:
        package = {}
    cells = [
        {
            "category": each["id"],
            "field": lots_field(number, each["id"]),
            "entered": entered.get(lots_field(number, each["id"]), ""),
            "price": prices.get(each["id"]),
        }
        for each in facts["categories"]
    ]
    return {
        "number": number,
        "field": share_field(number),
        "entered": entered[share_field(number)],
        "cells": cells,
        "cost": sum(lots * prices[category] for category, lots in package.items()) if prices else None,
    }


def _prices(share: Fraction, facts: Facts) -> dict[str, int]:
    """The price of each category at a point of the round, as the rules round it."""
    names = list(facts["prices"])
    current = facts["prices"]
    last = facts["rounds"][-1]["prices"] if facts["rounds"] else current
    at = prices_at(tuple(last[each] for each in names), tuple(current[each] for each in names), share)
    return dict(zip(names, at, strict=True))
