"""Bids for specific frequencies as a CSV file, down and up.

Down: one row for each option, a column for each category with the lots (``A1; A2``), the amount, and for information
the frequencies. Up: the same file; only the lots and the amount are read, all or nothing, and the rows only fill the
page: nothing is placed by uploading. Where the rulebook takes joint bids, a row may name lots of several categories.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from portals.bidder.assignment import field, frequencies, offered
from portals.bidder.ballot_page import Facts, whole_number
from portals.bidder.csv_files import (
    AMOUNT,
    FileRefused,
    RowError,
    attached,
    bare,
    csv_text,
    rows_with_amount,
    uploaded,
)
from portals.bidder.pages import BidderPage, bidder_page
from portals.bidder.round_page import round_page

BETWEEN_LOTS = ";"
FREQUENCIES = "frequencies"

Option = Mapping[str, Sequence[str]]


@never_cache
@login_required
@require_GET
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """Every option with the amount that stands for it, ready to be filled in."""
    page = bidder_page(request, slug)
    if not _has_options(page):
        return redirect("bidder:round", slug=slug)
    own = page.facts["own"]
    amounts = {field(bid["option"]): bid["amount"] for bid in (own["ballot"] or {}).get("bids", ())}
    rows = [(option, amounts.get(field(option), 0)) for option in offered(page.facts, amounts)]
    return attached(write(rows, page.facts), f"options-{slug}.csv")


@never_cache
@login_required
@require_POST
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the page with the file's amounts in it, or the file's errors."""
    page = bidder_page(request, slug)
    if not _has_options(page):
        return redirect("bidder:round", slug=slug)
    try:
        rows = read(uploaded(request), page.facts)
    except FileRefused as error:
        return render(request, "bidder/file_refused.html", page.context("round", file_errors=error.errors), status=422)
    entered = {field(option): f"{amount:,}" for option, amount in rows}
    return round_page(request, page, entered, imported=len(rows))


def write(rows: Iterable[tuple[Option, int]], facts: Facts) -> str:
    """The file's text."""
    bands = _bands(facts)
    lines = (
        [
            *(f"{BETWEEN_LOTS} ".join(option.get(band, ())) for band in bands),
            amount,
            "; ".join(frequencies(ids, facts) for ids in option.values()),
        ]
        for option, amount in rows
    )
    return csv_text([(*bands, AMOUNT, FREQUENCIES), *lines])


def read(content: bytes, facts: Facts) -> list[tuple[dict[str, list[str]], int]]:
    """Options with amounts; rows whose amount is empty are left out.

    Raises FileRefused with every row that cannot be read: no lots, lots of no option, an option given twice, no amount.
    """
    bands, known = _bands(facts), {field(each["option"]) for each in facts["own"]["assignment"]["options"]}
    joint = facts["own"]["assignment"]["joint"]
    rows: dict[str, tuple[dict[str, list[str]], int]] = {}
    errors = []
    for row in rows_with_amount(content, bands):
        option = {band: _lots(row.cells[band]) for band in bands if row.cells[band]}
        try:
            amount = whole_number(row.cells[AMOUNT], name=AMOUNT)
        except ValueError as error:
            errors.append(RowError(row.number, str(error)))
            continue
        alone = [{band: lots} for band, lots in option.items()] if joint else [option]
        if not option or any(field(part) not in known for part in alone):
            errors.append(RowError(row.number, _("These lots are not one of your options.")))
        elif field(option) in rows:
            errors.append(RowError(row.number, _("The same option stands in an earlier row.")))
        rows[field(option)] = (option, amount)
    if errors:
        raise FileRefused(errors)
    return list(rows.values())


def _lots(cell: str) -> list[str]:
    return [lot.strip() for lot in bare(cell).split(BETWEEN_LOTS)]


def _bands(facts: Facts) -> list[str]:
    return [band["category"] for band in facts["own"]["assignment"]["bands"]]


def _has_options(page: BidderPage) -> bool:
    return (
        page.round is not None and page.facts["ballot"] == "assignment" and page.facts["own"]["assignment"] is not None
    )
