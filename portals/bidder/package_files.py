"""The supplementary list as a CSV file, down and up.

Down: one column per category with the number of lots, the amount, and for information points, floor and cap. Up: the
same file; only the categories and the amount are read, all or nothing, and the rows only fill the page: nothing is
placed by uploading.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from portals.bidder.ballot_page import whole_number
from portals.bidder.csv_files import AMOUNT, FileRefused, RowError, attached, csv_text, rows_with_amount, uploaded
from portals.bidder.pages import BidderPage, bidder_page
from portals.bidder.round_page import round_page
from portals.bidder.supplementary import entered_of_rows, field, known_rows

FOR_INFORMATION = ("points", "floor", "cap", "cap_rule", "cap_round")


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
    rows = [{**row, AMOUNT: placed.get(field(row["package"]))} for row in known_rows(page.facts)]
    return attached(write(rows, page.facts["categories"]), f"packages-{slug}.csv")


@never_cache
@login_required
@require_POST
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the page with the file's rows in it, or the file's errors."""
    page = bidder_page(request, slug)
    if not _has_list(page):
        return redirect("bidder:round", slug=slug)
    try:
        rows = read(uploaded(request), page.facts["categories"])
    except FileRefused as error:
        return render(request, "bidder/file_refused.html", page.context("round", file_errors=error.errors), status=422)
    return round_page(request, page, entered_of_rows(rows), imported=len(rows))


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


def _has_list(page: BidderPage) -> bool:
    return (
        page.round is not None
        and page.facts["ballot"] == "supplementary"
        and page.facts["own"]["supplementary"] is not None
    )
