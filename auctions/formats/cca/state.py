"""Where a combinatorial clock auction stands: one frozen record, made new by every act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

from auctions.formats.cca.rulebook import Rulebook
from auctions.formats.contract import Bidder
from auctions.rules.classes import BidderClass, ShownPrice, price_shown
from auctions.rules.closing import KeyBid
from auctions.rules.deposits import Forfeiture
from auctions.rules.extensions import Extension
from auctions.rules.history import BidderHistory, Package
from auctions.rules.intra_round import IntraRoundBid


class Stage(StrEnum):
    CLOCK = "clock"
    SUPPLEMENTARY = "supplementary"
    PRINCIPAL = "principal"  # who wins how many lots, at which base price
    ASSIGNMENT = "assignment"
    PLAN = "plan"  # who gets which lots, at which additional price
    FINISHED = "finished"


class Decision(StrEnum):
    """What the auctioneer decides, by the name in the act."""

    END_CLOCK = "end_clock"
    REVEAL_SEED = "reveal_seed"
    PUBLISH = "publish"
    RECORD_DEPOSIT = "record_deposit"
    FORFEIT_DEPOSIT = "forfeit_deposit"


@dataclass(frozen=True)
class ClockRound:
    """A closed clock round: prices per lot and total demand, in the order of the categories."""

    number: int
    prices: Package
    demand: Package  # what the bidders' packages come to
    counted: Package  # demand as prices and closing count it: with set-asides and the key bid (R-C6)
    key_bid: KeyBid | None
    bid: frozenset[str]  # who placed a ballot, an explicit "no bid" included; the others were silent
    asked: Mapping[str, Package]  # of bidders held to another package, what they asked for (undersell)
    point: Fraction  # where between the last prices and the round's the round ended (R-C9); 1 without bids within it


@dataclass(frozen=True)
class PackageBid:
    """A bid of the supplementary round, or of a bidder that opts in to the reserved portfolios."""

    package: Package
    amount: int


@dataclass(frozen=True)
class ClockBid:
    """A ballot of a clock round: the package at its prices, the ones on the way there, and what is opted in to."""

    package: Package
    within: tuple[IntraRoundBid, ...] = ()
    opt_in: tuple[PackageBid, ...] = ()


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
    ballots: Mapping[str, ClockBid] = field(default_factory=dict)
    extension: Extension | None = None  # while the open round runs on for those who missed it (R-C7)
    extensions_used: Mapping[str, int] = field(default_factory=dict)
    clock: tuple[ClockRound, ...] = ()
    opt_in: Mapping[str, tuple[PackageBid, ...]] = field(default_factory=dict)
    deposits: Mapping[str, int] = field(default_factory=dict)  # bid units, by bidder
    forfeitures: tuple[Forfeiture, ...] = ()
    supplementary: Mapping[str, tuple[PackageBid, ...]] = field(default_factory=dict)
    seed: str | None = None
    principal: Mapping[str, Any] | None = None
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    option_bids: Mapping[str, tuple[OptionBid, ...]] = field(default_factory=dict)
    earlier_option_bids: Mapping[str, tuple[OptionBid, ...]] = field(default_factory=dict)  # of steps done (R-A4)
    plan: Mapping[str, Any] | None = None
    published: bool = False

    @cached_property
    def judged_lists(self) -> dict[str, dict[str, Any]]:
        """What ``own_facts`` says of supplementary lists, by bidder, as far as somebody has asked."""
        return {}

    @property
    def clock_round(self) -> int:
        """Number of the open clock round, or of the last one."""
        return len(self.clock) + (1 if self.stage is Stage.CLOCK and self.open else 0)

    @property
    def round_prices(self) -> Package:
        """Prices of the open clock round, or of the last one."""
        assert self.prices is not None, "a clock round has prices"  # noqa: S101 (an invariant of the state, not a check of input)
        return self.prices

    def history(self, bidder: str) -> BidderHistory:
        return self.histories[bidder]

    def classes(self, bidder: str) -> tuple[BidderClass, ...]:
        """The classes the bidder belongs to, as the rules know them."""
        return self._classes[bidder]

    @cached_property
    def _classes(self) -> dict[str, tuple[BidderClass, ...]]:
        return {
            bidder.id: tuple(each.rule for each in self.rulebook.classes if each.id in bidder.classes)
            for bidder in self.bidders
        }

    def price_shown(self, bidder: str, price: int) -> ShownPrice:
        """A price as the bidder sees it, with its bidding credit (R-D2)."""
        return price_shown(price, self.classes(bidder))
