"""What CSV files of bids, and the spreadsheets with the same rows, have in common, down and up.

Down: no cell can be taken for a formula by a spreadsheet. Up: all or nothing, every error with its row.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from auctions.spreadsheets import bare, without_formula
from portals.ballots import sheets

AMOUNT = "amount"
LARGEST_FILE = 2_000_000  # bytes; four thousand packages of thirty categories are a tenth of it
MOST_ROWS = 9_000  # each becomes a field of the form, of which a request takes 10,000


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


@dataclass(frozen=True)
class FileRow:
    """One row with an amount; ``cells`` by column, empty where the row is short."""

    number: int
    cells: dict[str, str]


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """The file's text, None as an empty cell; text that starts like a formula gets an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow(["" if cell is None else without_formula(str(cell)) for cell in row])
    return text.getvalue()


def attached(text: str, file_name: str) -> HttpResponse:
    """A CSV file to be saved."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def uploaded(request: HttpRequest) -> bytes:
    """What the form brought. Raises FileRefused."""
    file = request.FILES.get("file")
    if file is None:
        raise FileRefused([RowError(1, _("Choose a file first."))])
    if file.size is None or file.size > LARGEST_FILE:
        raise FileRefused([RowError(1, _("The file is larger than 2 MB."))])
    return bytes(file.read())


def rows_with_amount(content: bytes, columns: Sequence[str]) -> list[FileRow]:
    """The rows whose amount is not empty, with ``columns`` and the amount.

    Raises FileRefused where the file cannot be read or its header lacks a column.
    """
    header, *rows = _table(content) or [[]]
    if len(rows) > MOST_ROWS:
        raise FileRefused([RowError(MOST_ROWS + 2, _("The file has more than %(n)s rows.") % {"n": MOST_ROWS})])
    named = {bare(name): place for place, name in enumerate(header)}
    wanted = (*columns, AMOUNT)
    missing = [name for name in wanted if name not in named]
    if missing:
        raise FileRefused(
            [RowError(1, _("The header lacks the column %(name)s.") % {"name": name}) for name in missing]
        )
    read = [
        FileRow(number, {name: "".join(row[named[name] : named[name] + 1]).strip() for name in wanted})
        for number, row in enumerate(rows, start=2)
    ]
    return [row for row in read if row.cells[AMOUNT]]


def _table(content: bytes) -> list[list[str]]:
    """The rows of a CSV file or of a spreadsheet, one more than there may be at most. Raises FileRefused."""
    if sheets.is_sheet(content):
        try:
            return sheets.read(content, most_rows=MOST_ROWS + 1)
        except sheets.SheetRefused as error:
            raise FileRefused([RowError(row, message) for row, message in error.errors]) from error
    try:
        return list(islice(csv.reader(io.StringIO(content.decode("utf-8-sig"))), MOST_ROWS + 2))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileRefused([RowError(1, _("The file is neither a CSV file in UTF-8 nor an XLSX file."))]) from error


def as_sheet(text: str, file_name: str) -> HttpResponse:
    """A CSV file's text as an XLSX file to be saved."""
    response = HttpResponse(sheets.write(list(csv.reader(io.StringIO(text)))), content_type=sheets.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
