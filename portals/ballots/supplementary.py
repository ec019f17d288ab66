"""A supplementary bid: a list of packages with one amount each, which replaces the list placed before.

A page shows part of a long list (``list_view``); the whole travels along in one field (``package_list``), so that
filtering, sorting, turning pages and changing many amounts at once (``bulk_edits``) place nothing and keep nothing on
the server.
"""

from collections.abc import Container, Iterable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portals.ballots import bulk_edits, list_view
from portals.ballots.ballot_page import (
    Ballot,
    BallotPage,
    Entered,
    EntryError,
    Facts,
    Line,
    Reading,
    Totals,
    TotalsOf,
    is_list_of,
    is_package,
    whole_number,
)
from portals.ballots.bulk_edits import BULKS, Bulk
from portals.ballots.list_view import ONLY, PER_PAGE, SORTS, ListRow, ListView, pages_around, pages_of
from portals.ballots.package_list import LIST, PREFIX, field, package_of, packed, unpacked
from portals.templatetags.figures import figures, package

NEW_AMOUNT = "new_amount"
ADD = "add"  # the button that adds a package to the list; nothing is placed by it
BULK = "bulk"  # the button that changes many amounts; ``change`` says how
CHANGE = "change"
PERCENT = "percent"


def new_field(category: str) -> str:
    return f"new:{category}"


class SupplementaryPage(BallotPage):
    template = "ballots/supplementary.html"
    verdict_template = "ballots/supplementary_verdict.html"

    def understands(self, ballot: Ballot) -> bool:
        return is_list_of(ballot, "package", is_package)

    def read(self, data: Entered, facts: Facts) -> Reading:
        rows, errors = _rows_in(data, facts)
        kept = {name: data[name] for name in (*list_view.FIELDS, "page", CHANGE, PERCENT) if name in data}
        if ADD in data:
            added, wrong = _read_new(data, facts)
            rows, errors = {**added, **rows, **added}, [*errors, *wrong]
            kept = {} if added else kept
        else:
            added = {}
        bids, unreadable = _bids(rows, facts)
        errors += unreadable
        typed = {} if added else {name: data[name] for name in data if name.startswith("new")}
        return Reading(None if errors else {"bids": bids}, tuple(errors), rows | kept | typed)

    def edited(self, reading: Reading, data: Entered, facts: Facts, totals_of: TotalsOf) -> Reading:
        """The list after the change that its page's button asks for, to all rows that its filter shows."""
        if BULK not in data or data.get(CHANGE) not in list(Bulk):
            return reading
        bulk = Bulk(data[CHANGE])
        try:
            percent = bulk_edits.percent_in(data.get(PERCENT, "")) if bulk is Bulk.CHANGE_BY_PERCENT else Fraction(0)
        except ValueError as error:
            return Reading(reading.ballot, (EntryError(PERCENT, str(error)),), reading.entered)
        judged = totals_of({"bids": _bids(reading.entered, facts)[0]})
        rows = _list_rows(reading.entered, facts, judged)
        changed = bulk_edits.edited(ListView.read(reading.entered).of(rows, facts["categories"]), bulk, percent=percent)
        told = ngettext("%(n)s amount was changed.", "%(n)s amounts were changed.", len(changed))
        again = self.read({**reading.entered, **changed}, facts)
        return Reading(again.ballot, again.errors, again.entered, told % {"n": figures(len(changed))})

    def entered(self, ballot: Ballot | None, facts: Facts) -> Entered:
        known = {field(row["package"]): "" for row in known_rows(facts)}
        placed = [] if ballot is None else ballot["bids"]
        return known | {field(bid["package"]): f"{bid['amount']:,}" for bid in placed}

    def layout(
        self, entered: Entered, facts: Facts, totals: Totals, shown: Container[str] | None = None
    ) -> dict[str, Any]:
        rows = _list_rows(entered, facts, totals)
        said = {
            "refused_rows": sum(row.is_refused for row in rows),
            "sure_bid": totals.get("sure_bid") or facts["own"]["supplementary"]["sure_bid"],
        }
        if shown is not None:
            return {"rows": [row for row in rows if row.field in shown], **said}
        view = ListView.read(entered)
        fitting = view.of(rows, facts["categories"])
        pages = pages_of(fitting)
        page = min(max(view.page, 1), pages)
        return {
            "rows": fitting[(page - 1) * PER_PAGE : page * PER_PAGE],
            "list": packed(((row.package, row.entered) for row in rows), [each["id"] for each in facts["categories"]]),
            "view": view,
            "page": page,
            "pages": pages_around(page, pages),
            "fitting": len(fitting),
            "total_rows": len(rows),
            "onlys": [(only.value, words()) for only, words in ONLY.items()],
            "sorts": [(sort.value, words()) for sort, words in SORTS.items()],
            "bulks": [(bulk.value, words()) for bulk, words in BULKS.items()],
            "change": entered.get(CHANGE, ""),
            "percent": entered.get(PERCENT, ""),
            "new": [
                {"category": each, "field": new_field(each["id"]), "entered": entered.get(new_field(each["id"]), "")}
                for each in facts["categories"]
            ],
            "new_amount": entered.get(NEW_AMOUNT, ""),
            **said,
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


def _rows_in(data: Entered, facts: Facts) -> tuple[dict[str, str], list[EntryError]]:
    """All rows of the form: the list, with what is typed beside the rows that the page shows."""
    shown = {name: data[name] for name in data if name.startswith(PREFIX)}
    try:
        return {**unpacked(data.get(LIST, ""), [each["id"] for each in facts["categories"]]), **shown}, []
    except ValueError:
        return shown, [EntryError("", _("The form's list cannot be read. Load the page anew."))]


def _bids(entered: Entered, facts: Facts) -> tuple[list[dict[str, Any]], list[EntryError]]:
    """The rows with an amount, and what is wrong with those that cannot be read."""
    bids, errors = [], []
    for name, text in entered.items():
        if not name.startswith(PREFIX) or not text.strip():
            continue
        quantities = package_of(name)
        if quantities is None:
            errors.append(EntryError("", _("The form named a package that cannot be read. Load the page anew.")))
            continue
        try:
            bids.append({"package": quantities, "amount": whole_number(text, name=partial(_label, quantities, facts))})
        except ValueError as error:
            errors.append(EntryError(name, str(error)))
    return bids, errors


def _label(quantities: Mapping[str, int], facts: Facts) -> str:
    return _("The amount for %(package)s") % {"package": package(quantities, facts["categories"])}


def _list_rows(entered: Entered, facts: Facts, totals: Totals) -> list[ListRow]:
    known = {field(row["package"]): row for row in known_rows(facts)}
    judged = _judged(entered, totals)
    clock_rounds = _clock_rounds(facts)
    rows = []
    for number, name in enumerate((name for name in entered if name.startswith(PREFIX)), start=1):
        said = judged.get(name) or known.get(name) or {}
        rows.append(
            ListRow(
                number=number,
                field=name,
                package=said.get("package") or package_of(name) or {},
                entered=entered[name],
                amount=said["amount"] if name in judged else None,
                said=said,
                judged=name in judged,
                clock_round=clock_rounds.get(name),
            )
        )
    return rows


def _judged(entered: Entered, totals: Totals) -> dict[str, Mapping[str, Any]]:
    """What the rules say of each row with an amount, by field: in the order in which they were asked."""
    said = totals.get("rows", ())
    asked = [name for name, text in entered.items() if name.startswith(PREFIX) and text.strip()]
    if len(asked) != len(said):  # some could not be read
        return {field(row["package"]): row for row in said}
    return dict(zip(asked, said, strict=True))


def _clock_rounds(facts: Facts) -> dict[str, int]:
    """In which clock round the bidder bid most for each package, the last of equals."""
    highest: dict[str, tuple[int, int]] = {}
    for played in facts["own"]["rounds"]:
        name, bid = field(played["package"]), (played["amount"], played["number"])
        highest[name] = max(bid, highest.get(name, bid))
    return {name: number for name, (_amount, number) in highest.items()}


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
