"""R-P3: why a winner pays what it pays, with the rival coalition and the bids that make it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from winner_determination.method import Blocking, Coalitions
from winner_determination.separation import Separation


class HeldBy(StrEnum):
    """What keeps a price from being lower."""

    COALITION = "coalition"  # a rival coalition that would otherwise offer the seller more
    RESERVE = "reserve"  # the reserve value of the package
    BID = "bid"  # pay-as-bid
    REFERENCE = "reference"  # the reference point of the pricing rule


@dataclass(frozen=True)
class CoreRow:
    """The winners ``payers`` pay at least ``at_least`` together: ``coalition`` would offer that for the lots with
    ``bids`` (ids)."""

    coalition: tuple[str, ...]
    payers: tuple[str, ...]
    at_least: int
    bids: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """``rows`` are the core rows (of those shown with the result) that hold the price."""

    held_by: HeldBy
    rows: tuple[CoreRow, ...]
    text: str


def core_row(separation: Separation, coalitions: Coalitions, blocking: Blocking) -> CoreRow:
    """The row in names. Its coalition lists those who would win something."""
    book = separation.case.book
    rows = coalitions.rows_of(blocking)
    return CoreRow(
        coalition=tuple(book.bidder_of(row) for row in rows),
        payers=tuple(book.bidders[bidder] for bidder in blocking.payers),
        at_least=blocking.at_least,
        bids=tuple(book.bid_ids[row] for row in rows),
    )


def explain(separation: Separation, bidder: int, price: Fraction, holding: Mapping[Blocking, CoreRow]) -> Explanation:
    """Why ``bidder`` pays ``price``; ``holding``: the rows that hold the prices where they are."""
    if price == separation.reserve_value(bidder):
        return Explanation(
            HeldBy.RESERVE, (), f"{price} is the reserve value of the package: no rival bids more for it."
        )
    rows = tuple(row for blocking, row in holding.items() if bidder in blocking.payers)
    if rows:
        return Explanation(HeldBy.COALITION, rows, " ".join(_sentence(separation, row) for row in rows))
    if price == separation.bid(bidder):
        return Explanation(HeldBy.BID, (), f"{price} is the winning bid.")
    return Explanation(
        HeldBy.REFERENCE, (), f"{price} is the point of the core nearest to the reference of the pricing rule."
    )


def _sentence(separation: Separation, row: CoreRow) -> str:
    book = separation.case.book
    bids = ", ".join(_bid(separation, book.row_of[bid_id]) for bid_id in row.bids)
    payers = " and ".join(row.payers)
    pay = "pay together" if len(row.payers) > 1 else "pays"
    return (
        f"Without the bids of {payers} the lots would go to {bids or 'nobody (they stay unsold at reserve)'}; "
        f"so {payers} {pay} at least {row.at_least}."
    )


def _bid(separation: Separation, row: int) -> str:
    book = separation.case.book
    package = " + ".join(f"{lots} {category}" for category, lots in book.package(row).items())
    return f"{book.bidder_of(row)} ({package} for {int(book.amount[row])})"
