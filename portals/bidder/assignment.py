"""An assignment bid: what each set of specific frequencies is worth on top of the price of the lots won.

An option left out is worth 0.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from portals.bidder.ballot_page import (
    Ballot,
    BallotPage,
    Entered,
    EntryError,
    Facts,
    Line,
    Reading,
    is_list_of,
    whole_number,
)
from portals.templatetags.figures import as_key

PREFIX = "option:"


def field(option: Mapping[str, Any]) -> str:
    return PREFIX + as_key(option)


def told(option: Mapping[str, Any], facts: Facts) -> str:
    """The option in one line: ``A1: A1-1, A1-2 (791–801 MHz)``."""
    lots = {lot["id"]: lot for category in facts["categories"] for lot in category.get("lots", ())}
    parts = []
    for category, ids in option.items():
        known = [lots[each] for each in ids if each in lots and lots[each].get("start") is not None]
        span = f" ({min(lot['start'] for lot in known):g}–{max(lot['end'] for lot in known):g} MHz)" if known else ""
        parts.append(f"{category}: {', '.join(ids)}{span}")
    return "; ".join(parts)


def is_option(value: object) -> bool:
    """Whether ``value`` names the lots of each category, as ``{"A": ["A1", "A2"]}`` does."""
    lists = list(value.values()) if isinstance(value, dict) else [None]
    return all(isinstance(ids, list) and all(isinstance(each, str) for each in ids) for ids in lists)


class AssignmentPage(BallotPage):
    template = "bidder/assignment.html"
    verdict_template = "bidder/assignment_verdict.html"

    def understands(self, ballot: Ballot) -> bool:
        return is_list_of(ballot, "option", is_option)

    def read(self, data: Entered, facts: Facts) -> Reading:
        entered = {name: data[name] for name in data if name.startswith(PREFIX)}
        bids, errors = [], []
        for name, text in entered.items():
            option = _option_of(name)
            if option is None:
                errors.append(EntryError("", _("The form named an option that cannot be read. Load the page anew.")))
                continue
            try:
                amount = whole_number(
                    text or "0", name=_("The amount for %(option)s") % {"option": told(option, facts)}
                )
            except ValueError as error:
                errors.append(EntryError(name, str(error)))
                continue
            if amount:
                bids.append({"option": option, "amount": amount})
        return Reading(None if errors else {"bids": bids}, tuple(errors), entered)

    def entered(self, ballot: Ballot | None, facts: Facts) -> Entered:
        options = {field(each["option"]): f"{each['amount']:,}" for each in facts["own"]["assignment"]["options"]}
        placed = [] if ballot is None else ballot["bids"]
        return options | {field(bid["option"]): f"{bid['amount']:,}" for bid in placed}

    def layout(self, entered: Entered, facts: Facts, totals: Mapping[str, Any]) -> dict[str, Any]:
        bands = {band["category"]: band["lots"] for band in facts["own"]["assignment"]["bands"]}
        names = {category["id"]: category["name"] for category in facts["categories"]}
        judged = {field(row["option"]): row["refusals"] for row in totals.get("rows", ())}
        rows = []
        for number, each in enumerate(facts["own"]["assignment"]["options"], start=1):
            option, name = each["option"], field(each["option"])
            rows.append(
                {
                    "number": number,
                    "field": name,
                    "option": option,
                    "told": told(option, facts),
                    "bands": ", ".join(f"{each} {names[each]}".strip() for each in option),
                    "strips": [
                        {"category": category, "lots": bands[category], "held": ids} for category, ids in option.items()
                    ],
                    "entered": entered.get(name, "0"),
                    "refusals": judged.get(name, []),
                }
            )
        return {"rows": rows, "categories_won": facts["own"]["assignment"]["won"]}

    def lines(self, ballot: Ballot, facts: Facts) -> list[Line]:
        if not ballot["bids"]:
            return [Line(_("0 for every option: any assignment is as good as any other"), None)]
        ordered = sorted(ballot["bids"], key=lambda bid: (-bid["amount"], as_key(bid["option"])))
        return [Line(told(bid["option"], facts), bid["amount"]) for bid in ordered]


def _option_of(name: str) -> dict[str, list[str]] | None:
    """The option that names the field; None where somebody made the name up."""
    try:
        option = json.loads(name.removeprefix(PREFIX))
    except ValueError:
        return None
    return option if is_option(option) else None
