"""The supplementary list as a CSV file, down and up.

Down: one column per category with the number of lots, the amount, and for information points, floor and cap. Up: the
same file; only the categories and the amount are read, all or nothing, and the rows only fill the page: nothing is
placed by uploading.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from portals.ballots.ballot_page import Entered, Facts, whole_number
from portals.ballots.csv_files import AMOUNT, FileRefused, RowError, csv_text, rows_with_amount
from portals.ballots.package_list import field
from portals.ballots.supplementary import entered_of_rows, known_rows

NAME = "packages"
FOR_INFORMATION = ("points", "floor", "cap", "cap_rule", "cap_round")


def text(facts: Facts) -> str:
    """The list as it stands, ready to be filled in."""
    placed = {field(bid["package"]): bid["amount"] for bid in (facts["own"]["ballot"] or {}).get("bids", ())}
    rows = [{**row, AMOUNT: placed.get(field(row["package"]))} for row in known_rows(facts)]
    return write(rows, facts["categories"])


def entered(content: bytes, facts: Facts) -> Entered:
    """The page's fields as the file fills them. Raises FileRefused."""
    return entered_of_rows(read(content, facts["categories"]))


def write(rows: Iterable[Mapping[str, Any]], categories: Sequence[Mapping[str, Any]]) -> str:
    """The file's text."""
    ids = [category["id"] for category in categories]
    lines = (
        [*(row["package"].get(each, 0) for each in ids), row[AMOUNT], *(row.get(each) for each in FOR_INFORMATION)]
        for row in rows
    )
    return csv_text([(*ids, AMOUNT, *FOR_INFORMATION), *lines])


def read(content: bytes, categories: Sequence[Mapping[str, Any]]) -> list[tuple[dict[str, int], int]]:
    """Packages with amounts; rows whose amount is empty are left out.

    Raises FileRefused with every row that cannot be read.
    """
    ids = [category["id"] for category in categories]
    rows: dict[frozenset[tuple[str, int]], tuple[dict[str, int], int]] = {}
    errors = []
    for row in rows_with_amount(content, ids):
        try:
            package, amount = _read_row(row.cells, ids)
        except ValueError as error:
            errors.append(RowError(row.number, str(error)))
            continue
        key = frozenset(package.items())
        if key in rows:
            errors.append(RowError(row.number, _("The same package stands in an earlier row.")))
        rows[key] = (package, amount)
    if errors:
        raise FileRefused(errors)
    return list(rows.values())


def _read_row(cells: Mapping[str, str], ids: Sequence[str]) -> tuple[dict[str, int], int]:
    """One row. Raises ValueError with a sentence for the person."""
    quantities = {each: whole_number(cells[each] or "0", name=each) for each in ids}
    package = {each: lots for each, lots in quantities.items() if lots}
    if not package:
        raise ValueError(_("The package holds no lots."))
    return package, whole_number(cells[AMOUNT], name=AMOUNT)
