"""When the clock stage ends (R-C6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from auctions.rules.eligibility import FULL
from auctions.rules.history import Category, Package, Prices, amount_of


@dataclass(frozen=True, slots=True)
class ClosingRule:
    """What ends the clock beside the plain rule, that no category has excess demand."""

    needs_full_requirement: bool = False  # only once the activity requirement has reached 100 %
    auctioneer_may_close: bool = False


class ClosingReason(StrEnum):
    """Why the clock stage ended, or goes on."""

    NO_EXCESS_DEMAND = "no_excess_demand"
    AUCTIONEER = "auctioneer"
    EXCESS_DEMAND = "excess_demand"
    REQUIREMENT_BELOW_FULL = "requirement_below_full"


@dataclass(frozen=True, slots=True)
class Closing:
    """Whether the clock stage is over after a round, and why."""

    over: bool
    reason: ClosingReason


def total_demand(categories: Sequence[Category], packages: Iterable[Package]) -> Package:
    """Lots asked for, by category."""
    columns = list(zip(*packages, strict=True))
    return tuple(map(sum, columns)) if columns else (0,) * len(categories)


def excess_demand(categories: Sequence[Category], demand: Package) -> Package:
    """Lots asked for beyond the supply, by category; 0 where supply covers demand."""
    return tuple(max(0, lots - category.supply) for category, lots in zip(categories, demand, strict=True))


def unsold(categories: Sequence[Category], demand: Package) -> Package:
    """Lots nobody asked for, by category."""
    return tuple(max(0, category.supply - lots) for category, lots in zip(categories, demand, strict=True))


def closing(
    categories: Sequence[Category],
    demand: Package,
    *,
    rule: ClosingRule = ClosingRule(),
    requirement: Fraction = FULL,
    closed_by_auctioneer: bool = False,
) -> Closing:
    """Whether the clock stage is over after a round with this total demand (R-C6).

    ``demand`` is the adjusted one where the rulebook counts key bids. ``requirement`` is the activity requirement of
    the round.
    Source: docs/rules/increments.md, R-C6.
    """
    if closed_by_auctioneer and rule.auctioneer_may_close:
        return Closing(True, ClosingReason.AUCTIONEER)
    if any(excess_demand(categories, demand)):
        return Closing(False, ClosingReason.EXCESS_DEMAND)
    if rule.needs_full_requirement and requirement < FULL:
        return Closing(False, ClosingReason.REQUIREMENT_BELOW_FULL)
    return Closing(True, ClosingReason.NO_EXCESS_DEMAND)


@dataclass(frozen=True, slots=True)
class KeyBid:
    """A bid that keeps a reserved portfolio in the demand: the cheapest to satisfy at the round's prices."""

    bidder: str
    package: Package
    amount: int  # bid units


def adjusted_demand(
    categories: Sequence[Category],
    packages: Mapping[str, Package],
    prices: Prices,
    opt_in: Mapping[str, Sequence[tuple[Package, int]]],
    earlier: Mapping[str, Sequence[tuple[Package, int]]] | None = None,
) -> tuple[Package, KeyBid | None]:
    """Demand by category with a place kept for a reserved portfolio (R-C6), and the key bid that keeps it.

    ``packages`` are the round's bids, ``opt_in`` each opted-in bidder's reserved portfolios with its amounts, and
    ``earlier`` its clock bids (packages and amounts), of which those that contain one of its portfolios count too.
    The demand is not adjusted where an opted-in bidder's bid of the round contains one of its portfolios, or nobody
    opted in. Otherwise the key bid is the one with the least difference n between its lots at the round's prices and
    its amount, counted in place of its bidder's own bid; of equal ones the one that adds least at the round's prices
    to what its bidder asked for, then the least bidder and package.
    Source: SI 2012/2817 regs 30-31 (read; the last tie rule is ours, the text's further order was not at hand).
    """
    nothing = (0,) * len(categories)
    plain = total_demand(categories, packages.values())
    served = any(
        contains(packages.get(bidder, nothing), portfolio)
        for bidder, portfolios in opt_in.items()
        for portfolio, _ in portfolios
    )
    candidates = list(_key_candidates(opt_in, earlier or {}))
    if served or not candidates:
        return plain, None

    def precedence(bid: KeyBid) -> tuple[int, int, str, Package]:
        asked = packages.get(bid.bidder, nothing)
        added = tuple(lots - min(lots, own) for lots, own in zip(bid.package, asked, strict=True))
        short = amount_of(bid.package, prices) - bid.amount
        return short, amount_of(added, prices), bid.bidder, bid.package

    key = min(candidates, key=precedence)
    others = (package for bidder, package in packages.items() if bidder != key.bidder)
    return total_demand(categories, [key.package, *others]), key


def contains(package: Package, portfolio: Package) -> bool:
    """Whether ``package`` holds every lot of ``portfolio``."""
    return all(own >= needed for own, needed in zip(package, portfolio, strict=True))


def _key_candidates(
    opt_in: Mapping[str, Sequence[tuple[Package, int]]], earlier: Mapping[str, Sequence[tuple[Package, int]]]
) -> Iterable[KeyBid]:
    for bidder, portfolios in opt_in.items():
        for portfolio, amount in portfolios:
            yield KeyBid(bidder, portfolio, amount)
        for package, amount in earlier.get(bidder, ()):
            if any(contains(package, portfolio) for portfolio, _ in portfolios):
                yield KeyBid(bidder, package, amount)
