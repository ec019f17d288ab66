"""The bid book of the assignment stage: the same book, solver and core prices as the principal stage (R-A2, R-A3).

Each lot is a category of supply 1; each winner's ways to stand in the bands are its mutually exclusive bids, worth 0
where it bid nothing; every winner must be awarded one. Unsold lots that have to stay together are a pseudo-bidder whose
bids are all zero. A coalition without a bidder is valued with the bidder's bids set to zero, not removed: it still has
to be assigned.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from assignment.case import AssignmentCase
from assignment.choices import Choice, Stand
from assignment.errors import TooManyOptionsError
from assignment.layout import unsold_name
from assignment.worth import Worth
from winner_determination.bid_book import BidBook, Category
from winner_determination.case import Case, Counterfactual, Objective

COLUMN_LIMIT = 200_000
"""Bids in one book: beyond this, joint bids tie too many bands together."""


@dataclass(frozen=True)
class Column:
    """One bid of the book: how ``owner`` stands in each band, and what that is worth to it."""

    owner: str
    stands: Mapping[str, Stand]
    amount: int


@dataclass(frozen=True, eq=False)
class AssignmentBook:
    """The case for winner determination, and what each of its bids means (``columns``, by bid id)."""

    assignment: AssignmentCase
    case: Case
    columns: Mapping[str, Column]

    def option(self, bid_id: str) -> dict[str, list[str]]:
        """The lots of a bid by band; a band is left out where the bid takes any lots that others leave."""
        stands = self.columns[bid_id].stands
        return {band: list(self.assignment.lot_ids(band, s.lots)) for band, s in stands.items() if not s.open}


def bid_book(case: AssignmentCase, bands: tuple[str, ...]) -> AssignmentBook:
    """Write the bands that are decided together as one winner determination.

    Raises TooManyOptionsError where joint options are more than a book can hold.
    """
    columns = {f"option {number}": column for number, column in enumerate(_columns(case, bands))}
    categories: list[Category] = []
    offset: dict[str, int] = {}
    for band in bands:
        offset[band] = len(categories)
        categories += [Category(f"{band} {row.id}", row.supply) for row in case.choices[band].rows]
    quantity = np.zeros((len(columns), len(categories)), dtype=np.int64)
    for number, column in enumerate(columns.values()):
        for band, stand in column.stands.items():
            for row, used in stand.usage.items():
                quantity[number, offset[band] + row] = used
    owners = [column.owner for column in columns.values()]
    book = BidBook.from_arrays(
        categories,
        bid_ids=list(columns),
        owners=owners,
        quantity=quantity,
        amount=[column.amount for column in columns.values()],
    )
    return AssignmentBook(
        case,
        Case(
            book=book,
            pricing=case.pricing,
            ties=(Objective.SEED,),
            seed=case.seed,
            method=case.method,
            must_win=frozenset(owners),
            counterfactual=Counterfactual.ZEROED,
        ),
        columns,
    )


def _columns(case: AssignmentCase, bands: tuple[str, ...]) -> Iterator[Column]:
    total = 0
    for bidder in sorted(case.winners):
        own = tuple(band for band in bands if band in case.bands_of(bidder))
        if own:
            worth = Worth(bid for bid in case.bids if bid.bidder == bidder and set(bid.lots) <= set(bands))
            stands = [case.choices[band].stands(case.party(band, bidder), worth.named(band)) for band in own]
            total += prod(len(each) for each in stands)
            if total > COLUMN_LIMIT:
                reason = f"bids on {', '.join(own)} together make more than {COLUMN_LIMIT} options; join fewer bands"
                raise TooManyOptionsError("bids", reason)
            for chosen in product(*stands):
                yield _column(bidder, dict(zip(own, chosen, strict=True)), worth)
    for band in bands:
        layout = case.choices[band].layout
        for party in set(layout.parties) - set(layout.winners):
            for stand in case.choices[band].stands(party, ()):
                yield Column(unsold_name(layout.band), {band: stand}, 0)


def _column(bidder: str, stands: Mapping[str, Stand], worth: Worth) -> Column:
    lots: dict[str, Choice | None] = {band: None if stand.open else stand.lots for band, stand in stands.items()}
    return Column(bidder, stands, worth.of(lots))
