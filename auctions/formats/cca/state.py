"""Where a combinatorial clock auction stands: one frozen record, made new by every act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from auctions.formats.cca.rulebook import Rulebook
from auctions.formats.contract import Bidder
from auctions.rules.history import BidderHistory, Package


class Stage(StrEnum):
    CLOCK = "clock"
    SUPPLEMENTARY = "supplementary"
    PRINCIPAL = "principal"  # who wins how many lots, at which base price
    ASSIGNMENT = "assignment"
    PLAN = "plan"  # who gets which lots, at which additional price
    FINISHED = "finished"


@dataclass(frozen=True)
class ClockRound:
    """A closed clock round: prices per lot and total demand, in the order of the categories."""

    number: int
    prices: Package
    demand: Package
    bid: frozenset[str]  # who placed a ballot, an explicit "no bid" included; the others were silent


@dataclass(frozen=True)
class PackageBid:
    """A bid of the supplementary round."""

    package: Package
    amount: int


Option = Mapping[str, tuple[str, ...]]
"""Specific lots by category that a winner can get together."""


@dataclass(frozen=True)
class OptionBid:
    """A bid of the assignment round: how much the bidder pays at most, beyond its base price, to get these lots."""

    option: Option
    amount: int


@dataclass(frozen=True)
class CcaState:
    """``open`` is true while ballots are taken in ``stage``; ``ballots`` are those standing in an open clock round."""

    rulebook: Rulebook
    bidders: tuple[Bidder, ...]
    histories: Mapping[str, BidderHistory]
    stage: Stage = Stage.CLOCK
    open: bool = False
    prices: Package | None = None
    ballots: Mapping[str, Package] = field(default_factory=dict)
    clock: tuple[ClockRound, ...] = ()
    supplementary: Mapping[str, tuple[PackageBid, ...]] = field(default_factory=dict)
    seed: str | None = None
    principal: Mapping[str, Any] | None = None
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    option_bids: Mapping[str, tuple[OptionBid, ...]] = field(default_factory=dict)
    plan: Mapping[str, Any] | None = None
    published: bool = False

    @property
    def clock_round(self) -> int:
        """Number of the open clock round, or of the last one."""
        return len(self.clock) + (1 if self.stage is Stage.CLOCK and self.open else 0)

    def history(self, bidder: str) -> BidderHistory:
        return self.histories[bidder]
