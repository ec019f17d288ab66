"""Bids for specific frequencies as a CSV file, down and up.

Down: one row for each option, a column for each category with the lots (``A1; A2``), the amount, and for information
the frequencies. Up: the same file; only the lots and the amount are read, all or nothing, and the rows only fill the
page: nothing is placed by uploading. Where the rulebook takes joint bids, a row may name lots of several categories.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from auctions.spreadsheets import bare
from portals.ballots.assignment import field, frequencies, offered
from portals.ballots.ballot_page import Entered, Facts, whole_number
from portals.ballots.csv_files import AMOUNT, FileRefused, RowError, csv_text, rows_with_amount

NAME = "options"
BETWEEN_LOTS = ";"
FREQUENCIES = "frequencies"

Option = Mapping[str, Sequence[str]]


def text(facts: Facts) -> str:
    """Every option with the amount that stands for it, ready to be filled in."""
    amounts = {field(bid["option"]): bid["amount"] for bid in (facts["own"]["ballot"] or {}).get("bids", ())}
    return write([(option, amounts.get(field(option), 0)) for option in offered(facts, amounts)], facts)


def entered(content: bytes, facts: Facts) -> Entered:
    """The page's fields as the file fills them. Raises FileRefused."""
    return {field(option): f"{amount:,}" for option, amount in read(content, facts)}


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
