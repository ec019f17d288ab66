"""The CSV files of a bundle: what each column says, and the rows as they follow from the journal.

No cell can be taken for a formula by a spreadsheet: text that would start one has an apostrophe before it.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auctions.bundle.course import Course, Moment
from auctions.formats.contract import StepKind, Viewer
from auctions.replay.entries import EntryKind
from auctions.rules.disclosure import Role
from auctions.spreadsheets import without_formula

Row = Iterable[Any]


@dataclass(frozen=True)
class Table:
    """One CSV file."""

    file: str
    about: str
    columns: Mapping[str, str]
    rows: Callable[[Course], Iterator[Row]]


def csv_text(table: Table, course: Course) -> str:
    """The file's text: a header, lines that end with a line feed, None as an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows(course):
        writer.writerow(["" if cell is None else _harmless(cell) for cell in row])
    return text.getvalue()


def _harmless(cell: Any) -> str:
    match cell:
        case bool():
            return "yes" if cell else "no"
        case str():
            return without_formula(cell)
    return str(cell)


def _rounds(course: Course) -> Iterator[Row]:
    projection = course.whole
    ballots = Counter(bid["round"] for bid in projection.bids.values())
    for opening, played in projection.rounds.items():
        times = (played[name] for name in ("opened_at", "deadline", "closed_at", "voided_at"))
        named = (opening, played["stage"], played["number"], projection.sequences[opening])
        yield (*named, *times, ballots[opening])


def _prices(course: Course) -> Iterator[Row]:
    """A round's rows are complete when it closes; of one that was voided while it was open, nothing came."""
    closings = {moment.opening: moment for moment in course.moments if moment.entry.kind == EntryKind.ROUND_CLOSED}
    for moment in course.moments:
        if moment.entry.kind == EntryKind.ROUND_OPENED and moment.entry.body["act"].get("prices"):
            yield from _prices_of(moment, closings.get(moment.opening))


def _prices_of(opened: Moment, closed: Moment | None) -> Iterator[Row]:
    body = opened.entry.body
    proposed = _proposal(opened)
    came: Mapping[str, Any] = {} if closed is None else _last_round(closed)
    for category, price in sorted(body["act"]["prices"].items()):
        outcome = ((came.get(name) or {}).get(category) for name in ("prices", "demand", "excess"))
        yield opened.opening, body["round"]["number"], category, proposed.get(category), price, *outcome


def _proposal(opened: Moment) -> Mapping[str, int]:
    """The prices that the rules proposed before the round was opened."""
    steps = opened.before.format.next_steps(opened.before.state)
    return next((step.proposal.get("prices", {}) for step in steps if step.kind is StepKind.OPEN_ROUND), {})


def _last_round(closed: Moment) -> Mapping[str, Any]:
    """The round just closed, as the auditor is told of it."""
    known = closed.after.format.facts(closed.after.state, Viewer(Role.AUDITOR))
    rounds: list[Mapping[str, Any]] = known.get("rounds", [])
    return rounds[-1] if rounds else {}


def _bids(course: Course) -> Iterator[Row]:
    projection = course.whole
    for sequence, bid in projection.bids.items():
        played = projection.rounds[bid["round"]]
        where = (sequence, bid["round"], played["stage"], played["number"], bid["bidder"], bid["received_at"])
        values = [NEVER_OPENED] if bid["ballot"] is None else _values(bid["ballot"])
        for line, field, value in values:
            yield *where, bid["simulated"], line, field, value


NEVER_OPENED: tuple[None, str, None] = (None, "sealed", None)


def _values(ballot: Mapping[str, Any]) -> Iterator[tuple[int | None, str, Any]]:
    """Every value of a ballot, with the line it stands in where the ballot is a list: (1, "package.A", 2)."""
    for name, part in sorted(ballot.items()):
        if isinstance(part, list) and part:
            for line, listed in enumerate(part, start=1):
                yield from ((line, place, value) for place, value in _leaves(listed, "" if name == "bids" else name))
        else:
            yield from ((None, place, value) for place, value in _leaves(part, name))


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """The values inside, lists of plain values and what is empty as one JSON text each."""
    if isinstance(value, Mapping) and value:
        for name, inner in sorted(value.items()):
            yield from _leaves(inner, f"{place}.{name}" if place else name)
    else:
        yield place, value if isinstance(value, str | int | float | bool) else json.dumps(value, ensure_ascii=False)


def _results(course: Course) -> Iterator[Row]:
    projection = course.whole
    for name, found in projection.results.items():
        number, sequence = name.removeprefix(f"{found['stage']} "), projection.sequences[name]
        yield found["stage"], number, sequence, found["input_hash"], found["voided"], *result_files(name)


def result_files(name: str) -> tuple[str, str]:
    """Where the case and the result of a computation such as ``principal 1`` are."""
    path = f"results/{name.replace(' ', '-')}"
    return f"{path}.case.json", f"{path}.result.json"


OPENING = "which opening of a round, counted over the auction (a round held again after it was voided is another)"
ROUND = "number of the round within its stage"

TABLES = (
    Table(
        "rounds.csv",
        "One line for each opening of a round, voided ones too. Times are the database's clock, ISO 8601 in UTC.",
        {
            "opening": OPENING,
            "stage": "stage of the auction, in the words of its format",
            "round": ROUND,
            "entry": "number of the entry of the journal that opened it",
            "opened_at": "when it was opened",
            "deadline": "when it was to end, after every extension and pause; empty where it was open-ended",
            "closed_at": "when it was closed",
            "voided_at": "when it was voided: its ballots count for nothing; empty where it stands",
            "ballots": "how many ballots were accepted",
        },
        _rounds,
    ),
    Table(
        "prices.csv",
        "One line for each category of each opening of a round with prices. Prices in bid units a lot, demand in lots.",
        {
            "opening": OPENING,
            "round": ROUND,
            "category": "id of the category in the rulebook",
            "proposed": "price that the increment rules propose",
            "price": "price at which the round was opened; another than `proposed` is the auctioneer's choice",
            "closing_price": "price at which the round ended: below `price` only where bids within a round settle it",
            "demand": "lots that the standing packages of all bidders come to",
            "excess": "demand, as the rules count it, beyond the supply",
        },
        _prices,
    ),
    Table(
        "bids.csv",
        "Every ballot that was accepted, one line for each value in it; later ballots of a bidder in a round replace"
        " earlier ones. Ballots of voided rounds are among them: join `opening` with rounds.csv.",
        {
            "entry": "number of the entry of the journal that records the ballot; the same in all its lines",
            "opening": OPENING,
            "stage": "stage of the round",
            "round": ROUND,
            "bidder": "id of the bidder in the rulebook's list",
            "received_at": "the database's clock when it was accepted",
            "simulated": "yes where a simulated bidder of a demonstration placed it",
            "line": "which line of the ballot's list; empty where the ballot is no list",
            "field": "what the value is, such as package.A (lots of category A), amount, option.A (specific lots);"
            " sealed, without a value, where the ballot was encrypted and is not opened",
            "value": "lots, an amount in bid units, or a JSON list of lots; {} and [] where nothing was asked for",
        },
        _bids,
    ),
    Table(
        "results.csv",
        "One line for each computation of an outcome.",
        {
            "stage": "principal: who wins what at which base price; plan: which lots each winner gets",
            "number": "which computation of the stage",
            "entry": "number of the entry of the journal that records it",
            "input_hash": "SHA-256 of the case as RFC 8785 writes it, frozen when the computation was asked for",
            "voided": "yes where the rounds that it followed from were voided",
            "case_file": "the case, for the command line that its format names",
            "result_file": "the result, for the same command line with `verify`",
        },
        _results,
    ),
)
