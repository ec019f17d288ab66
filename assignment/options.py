"""Each winner's feasible options (R-A1): what it may bid on, and what it may get without a bid.

An option names the lots of the winner in every band of one group of bands decided together; it is feasible when all
other winners can still be served as their bands demand. Bands constrain each other only through bids, so a joint option
is any combination of options of the single bands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from assignment.bands import Holding, pieces
from assignment.case import AssignmentCase
from assignment.choices import Choice
from assignment.joint import joint_bands


@dataclass(frozen=True)
class Option:
    """Lots that a bidder may get, by band; ``pieces`` counts runs over all bands, ``adjacent`` the bidder's holdings
    they touch.
    """

    bidder: str
    lots: Mapping[str, tuple[str, ...]]
    pieces: int
    adjacent: tuple[Holding, ...]


def options(case: AssignmentCase) -> dict[str, list[Option]]:
    """All feasible options of every winner. Raises what ``AssignmentCase.choices`` raises."""
    return {bidder: list(each_option(case, bidder)) for bidder in sorted(case.winners)}


def each_option(case: AssignmentCase, bidder: str) -> Iterator[Option]:
    """The feasible options of one winner, one at a time, group of bands by group of bands, lowest lots first."""
    for bands in _groups_of(case, bidder):
        for lots in product(*(case.choices[band].each(case.party(band, bidder)) for band in bands)):
            yield _option(case, bidder, dict(zip(bands, lots, strict=True)))


def count_options(case: AssignmentCase, bidder: str) -> int:
    """How many options ``each_option`` yields, without listing them."""
    groups = _groups_of(case, bidder)
    return sum(prod(case.choices[band].count(case.party(band, bidder)) for band in bands) for bands in groups)


def _groups_of(case: AssignmentCase, bidder: str) -> list[tuple[str, ...]]:
    won = case.bands_of(bidder)
    groups = (group for step in case.steps for group in joint_bands(case, step))
    own = (tuple(band for band in group if band in won) for group in groups)
    return [bands for bands in own if bands]


def _option(case: AssignmentCase, bidder: str, lots: Mapping[str, Choice]) -> Option:
    bands = {category: case.band(category) for category in lots}
    return Option(
        bidder=bidder,
        lots={category: case.lot_ids(category, choice) for category, choice in lots.items()},
        pieces=sum(len(pieces(choice, bands[category].joined(bidder))) for category, choice in lots.items()),
        adjacent=tuple(
            h for category, choice in lots.items() for h in bands[category].adjacent_holdings(bidder, choice)
        ),
    )
