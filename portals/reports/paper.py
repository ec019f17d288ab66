"""A document on A4 paper: headings, sentences, fields with values, tables, hashes. Knows nothing of auctions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from fpdf import FPDF, FontFace, XPos, YPos
from fpdf.enums import TableBordersLayout

FONTS = Path(settings.BASE_DIR) / "node_modules" / "dejavu-fonts-ttf" / "ttf"
SANS, MONO = "DejaVu", "DejaVu Mono"
INK = (20, 54, 63)
LINE = 5.5  # millimetres from one line of text to the next

Field = tuple[str, str]


class Paper(FPDF):
    """``content()`` gives the file. ``as_of`` is its date, so that the same content is the same bytes; ``foot`` stands
    beneath every page.
    """

    def __init__(self, *, title: str, foot: str, as_of: datetime) -> None:
        super().__init__()
        self._foot = foot
        for style, file in (("", "DejaVuSans"), ("B", "DejaVuSans-Bold")):
            self.add_font(SANS, style, FONTS / f"{file}.ttf")
        self.add_font(MONO, "", FONTS / "DejaVuSansMono.ttf")
        self.set_creation_date(as_of)
        self.set_title(title)
        self.set_lang(get_language() or "en")
        self.set_auto_page_break(True, margin=22)
        self.set_margins(20, 20)
        self.add_page()
        self._say(title, size=18, style="B", ink=INK)
        self.ln(3)

    def footer(self) -> None:
        """What fpdf2 asks for beneath each page."""
        self.set_y(-16)
        self.set_font(SANS, "", 8)
        self.cell(w=0, text=f"{self._foot}   {self.page_no()}", align="R")

    def heading(self, text: str) -> None:
        self.ln(4)
        self._say(text, size=12, style="B", ink=INK)

    def paragraph(self, text: str, *, strong: bool = False) -> None:
        self._say(text, style="B" if strong else "")
        self.ln(1)

    def fields(self, rows: Iterable[Field], *, hashes: bool = False) -> None:
        """Names on the left, values on the right, hashes in a face whose letters are told apart."""
        value = FontFace(family=MONO, size_pt=8) if hashes else None
        self.set_font(SANS, "", 9.5)
        with self.table(
            col_widths=(34, 66),
            first_row_as_headings=False,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            line_height=LINE,
            text_align="LEFT",
            wrapmode="CHAR" if hashes else "WORD",
        ) as table:
            for name, text in rows:
                row = table.row()
                row.cell(name)
                row.cell(text, style=value)
        self.ln(2)

    def columns(self, header: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[int]) -> None:
        """A table of text in the first column and figures in the others."""
        self.set_font(SANS, "", 8.5)
        with self.table(
            col_widths=tuple(widths),
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis="BOLD"),
            line_height=LINE,
            text_align=("LEFT", *("RIGHT" for _ in header[1:])),
        ) as table:
            for each in (header, *rows):
                table.row(each)
        self.ln(2)

    def content(self) -> bytes:
        return bytes(self.output())

    def _say(self, text: str, *, size: float = 9.5, style: str = "", ink: tuple[int, int, int] = (0, 0, 0)) -> None:
        self.set_font(SANS, style, size)
        self.set_text_color(*ink)
        self.multi_cell(0, size * 0.6, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_text_color(0, 0, 0)
