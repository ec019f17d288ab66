"""A case of the assignment stage: bands, what everybody won, what they bid for specific lots, and the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from assignment.bands import Band
from assignment.choices import Choice, Choices, Runs
from assignment.layout import Party, lay_out
from assignment.scattered import Scattered
from winner_determination.case import Method, Pricing


@dataclass(frozen=True)
class OptionBid:
    """``amount`` (bid units, on top of the base price) if the bidder gets exactly these lots in each of the bands
    named.
    """

    bidder: str
    lots: Mapping[str, Choice]  # band -> positions of the lots
    amount: int


@dataclass(frozen=True, eq=False)
class AssignmentCase:
    """Everything that decides who gets which lots at what price.

    ``sequence`` lists the bands step by step (R-A4); bands of one step are assigned simultaneously. ``unsold_together``
    asks that the unsold lots of every band lie in one run.
    """

    bands: tuple[Band, ...]
    winners: Mapping[str, Mapping[str, int]]  # bidder -> category -> quantity won in the principal stage
    bids: tuple[OptionBid, ...] = ()
    unsold_together: bool = False
    pricing: Pricing = field(default_factory=Pricing)
    seed: str = ""
    method: Method = Method.AUTO
    sequence: tuple[tuple[str, ...], ...] = ()
    base_prices: Mapping[str, int] = field(default_factory=dict)  # bidder -> price of the principal stage, bid units

    @cached_property
    def choices(self) -> Mapping[str, Choices]:
        """What everybody may get, by band.

        Raises AssignmentError where more was won than there is, NoPlanError where a band has no plan.
        """
        layouts = [lay_out(band, self.winners, unsold_together=self.unsold_together) for band in self.bands]
        return {each.band.category: Runs(each) if each.band.contiguous else Scattered(each) for each in layouts}

    @cached_property
    def steps(self) -> tuple[tuple[str, ...], ...]:
        """The bands of each step; a single step where no sequence is published."""
        return self.sequence or (tuple(band.category for band in self.bands),)

    def band(self, category: str) -> Band:
        return next(band for band in self.bands if band.category == category)

    def party(self, category: str, bidder: str) -> Party:
        """The bidder as a party in a band. Raises KeyError where it won no lot there."""
        return self._parties[category][bidder]

    def bands_of(self, bidder: str) -> tuple[str, ...]:
        """The bands in which the bidder won lots."""
        return tuple(category for category, parties in self._parties.items() if bidder in parties)

    @cached_property
    def _parties(self) -> dict[str, dict[str, Party]]:
        return {category: {p.name: p for p in choices.layout.winners} for category, choices in self.choices.items()}

    def lot_ids(self, category: str, lots: Choice) -> tuple[str, ...]:
        ids = self.band(category).ids
        return tuple(ids[position] for position in lots)
