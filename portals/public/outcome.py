"""An auction's outcome in the rows that result pages print, for the public and for the auctioneer alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from portals.charts.band_plan import codes


@dataclass(frozen=True)
class WinnerRow:
    """What one winner got and pays, in bid units. ``assignment`` and ``total`` are None until lots are assigned."""

    bidder: str
    name: str
    package: Mapping[str, int]
    lots: Mapping[str, Sequence[str]]
    bid: int
    vickrey: int | None
    base: int
    base_exact: str
    assignment: int | None
    credit: int
    total: int | None
    explanation: str  # empty where the pricing rule has none

    @property
    def base_is_rounded(self) -> bool:
        """Whether the exact base price was not a whole number of bid units."""
        return self.base_exact != str(self.base)


@dataclass(frozen=True)
class HoldingRow:
    """Neighbouring lots of one holder in one band; ``holder`` is None where unsold. Frequencies as text, in MHz."""

    category: str
    lots: tuple[str, ...]
    downlink: str
    uplink: str
    holder: str | None
    code: str


def winner_rows(facts: Mapping[str, Any], names: Mapping[str, str]) -> tuple[WinnerRow, ...]:
    """The winners in the order of the result; none before winner determination. ``names`` gives each bidder's name."""
    if facts["principal"] is None:
        return ()
    credits = facts["total"]["credits"]
    return tuple(_winner_row(winner, facts["assignment"], credits, names) for winner in facts["principal"]["winners"])


def holding_rows(facts: Mapping[str, Any], names: Mapping[str, str]) -> tuple[HoldingRow, ...]:
    """The band plan as a table: one row for each run of lots of one holder; none before the assignment."""
    if facts["assignment"] is None:
        return ()
    plan = facts["assignment"]["plan"]
    holders = dict.fromkeys(lot["bidder"] for band in plan for lot in band["lots"] if lot["bidder"] is not None)
    code = codes([names.get(holder, holder) for holder in holders])
    rows: list[HoldingRow] = []
    for band in plan:
        for bidder, run in groupby(band["lots"], key=lambda lot: lot["bidder"]):
            lots, name = list(run), names.get(bidder, bidder)
            rows.append(
                HoldingRow(
                    category=band["category"],
                    lots=tuple(lot["id"] for lot in lots),
                    downlink=_frequencies(lots[0].get("start"), lots[-1].get("end")),
                    uplink=_frequencies(lots[0].get("uplink_start"), lots[-1].get("uplink_end")),
                    holder=name,
                    code=code.get(name, ""),
                )
            )
    return tuple(rows)


def bidder_names(document: Mapping[str, Any]) -> dict[str, str]:
    """Each bidder's name by id, from the auction's document."""
    return {bidder["id"]: bidder.get("name") or bidder["id"] for bidder in document["bidders"]}


def _winner_row(
    winner: Mapping[str, Any],
    assignment: Mapping[str, Any] | None,
    credits: Mapping[str, int],
    names: Mapping[str, str],
) -> WinnerRow:
    bidder = winner["bidder"]
    credit = credits.get(bidder, 0)
    assigned = None if assignment is None else assignment["prices"].get(bidder, 0)
    return WinnerRow(
        bidder=bidder,
        name=names.get(bidder, bidder),
        package=winner["package"],
        lots={} if assignment is None else assignment["assignments"].get(bidder, {}),
        bid=winner["amount"],
        vickrey=winner["vickrey"],
        base=winner["price"],
        base_exact=winner["price_exact"],
        assignment=assigned,
        credit=credit,
        total=None if assigned is None else winner["price"] + assigned - credit,
        explanation=(winner["explanation"] or {"text": ""})["text"],
    )


def _frequencies(start: float | None, end: float | None) -> str:
    return "" if start is None or end is None else f"{start:g}–{end:g}"
