"""A clock bid: how many lots of each category at the round's prices; where the rulebook has them, with price points on
the way there and bids that opt in to reserved portfolios.
"""

from collections.abc import Container
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portals.amounts import in_figures
from portals.ballots import opt_in, price_points
from portals.ballots.ballot_page import (
    Ballot,
    BallotPage,
    Entered,
    EntryError,
    Facts,
    Line,
    Reading,
    Totals,
    is_package,
    whole_number,
)
from portals.ballots.price_points import last_package

NO_BID = "no_bid"  # the button that says "nothing in this round", as different from saying nothing


def field(category: str) -> str:
    return f"quantity:{category}"


class ClockPage(BallotPage):
    template = "ballots/clock.html"
    verdict_template = "ballots/clock_verdict.html"

    def understands(self, ballot: Ballot) -> bool:
        return (
            is_package(ballot.get("package"))
            and price_points.fit(ballot.get("intra_round", []))
            and opt_in.fit(ballot.get("opt_in", []))
        )

    def read(self, data: Entered, facts: Facts) -> Reading:
        categories = [category["id"] for category in facts["categories"]]
        points, wrong_points, typed_points = price_points.read(data, facts)
        opted_in, wrong_amounts, typed_amounts = opt_in.read(data, facts)
        entered = {field(each): data.get(field(each), "") for each in categories} | typed_points | typed_amounts
        if NO_BID in data:
            return Reading({"package": {}}, (), entered)
        package, errors = {}, [*wrong_points, *wrong_amounts]
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
        ballot = {
            "package": package,
            **({"intra_round": points} if points else {}),
            **({"opt_in": opted_in} if opted_in else {}),
        }
        if ballot == {"package": {}}:
            nothing = _("Every quantity is 0. To bid for nothing in this round, choose No bid.")
            return Reading(ballot, (EntryError(field(categories[0]), nothing),), entered)
        return Reading(ballot, (), entered)

    def entered(self, ballot: Ballot | None, facts: Facts) -> Entered:
        package = last_package(facts) if ballot is None else ballot["package"]
        quantities = {field(each["id"]): str((package or {}).get(each["id"], 0)) for each in facts["categories"]}
        return quantities | price_points.entered(ballot, facts) | opt_in.entered(ballot, facts)

    def layout(
        self, entered: Entered, facts: Facts, totals: Totals, shown: Container[str] | None = None
    ) -> dict[str, Any]:
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
                    "last_price": previous,
                    "rise": price - previous if previous is not None else None,
                    "demand": None if demand is None else demand.get(each),
                    "last": None if last is None else last.get(each, 0),
                    "field": field(each),
                    "entered": entered.get(field(each), ""),
                    "cost": _cost(entered.get(field(each), ""), price),
                }
            )
        lost = totals["eligibility"] - totals["eligibility_after"] if totals else 0
        return {
            "rows": rows,
            "lost": lost,
            "shows_demand": demand is not None,
            "points": price_points.layout(entered, facts),
            "portfolios": opt_in.layout(entered, facts),
        }

    def lines(self, ballot: Ballot, facts: Facts) -> list[Line]:
        package = ballot["package"]
        if ballot == {"package": {}}:
            return [Line(_("No bid: no lots in any category"), None)]
        told = [] if package else [Line(_("No lots at the prices of this round"), None)]
        for category in facts["categories"]:
            quantity = package.get(category["id"], 0)
            if quantity:
                price = (facts["prices"] or {}).get(category["id"], category["reserve"])  # no prices: its round is void
                what = ngettext("%(n)d lot of %(id)s (%(name)s)", "%(n)d lots of %(id)s (%(name)s)", quantity)
                told.append(
                    Line(
                        what % {"n": quantity, **category},
                        quantity * price,
                        f"{quantity} × {in_figures(price, facts['unit'])}",
                    )
                )
        return [*told, *price_points.lines(ballot, facts), *opt_in.lines(ballot, facts)]


def _last_prices(facts: Facts) -> dict[str, int]:
    return dict(facts["rounds"][-1]["prices"]) if facts["rounds"] else {}


def _cost(text: str, price: int) -> int | None:
    try:
        return whole_number(text or "0", name="") * price
    except ValueError:
        return None
