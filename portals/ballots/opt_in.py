"""Opting in to reserved portfolios with the ballot of the first clock round (R-C6): a bid on each that is wanted."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from portals.ballots.ballot_page import Ballot, Entered, EntryError, Facts, Line, are_bids, is_package, whole_number
from portals.templatetags.figures import as_key
from portals.templatetags.figures import package as in_one_line


def box(portfolio: Mapping[str, int]) -> str:
    return f"opt_in:{as_key(portfolio)}"


def amount_field(portfolio: Mapping[str, int]) -> str:
    return f"opt_in_amount:{as_key(portfolio)}"


def fit(value: object) -> bool:
    """Whether ``value`` is a ballot's list of opt-in bids."""
    return are_bids(value, "package", is_package)


def read(data: Entered, facts: Facts) -> tuple[list[dict[str, Any]], list[EntryError], dict[str, str]]:
    """The opt-in bids of a ballot, what could not be read, and the fields as typed."""
    bids, errors = [], []
    entered = {name: data[name] for name in data if name.startswith(("opt_in:", "opt_in_amount:"))}
    for portfolio in facts["own"]["may_opt_in_to"]:
        if box(portfolio) in data:
            name = _("The bid on %(portfolio)s") % {"portfolio": in_one_line(portfolio, facts["categories"])}
            try:
                amount = whole_number(data.get(amount_field(portfolio), ""), name=name)
                bids.append({"package": portfolio, "amount": amount})
            except ValueError as error:
                errors.append(EntryError(amount_field(portfolio), str(error)))
    return bids, errors, entered


def entered(ballot: Ballot | None, facts: Facts) -> dict[str, str]:
    """The fields for the opt-in bids of ``ballot``; without a bid the amount proposes the reserve."""
    placed = {as_key(bid["package"]): bid["amount"] for bid in (ballot or {}).get("opt_in", ())}
    fields = {}
    for portfolio in facts["own"]["may_opt_in_to"]:
        bid = placed.get(as_key(portfolio))
        fields[amount_field(portfolio)] = f"{_reserve(portfolio, facts) if bid is None else bid:,}"
        if bid is not None:
            fields[box(portfolio)] = "1"
    return fields


def layout(entered: Entered, facts: Facts) -> list[dict[str, Any]]:
    """A row for each portfolio that the bidder may opt in to."""
    return [
        {
            "portfolio": in_one_line(portfolio, facts["categories"]),
            "box": box(portfolio),
            "checked": box(portfolio) in entered,
            "field": amount_field(portfolio),
            "entered": entered.get(amount_field(portfolio), ""),
            "reserve": _reserve(portfolio, facts),
        }
        for portfolio in facts["own"]["may_opt_in_to"]
    ]


def lines(ballot: Ballot, facts: Facts) -> list[Line]:
    """The opt-in bids as confirmation and receipt tell them."""
    return [
        Line(
            _("Opting in to the reserved portfolio %(portfolio)s")
            % {"portfolio": in_one_line(bid["package"], facts["categories"])},
            bid["amount"],
            _("a bid of its own, beside the bid of this round; it stands until winners are determined"),
            in_total=False,
        )
        for bid in ballot.get("opt_in", ())
    ]


def _reserve(portfolio: Mapping[str, int], facts: Facts) -> int:
    reserves = {category["id"]: category["reserve"] for category in facts["categories"]}
    return sum(lots * reserves[category] for category, lots in portfolio.items())
