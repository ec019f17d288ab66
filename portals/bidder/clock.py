"""A clock bid: how many lots of each category at the round's prices."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portals.amounts import in_figures
from portals.bidder.ballot_page import (
    Ballot,
    BallotPage,
    Entered,
    EntryError,
    Facts,
    Line,
    Reading,
    is_package,
    whole_number,
)

NO_BID = "no_bid"  # the button that says "nothing in this round", as different from saying nothing


def field(category: str) -> str:
    return f"quantity:{category}"


class ClockPage(BallotPage):
    template = "bidder/clock.html"
    verdict_template = "bidder/clock_verdict.html"

    def understands(self, ballot: Ballot) -> bool:
        return is_package(ballot.get("package"))

    def read(self, data: Entered, facts: Facts) -> Reading:
        categories = [category["id"] for category in facts["categories"]]
        entered = {field(each): data.get(field(each), "") for each in categories}
        if NO_BID in data:
            return Reading({"package": {}}, (), entered)
        package, errors = {}, []
        for each in categories:
            try:
                quantity = whole_number(
                    entered[field(each)] or "0", name=_("The quantity of %(category)s") % {"category": each}
                )
            except ValueError as error:
                errors.append(EntryError(field(each), str(error)))
            else:
                package.update({each: quantity} if quantity else {})
        if errors:
            return Reading(None, tuple(errors), entered)
        if not package:
            nothing = _("Every quantity is 0. To bid for nothing in this round, choose No bid.")
            return Reading({"package": {}}, (EntryError(field(categories[0]), nothing),), entered)
        return Reading({"package": package}, (), entered)

    def entered(self, ballot: Ballot | None, facts: Facts) -> Entered:
        package = last_package(facts) if ballot is None else ballot["package"]
        return {field(each["id"]): str((package or {}).get(each["id"], 0)) for each in facts["categories"]}

    def layout(self, entered: Entered, facts: Facts, totals: Mapping[str, Any]) -> dict[str, Any]:
        before, last = _last_prices(facts), last_package(facts)
        demand = facts["rounds"][-1].get("demand") if facts["rounds"] else None
        rows = []
        for category in facts["categories"]:
            each = category["id"]
            price, previous = facts["prices"][each], before.get(each)
            rows.append(
                {
                    "category": category,
                    "price": price,
                    "rise": price - previous if previous is not None else None,
                    "demand": None if demand is None else demand.get(each),
                    "last": None if last is None else last.get(each, 0),
                    "field": field(each),
                    "entered": entered.get(field(each), ""),
                    "cost": _cost(entered.get(field(each), ""), price),
                }
            )
        lost = totals["eligibility"] - totals["eligibility_after"] if totals else 0
        return {"rows": rows, "lost": lost, "shows_demand": demand is not None}

    def lines(self, ballot: Ballot, facts: Facts) -> list[Line]:
        package = ballot["package"]
        if not package:
            return [Line(_("No bid: no lots in any category"), None)]
        told = []
        for category in facts["categories"]:
            quantity = package.get(category["id"], 0)
            if quantity:
                price = facts["prices"][category["id"]]
                what = ngettext("%(n)d lot of %(id)s (%(name)s)", "%(n)d lots of %(id)s (%(name)s)", quantity)
                told.append(
                    Line(
                        what % {"n": quantity, **category},
                        quantity * price,
                        f"{quantity} × {in_figures(price, facts['unit'])}",
                    )
                )
        return told


def last_package(facts: Facts) -> dict[str, int] | None:
    """What the bidder bid for in the last closed clock round, None before the first."""
    rounds = facts["own"]["rounds"]
    return dict(rounds[-1]["package"]) if rounds else None


def _last_prices(facts: Facts) -> dict[str, int]:
    return dict(facts["rounds"][-1]["prices"]) if facts["rounds"] else {}


def _cost(text: str, price: int) -> int | None:
    try:
        return whole_number(text or "0", name="") * price
    except ValueError:
        return None
