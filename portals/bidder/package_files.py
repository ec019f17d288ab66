"""The supplementary list as a CSV file, down and up.

Down: one column per category with the number of lots, the amount, and for information points, floor and cap. Up: the
same file; only the categories and the amount are read, all or nothing, and the rows only fill the page: nothing is
placed by uploading.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from portals.bidder.ballot_page import whole_number
from portals.bidder.pages import BidderPage, bidder_page
from portals.bidder.round_page import round_page
from portals.bidder.supplementary import entered_of_rows, field, known_rows

AMOUNT = "amount"
FOR_INFORMATION = ("points", "floor", "cap", "cap_rule", "cap_round")
LARGEST_FILE = 2_000_000  # bytes; four thousand packages of thirty categories are a tenth of it
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class RowError:
    """A row of the file that cannot be read. ``row`` counts as spreadsheets do: the header is row 1."""

    row: int
    message: str


class FileRefused(ValueError):
    """Nothing of the file was taken."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        self.errors = tuple(errors)
        super().__init__(f"{len(self.errors)} rows")


@never_cache
@login_required
@require_GET
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """The list as it stands, ready to be filled in."""
    page = bidder_page(request, slug)
    if not _has_list(page):
        return redirect("bidder:round", slug=slug)
    own = page.facts["own"]
    placed = {field(bid["package"]): bid["amount"] for bid in (own["ballot"] or {}).get("bids", ())}
    rows = [{**row, AMOUNT: placed.get(field(row["package"]), "")} for row in known_rows(page.facts)]
    response = HttpResponse(write(rows, page.facts["categories"]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="packages-{slug}.csv"'
    return response


@never_cache
@login_required
@require_POST
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the page with the file's rows in it, or the file's errors."""
    page = bidder_page(request, slug)
    if not _has_list(page):
        return redirect("bidder:round", slug=slug)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise FileRefused([RowError(1, _("Choose a file first."))])
        if file.size is None or file.size > LARGEST_FILE:
            raise FileRefused([RowError(1, _("The file is larger than 2 MB."))])
        rows = read(file.read(), page.facts["categories"])
    except FileRefused as error:
        return render(request, "bidder/file_refused.html", page.context("round", file_errors=error.errors), status=422)
    return round_page(request, page, entered_of_rows(rows), imported=len(rows))


def write(rows: Iterable[Mapping[str, Any]], categories: Sequence[Mapping[str, Any]]) -> str:
    """The file's text. No cell can be taken for a formula by a spreadsheet."""
    ids = [category["id"] for category in categories]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_harmless(each) for each in (*ids, AMOUNT, *FOR_INFORMATION)])
    for row in rows:
        cells = [
            *(row["package"].get(each, 0) for each in ids),
            row[AMOUNT],
            *(row.get(each) for each in FOR_INFORMATION),
        ]
        writer.writerow(["" if cell is None else _harmless(cell) for cell in cells])
    return text.getvalue()


def read(content: bytes, categories: Sequence[Mapping[str, Any]]) -> list[tuple[dict[str, int], int]]:
    """Packages with amounts; rows whose amount is empty are left out.

    Raises FileRefused with every row that cannot be read.
    """
    try:
        table = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        columns = {_bare(name or ""): name for name in table.fieldnames or ()}
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileRefused([RowError(1, _("The file is not a CSV file in UTF-8."))]) from error
    ids = [category["id"] for category in categories]
    missing = [name for name in (*ids, AMOUNT) if name not in columns]
    if missing:
        raise FileRefused(
            [RowError(1, _("The header lacks the column %(name)s.") % {"name": name}) for name in missing]
        )
    rows: dict[frozenset[tuple[str, int]], tuple[dict[str, int], int]] = {}
    errors = []
    for number, cells in enumerate(table, start=2):
        if not (cells[columns[AMOUNT]] or "").strip():
            continue
        try:
            package, amount = _read_row(cells, ids, columns)
        except ValueError as error:
            errors.append(RowError(number, str(error)))
            continue
        key = frozenset(package.items())
        if key in rows:
            errors.append(RowError(number, _("The same package stands in an earlier row.")))
        rows[key] = (package, amount)
    if errors:
        raise FileRefused(errors)
    return list(rows.values())


def _read_row(
    cells: Mapping[str, str | None], ids: Sequence[str], columns: Mapping[str, str]
) -> tuple[dict[str, int], int]:
    """One row. Raises ValueError with a sentence for the person."""
    quantities = {each: whole_number(cells[columns[each]] or "0", name=each) for each in ids}
    package = {each: lots for each, lots in quantities.items() if lots}
    if not package:
        raise ValueError(_("The package holds no lots."))
    return package, whole_number(cells[columns[AMOUNT]] or "", name=AMOUNT)


def _harmless(cell: object) -> str:
    """A cell that no spreadsheet evaluates: text that starts like a formula gets an apostrophe before it."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _bare(name: str) -> str:
    """A column's name without the apostrophe that ``_harmless`` may have put before it."""
    rest = name.strip().removeprefix("'")
    return rest if rest.startswith(FORMULA_STARTS) else name.strip()


def _has_list(page: BidderPage) -> bool:
    return (
        page.round is not None
        and page.facts["ballot"] == "supplementary"
        and page.facts["own"]["supplementary"] is not None
    )
