"""The rulebook of a combinatorial clock auction: one validated, frozen document that decides everything the rules leave
open.

Every field is explained in docs/rulebook.md. Amounts are whole bid units, shares are exact fractions written as
decimals or ``"7/10"``.
"""

from auctions.formats.cca.rulebook.assignment import AssignmentStage
from auctions.formats.cca.rulebook.bidders import (
    BidderClass,
    Cap,
    Deposits,
    DepositStep,
    ReservedPortfolios,
    SetAside,
)
from auctions.formats.cca.rulebook.clock import (
    Activity,
    ClockRounds,
    Closing,
    Extensions,
    Increments,
    IncrementStep,
    RequirementStep,
)
from auctions.formats.cca.rulebook.conduct import Disclosure, Schedule
from auctions.formats.cca.rulebook.document import Rulebook
from auctions.formats.cca.rulebook.lots import Category, Lot, Unit
from auctions.formats.cca.rulebook.sealed import SupplementaryRound, WinnerDetermination

__all__ = [
    "Activity",
    "AssignmentStage",
    "BidderClass",
    "Cap",
    "Category",
    "ClockRounds",
    "Closing",
    "DepositStep",
    "Deposits",
    "Disclosure",
    "Extensions",
    "IncrementStep",
    "Increments",
    "Lot",
    "RequirementStep",
    "ReservedPortfolios",
    "Rulebook",
    "Schedule",
    "SetAside",
    "SupplementaryRound",
    "Unit",
    "WinnerDetermination",
]
