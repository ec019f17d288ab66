"""What CSV files of bids have in common, down and up.

Down: no cell can be taken for a formula by a spreadsheet. Up: all or nothing, every error with its row.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

AMOUNT = "amount"
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
        writer.writerow(["" if cell is None else _harmless(cell) for cell in row])
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

    Raises FileRefused where the file is no CSV file or its header lacks a column.
    """
    try:
        table = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        named = {bare(name or ""): name for name in table.fieldnames or ()}
        rows = list(table)
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileRefused([RowError(1, _("The file is not a CSV file in UTF-8."))]) from error
    wanted = (*columns, AMOUNT)
    missing = [name for name in wanted if name not in named]
    if missing:
        raise FileRefused(
            [RowError(1, _("The header lacks the column %(name)s.") % {"name": name}) for name in missing]
        )
    read = [
        FileRow(number, {name: (cells[named[name]] or "").strip() for name in wanted})
        for number, cells in enumerate(rows, start=2)
    ]
    return [row for row in read if row.cells[AMOUNT]]


def bare(cell: str) -> str:
    """A cell without the apostrophe that ``csv_text`` may have put before it."""
    rest = cell.strip().removeprefix("'")
    return rest if rest.startswith(FORMULA_STARTS) else cell.strip()


def _harmless(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
