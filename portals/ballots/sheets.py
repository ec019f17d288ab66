"""Spreadsheets (XLSX) of bids: the same rows as the CSV files, down and up.

Down: every cell is text or a whole number, never a formula. Up: only what a person sees in one plain sheet is taken;
formulas, merged cells, dates, fractions, hidden sheets, rows and columns are refused with row and cell, and files that
would unpack to more than they may before anything of them is unpacked.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import TYPE_STRING, Cell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

ZIP_BEGINS = b"PK\x03\x04"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_UNPACKED = 20_000_000  # bytes; nine thousand rows of thirty columns are a quarter of it
MOST_PARTS = 60  # files in the archive
MOST_COLUMNS = 100
MARKS_A_FORMULA, MARKS_AN_ERROR = "f", "e"

Table = list[list[str]]


class SheetRefused(ValueError):
    """Nothing of the spreadsheet was taken. ``errors``: row as spreadsheets count, and a sentence."""

    def __init__(self, errors: Sequence[tuple[int, str]]) -> None:
        self.errors = tuple(errors)
        super().__init__(f"{len(self.errors)} cells")


def is_sheet(content: bytes) -> bool:
    """Whether the file is one of these by its content, whatever its name says."""
    return content.startswith(ZIP_BEGINS)


def write(rows: Table) -> bytes:
    """The rows as a file; digits become numbers, everything else text that no spreadsheet evaluates."""
    book = Workbook(write_only=False)
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 (of a new workbook)
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            if text.isascii() and text.isdigit():
                cell.value = int(text)
            elif text:
                cell.value = text
                cell.data_type = TYPE_STRING
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes, *, most_rows: int) -> Table:
    """The cells as text. Raises SheetRefused."""
    sheet = _only_sheet(content)
    if sheet.max_row > most_rows:
        raise SheetRefused([(most_rows + 1, _("The sheet has more than %(n)s rows.") % {"n": most_rows})])
    if sheet.max_column > MOST_COLUMNS:
        raise SheetRefused([(1, _("The sheet has more than %(n)s columns.") % {"n": MOST_COLUMNS})])
    errors = [*_hidden_parts(sheet), *((_row_of(each), text) for each, text in _bad_cells(sheet))]
    if errors:
        raise SheetRefused(sorted(errors))
    return [[_text(cell.value) for cell in row] for row in sheet.iter_rows()]


def _only_sheet(content: bytes) -> Worksheet:
    """The one sheet of the workbook. Raises SheetRefused."""
    _refuse_bomb(content)
    try:
        book = load_workbook(io.BytesIO(content), data_only=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as error:
        raise SheetRefused([(1, _("The file is not a spreadsheet that can be read."))]) from error
    hidden = [each.title for each in book.worksheets if each.sheet_state != Worksheet.SHEETSTATE_VISIBLE]
    if hidden:
        raise SheetRefused([(1, _("The sheet %(name)s is hidden.") % {"name": hidden[0]})])
    if len(book.sheetnames) != 1 or not book.worksheets:
        raise SheetRefused([(1, _("The file has more than one sheet; it must have one."))])
    return book.worksheets[0]


def _refuse_bomb(content: bytes) -> None:
    """By what the archive's directory states, which is the most that is unpacked. Raises SheetRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise SheetRefused([(1, _("The file is not a spreadsheet that can be read."))]) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise SheetRefused([(1, _("The file unpacks to more than a list of bids can be."))])


def _hidden_parts(sheet: Worksheet) -> Iterator[tuple[int, str]]:
    for number, row in sheet.row_dimensions.items():
        if row.hidden:
            yield number, _("The row is hidden.")
    for name, column in sheet.column_dimensions.items():
        if column.hidden:
            yield 1, _("The column %(name)s is hidden.") % {"name": name}


def _bad_cells(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    """Cells that are not plain text or whole numbers, by their place such as B7."""
    for merged in sheet.merged_cells.ranges:
        yield merged.coord.split(":")[0], _("The cells %(place)s are merged.") % {"place": merged.coord}
    for row in sheet.iter_rows():
        for cell in row:
            problem = _problem(cell) if isinstance(cell, Cell) else ""
            if problem:
                yield cell.coordinate, problem % {"place": cell.coordinate}


def _problem(cell: Cell) -> str:
    if cell.data_type == MARKS_A_FORMULA:
        return _("%(place)s is a formula; put the number itself there.")
    if cell.data_type == MARKS_AN_ERROR:
        return _("%(place)s shows an error.")
    if cell.is_date:
        return _("%(place)s is a date; lots and amounts are whole numbers.")
    if isinstance(cell.value, bool):
        return _("%(place)s is yes or no; lots and amounts are whole numbers.")
    if isinstance(cell.value, float) and not cell.value.is_integer():
        return _("%(place)s has decimals; lots and amounts are whole numbers.")
    return ""


def _row_of(place: str) -> int:
    return int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) else str(value)
