"""Which packages a bidder may bid on at all (R-C1): spectrum caps, excluded combinations, lots reserved to a class.

These limits belong to the bidder, not to the round: they hold in the clock and in the supplementary round alike.
Source: SI 2012/2817 regs 22-23 (read).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from auctions.rules.history import Category, Package, Refusal, name_package


@dataclass(frozen=True, slots=True)
class SpectrumCap:
    """At most ``limit`` over weighted categories, for each of ``bidders``; None means for every bidder."""

    weights: tuple[int, ...]  # per lot, in the order of the categories; MHz for instance
    limit: int
    bidders: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class GroupCap:
    """At most ``limit`` over weighted categories for the ``members`` of one group together."""

    members: frozenset[str]
    weights: tuple[int, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class ExcludedCombination:
    """No package holds at least these quantities together, such as one lot of each of two categories."""

    quantities: Package  # 0: the category does not matter


@dataclass(frozen=True, slots=True)
class ReservedLots:
    """Lots of a category that only the bidders of a class may bid on; the others may ask for the rest."""

    category: str
    lots: int
    class_id: str


@dataclass(frozen=True)
class Permissible:
    """Everything R-C1 forbids in one auction."""

    categories: tuple[Category, ...]
    caps: tuple[SpectrumCap, ...] = ()
    groups: tuple[GroupCap, ...] = ()
    excluded: tuple[ExcludedCombination, ...] = ()
    reserved: tuple[ReservedLots, ...] = ()


def check_permissible(
    rules: Permissible,
    bidder: str,
    package: Package,
    *,
    classes: frozenset[str] = frozenset(),
    group_packages: Mapping[str, Package] | None = None,
) -> list[Refusal]:
    """What forbids ``package`` to ``bidder`` of ``classes`` whatever the prices; an empty list if nothing does.

    ``group_packages`` holds what the other members of the bidder's groups ask for, where a group shares one limit
    already in bidding; left out, a group's limit applies to the bidder alone and is settled among the winners.
    Source: docs/rules/activity.md, R-C1.
    """
    return [
        *check_supply(rules.categories, package),
        *check_reserved(rules, package, classes),
        *check_caps(rules, bidder, package),
        *check_groups(rules, bidder, package, group_packages or {}),
        *check_combinations(rules, package),
    ]


def check_supply(categories: Sequence[Category], package: Package) -> list[Refusal]:
    """R-C1: a package asks for no more lots than there are."""
    return [
        _above(category.id, asked, category.supply, "the lots on offer")
        for category, asked in zip(categories, package, strict=True)
        if asked > category.supply
    ]


def check_reserved(rules: Permissible, package: Package, classes: frozenset[str]) -> list[Refusal]:
    """R-C1: lots reserved to a class are closed to the bidders outside it (see R-D2)."""
    if not rules.reserved:
        return []
    refusals = []
    for category, asked in zip(rules.categories, package, strict=True):
        closed = sum(r.lots for r in rules.reserved if r.category == category.id and r.class_id not in classes)
        if closed and category.supply - closed < asked <= category.supply:
            refusals.append(_above(category.id, asked, category.supply - closed, "the lots open to you"))
    return refusals


def check_caps(rules: Permissible, bidder: str, package: Package) -> list[Refusal]:
    """R-C1: a bidder stays within its spectrum caps."""
    refusals = []
    for cap in rules.caps:
        total = sum(map(mul, cap.weights, package))
        if total > cap.limit and (cap.bidders is None or bidder in cap.bidders):
            refusals.append(_cap_broken(rules, cap.weights, total, cap.limit, "your spectrum cap"))
    return refusals


def check_groups(
    rules: Permissible, bidder: str, package: Package, group_packages: Mapping[str, Package]
) -> list[Refusal]:
    """R-C1: the members of a group stay within its cap together."""
    refusals = []
    for group in rules.groups:
        if bidder not in group.members:
            continue
        others = [asked for member, asked in group_packages.items() if member in group.members and member != bidder]
        total = sum(sum(map(mul, group.weights, asked)) for asked in [package, *others])
        if total > group.limit:
            refusals.append(_cap_broken(rules, group.weights, total, group.limit, "the cap of your group"))
    return refusals


def check_combinations(rules: Permissible, package: Package) -> list[Refusal]:
    """R-C1: excluded combinations of lots are not bid on."""
    return [
        Refusal(
            "R-C1",
            f"{name_package(rules.categories, excluded.quantities)} may not be held together; fewer of one would pass",
            {"excluded": list(excluded.quantities)},
        )
        for excluded in rules.excluded
        if all(asked >= held for asked, held in zip(package, excluded.quantities, strict=True))
    ]


def _above(category: str, asked: int, limit: int, what: str) -> Refusal:
    reason = f"{category}: at most {limit}, {what}, would pass"
    return Refusal("R-C1", reason, {"category": category, "quantity": asked, "at_most": limit})


def _cap_broken(rules: Permissible, weights: tuple[int, ...], total: int, limit: int, what: str) -> Refusal:
    counted = ", ".join(category.id for category, weight in zip(rules.categories, weights, strict=True) if weight)
    reason = f"{counted} come to {total}; at most {limit}, {what}, would pass"
    return Refusal("R-C1", reason, {"total": total, "at_most": limit})
