"""The document ``clearband.assignment-result/1``."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from assignment.band_document import megahertz
from assignment.bands import Holding, pieces
from assignment.case import AssignmentCase
from assignment.options import Option, count_options, each_option
from assignment.stage import AssignmentResult, JointResult
from assignment.strip import Segment, Strip, strip_of_plan
from winner_determination import CoreRow, Winner

RESULT_FORMAT = "clearband.assignment-result/1"
OPTIONS_FORMAT = "clearband.assignment-options/1"


def result_document(result: AssignmentResult) -> dict[str, Any]:
    """The result as JSON; exact prices as fractions ("25/2"), frequencies in MHz."""
    case, exact = result.case, result.exact_prices
    return {
        "format": RESULT_FORMAT,
        "value": result.value,
        "proved_optimal": result.proved_optimal,
        "assignments": {bidder: _lists(bands) for bidder, bands in result.assignments.items()},
        "prices": result.prices,
        "prices_exact": exact and {bidder: str(price) for bidder, price in exact.items()},
        "vickrey": result.vickrey,
        "base_prices": {bidder: case.base_prices.get(bidder, 0) for bidder in sorted(case.winners)},
        "total_prices": result.total_prices,
        "options": {bidder: count_options(case, bidder) for bidder in sorted(case.winners)},
        "unsold": {band.category: _unsold(result, band.category) for band in case.bands},
        "steps": [[_part(part) for part in step] for step in result.steps],
        "band_plan": {
            band.category: strip_document(strip_of_plan(band, result.plan(band.category))) for band in case.bands
        },
    }


def own_results(result: AssignmentResult, bidder: str, steps: int) -> dict[str, Any]:
    """What one bidder is told after ``steps`` steps of the sequence: its own lots and prices, nobody else's (R-A4)."""
    parts = [part for step in result.steps[:steps] for part in step if bidder in part.lots]
    return {
        "bidder": bidder,
        "assignments": {
            band: list(result.case.lot_ids(band, lots)) for part in parts for band, lots in part.lots[bidder].items()
        },
        "prices": {"+".join(part.bands): part.winners[bidder].price for part in parts},
    }


def options_document(case: AssignmentCase) -> dict[str, Any]:
    """Each winner's feasible options as JSON, with the frequencies where the lots have some."""
    return {
        "format": OPTIONS_FORMAT,
        "options": {
            bidder: [_option(case, option) for option in each_option(case, bidder)] for bidder in sorted(case.winners)
        },
    }


def strip_document(strip: Strip) -> dict[str, Any]:
    """A strip as JSON, in MHz or lot numbers; with the paired uplink where there is one."""
    uplink = strip.uplink()
    document = {"unit": "MHz" if strip.in_khz else "lot", "segments": [_segment(strip, s) for s in strip.segments]}
    return document | ({"uplink": [_segment(uplink, s) for s in uplink.segments]} if uplink else {})


def _unsold(result: AssignmentResult, category: str) -> list[str]:
    held = {position for lots in result.plan(category).values() for position in lots}
    return [lot for position, lot in enumerate(result.case.band(category).ids) if position not in held]


def _part(part: JointResult) -> dict[str, Any]:
    result = part.result
    return {
        "bands": list(part.bands),
        "value": result.value,
        "method": str(result.method),
        "proved_optimal": result.proved_optimal,
        "winners": [_winner(part, winner) for winner in part.winners.values()],
        "core": {
            "minimum_revenue": _number(result.core.minimum_revenue),
            "constraints": [_row(part, row) for row in result.core.constraints],
        },
        "ties": {
            "optimal_plans_tied": result.ties.optimal_allocations_tied,
            "decided_by": str(result.ties.decided_by) if result.ties.decided_by else None,
        },
        "checks": {
            "feasible": result.checks.feasible,
            "integer_value_recomputed": result.checks.integer_value_recomputed,
        },
    }


def _winner(part: JointResult, winner: Winner) -> dict[str, Any]:
    return {
        "bidder": winner.bidder,
        "amount": winner.amount,
        "vickrey": winner.vickrey,
        "price": winner.price,
        "price_exact": None if winner.price_exact is None else str(winner.price_exact),
        "explanation": _why(part, winner),
    }


def _row(part: JointResult, row: CoreRow) -> dict[str, Any]:
    """A core constraint: with the bids of ``payers`` at zero, a plan with these bids would be chosen."""
    return {
        "coalition": [bidder for bidder in row.coalition if bidder in part.lots],
        "payers": [bidder for bidder in row.payers if bidder in part.lots],
        "at_least": row.at_least,
        "bids": [_bid(part, bid_id) for bid_id in row.bids if part.book.columns[bid_id].owner in part.lots],
    }


def _bid(part: JointResult, bid_id: str) -> dict[str, Any]:
    column = part.book.columns[bid_id]
    return {"bidder": column.owner, "option": part.book.option(bid_id), "amount": column.amount}


def _why(part: JointResult, winner: Winner) -> str:
    """R-P3: what makes the price, as a sentence."""
    rows = winner.explanation.rows if winner.explanation else ()
    return " ".join(_sentence(_row(part, row)) for row in rows) or "No other plan is worth more to the others."


def _sentence(row: Mapping[str, Any]) -> str:
    payers = " and ".join(row["payers"])
    bids = ", ".join(f"{bid['bidder']} ({_in_words(bid['option'])} for {bid['amount']})" for bid in row["bids"])
    pay = "pays" if len(row["payers"]) == 1 else "together pay"
    least = f"{payers} {pay} at least {row['at_least']}"
    return f"With the bids of {payers} at zero the best plan gives {bids}; so {least}."


def _in_words(option: Mapping[str, list[str]]) -> str:
    return ", ".join("+".join(lots) for lots in option.values() if lots)


def _option(case: AssignmentCase, option: Option) -> dict[str, Any]:
    return {
        "option": _lists(option.lots),
        "pieces": option.pieces,
        "frequencies": {band: _spans(case, option.bidder, band, lots) for band, lots in option.lots.items()},
        "adjacent_holdings": [_holding(holding) for holding in option.adjacent],
    }


def _spans(case: AssignmentCase, bidder: str, category: str, lots: tuple[str, ...]) -> list[list[int | float]]:
    """Lower and upper bound of each run of ``lots``, MHz; empty in a band without frequencies."""
    band = case.band(category)
    runs = pieces(tuple(sorted(band.positions(frozenset(lots)))), band.joined(bidder))
    bounds = [(band.lots[run[0]].start, band.lots[run[-1]].end) for run in runs]
    return [[megahertz(low), megahertz(high)] for low, high in bounds if low is not None and high is not None]


def _holding(holding: Holding) -> dict[str, Any]:
    return {"holder": holding.holder, "start": megahertz(holding.start), "end": megahertz(holding.end)}


def _segment(strip: Strip, segment: Segment) -> dict[str, Any]:
    bounds = (segment.start, segment.end)
    start, end = (megahertz(bound) for bound in bounds) if strip.in_khz else bounds
    return {
        "kind": str(segment.kind),
        "start": start,
        "end": end,
        "holder": segment.holder,
        "lots": list(segment.lots),
    }


def _number(value: Fraction | None) -> int | str | None:
    """Whole numbers as JSON numbers, others as fractions."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else str(value)


def _lists(bands: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {band: list(lots) for band, lots in bands.items()}
