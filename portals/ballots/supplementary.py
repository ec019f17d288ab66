"""A supplementary bid: a list of packages with one amount each, which replaces the list placed before."""

import json
from collections.abc import Iterable, Mapping
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
    is_list_of,
    is_package,
    whole_number,
)
from portals.templatetags.figures import as_key, package

PREFIX = "amount:"
NEW_AMOUNT = "new_amount"
ADD = "add"  # the button that adds a package to the list; nothing is placed by it


def field(quantities: Mapping[str, int]) -> str:
    """The package itself is the name of its field, so that a row is one field and no package is there twice."""
    return PREFIX + as_key({each: lots for each, lots in quantities.items() if lots})


def new_field(category: str) -> str:
    return f"new:{category}"


class SupplementaryPage(BallotPage):
    template = "ballots/supplementary.html"
    verdict_template = "ballots/supplementary_verdict.html"

    def understands(self, ballot: Ballot) -> bool:
        return is_list_of(ballot, "package", is_package)

    def read(self, data: Entered, facts: Facts) -> Reading:
        entered = {name: data[name] for name in data if name.startswith(PREFIX)}
        errors: list[EntryError] = []
        added: dict[str, str] = {}
        if ADD in data:
            added, errors = _read_new(data, facts)
            entered |= added
        bids = []
        for name, text in entered.items():
            if not text.strip():
                continue
            quantities = _package_of(name)
            if quantities is None:
                errors.append(EntryError("", _("The form named a package that cannot be read. Load the page anew.")))
                continue
            label = _("The amount for %(package)s") % {"package": package(quantities, facts["categories"])}
            try:
                bids.append({"package": quantities, "amount": whole_number(text, name=label)})
            except ValueError as error:
                errors.append(EntryError(name, str(error)))
        kept = entered | ({} if added else {name: data[name] for name in data if name.startswith("new")})
        return Reading(None if errors else {"bids": bids}, tuple(errors), kept)

    def entered(self, ballot: Ballot | None, facts: Facts) -> Entered:
        known = {field(row["package"]): "" for row in known_rows(facts)}
        placed = [] if ballot is None else ballot["bids"]
        return known | {field(bid["package"]): f"{bid['amount']:,}" for bid in placed}

    def layout(self, entered: Entered, facts: Facts, totals: Mapping[str, Any]) -> dict[str, Any]:
        known = {field(row["package"]): row for row in known_rows(facts)}
        judged = {field(row["package"]): row for row in totals.get("rows", ())}
        rows = []
        for number, name in enumerate((name for name in entered if name.startswith(PREFIX)), start=1):
            quantities = _package_of(name) or {}
            said = judged.get(name) or known.get(name) or {}
            rows.append(
                {
                    "number": number,
                    "field": name,
                    "package": quantities,
                    "entered": entered[name],
                    "judged": name in judged,
                    **{
                        each: said.get(each)
                        for each in (
                            "points",
                            "cap",
                            "cap_rule",
                            "cap_round",
                            "cap_chain",
                            "floor",
                            "clock_bid",
                            "refusals",
                        )
                    },
                    "known": bool(said),
                    "accepted": said.get("accepted") if name in judged else None,
                }
            )
        new = [
            {"category": each, "field": new_field(each["id"]), "entered": entered.get(new_field(each["id"]), "")}
            for each in facts["categories"]
        ]
        refused = sum(1 for row in rows if row["refusals"] and row["judged"])
        return {
            "rows": rows,
            "new": new,
            "new_amount": entered.get(NEW_AMOUNT, ""),
            "refused_rows": refused,
        }

    def lines(self, ballot: Ballot, facts: Facts) -> list[Line]:
        return [Line(package(bid["package"], facts["categories"]), bid["amount"]) for bid in ballot["bids"]]


def known_rows(facts: Facts) -> list[Mapping[str, Any]]:
    """The bidder's list as it was placed, then its clock packages that are not on it."""
    own = facts["own"]["supplementary"]
    return [*own["rows"], *own["unlisted"]]


def entered_of_rows(rows: Iterable[tuple[Mapping[str, int], int]]) -> dict[str, str]:
    """The fields of packages with amounts that came from a file."""
    return {field(quantities): f"{amount:,}" for quantities, amount in rows}


def _package_of(name: str) -> dict[str, int] | None:
    """The package that names the field; None where somebody made the name up."""
    try:
        quantities = json.loads(name.removeprefix(PREFIX))
    except (ValueError, RecursionError):
        return None
    return quantities if is_package(quantities) else None


def _read_new(data: Entered, facts: Facts) -> tuple[dict[str, str], list[EntryError]]:
    """The row that the add button makes of the fields beneath the table."""
    quantities, errors = {}, []
    for category in facts["categories"]:
        name = new_field(category["id"])
        try:
            label = _("The quantity of %(category)s") % {"category": category["id"]}
            quantities[category["id"]] = whole_number(data.get(name) or "0", name=label)
        except ValueError as error:
            errors.append(EntryError(name, str(error)))
    if not errors and not any(quantities.values()):
        errors.append(
            EntryError(new_field(facts["categories"][0]["id"]), _("Say how many lots the new package holds."))
        )
    return ({} if errors else {field(quantities): data.get(NEW_AMOUNT, "")}), errors
