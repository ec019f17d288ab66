"""An assignment bid: what each set of specific frequencies is worth on top of the price of the lots won.

An option left out is worth 0.
"""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from portals.ballots.ballot_page import (
    Ballot,
    BallotPage,
    Entered,
    EntryError,
    Facts,
    Line,
    Reading,
    Totals,
    is_list_of,
    whole_number,
)
from portals.templatetags.figures import as_key

PREFIX = "option:"


def field(option: Mapping[str, Any]) -> str:
    return PREFIX + as_key(option)


def told(option: Mapping[str, Any], facts: Facts) -> str:
    """The option in one line: ``A1: A1-1, A1-2 (791–801 MHz)``."""
    parts = []
    for category, ids in option.items():
        span = frequencies(ids, facts)
        parts.append(f"{category}: {', '.join(ids)}{f' ({span})' if span else ''}")
    return "; ".join(parts)


def frequencies(ids: Sequence[str], facts: Facts) -> str:
    """From the lowest to the highest of the lots, each run by itself: ``791–801, 806–811 MHz``; empty without."""
    lots = {lot["id"]: lot for category in facts["categories"] for lot in category.get("lots", ())}
    known = [lots[each] for each in ids if each in lots and lots[each].get("start") is not None]
    runs: list[list[float]] = []
    for lot in sorted(known, key=lambda each: each["start"]):
        if runs and runs[-1][1] == lot["start"]:
            runs[-1][1] = lot["end"]
        else:
            runs.append([lot["start"], lot["end"]])
    return ", ".join(f"{low:g}–{high:g}" for low, high in runs) + (" MHz" if runs else "")


def offered(facts: Facts, entered: Iterable[str]) -> list[Mapping[str, Any]]:
    """The bidder's options, then the joint ones that fields ``entered`` name."""
    alone = [each["option"] for each in facts["own"]["assignment"]["options"]]
    known = {field(option) for option in alone}
    named = [_option_of(name) for name in entered if name.startswith(PREFIX) and name not in known]
    return [*alone, *(option for option in named if option)]


def is_option(value: object) -> bool:
    """Whether ``value`` names the lots of each category, as ``{"A": ["A1", "A2"]}`` does."""
    lists = list(value.values()) if isinstance(value, dict) else [None]
    return all(isinstance(ids, list) and all(isinstance(each, str) for each in ids) for ids in lists)


class AssignmentPage(BallotPage):
    template = "ballots/assignment.html"
    verdict_template = "ballots/assignment_verdict.html"

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

    def layout(
        self, entered: Entered, facts: Facts, totals: Totals, shown: Container[str] | None = None
    ) -> dict[str, Any]:
        bands = {band["category"]: band for band in facts["own"]["assignment"]["bands"]}
        names = {category["id"]: category["name"] for category in facts["categories"]}
        judged = {field(row["option"]): row["refusals"] for row in totals.get("rows", ())}
        rows = []
        for number, option in enumerate(offered(facts, entered), start=1):
            name = field(option)
            rows.append(
                {
                    "number": number,
                    "field": name,
                    "option": option,
                    "told": told(option, facts),
                    "bands": ", ".join(f"{each} {names.get(each, '')}".strip() for each in option),
                    "strips": [
                        {"band": bands[category], "held": ids} for category, ids in option.items() if category in bands
                    ],
                    "entered": entered.get(name, "0"),
                    "refusals": judged.get(name, []),
                }
            )
        return {
            "rows": rows,
            "bands": list(bands.values()),
            "joint": facts["own"]["assignment"]["joint"],
            "categories_won": facts["own"]["assignment"]["won"],
        }

    def lines(self, ballot: Ballot, facts: Facts) -> list[Line]:
        if not ballot["bids"]:
            return [Line(_("0 for every option: any assignment is as good as any other"), None)]
        ordered = sorted(ballot["bids"], key=lambda bid: (-bid["amount"], as_key(bid["option"])))
        return [Line(told(bid["option"], facts), bid["amount"]) for bid in ordered]


def _option_of(name: str) -> dict[str, list[str]] | None:
    """The option that names the field; None where somebody made the name up."""
    try:
        option = json.loads(name.removeprefix(PREFIX))
    except (ValueError, RecursionError):
        return None
    return option if is_option(option) else None
