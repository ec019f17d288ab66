"""Which package a bidder may ask for in a clock round (R-C3, R-C4).

The initial eligibility bounds every package, because deposits were paid for it. Below it the rules differ: points alone
decide, or a package above the eligibility passes when prices explain it, or prices decide in place of points.
"""

from collections.abc import Iterable
from enum import StrEnum
from operator import sub

from auctions.rules.anchors import reducing_rounds_since_eligible
from auctions.rules.consistency import cheapest_way_back, weights_of
from auctions.rules.history import (
    BidderHistory,
    BidderRound,
    Number,
    Package,
    Prices,
    Refusal,
    amount_of,
    counted,
    name_package,
)


class ClockActivity(StrEnum):
    """The activity rule of the clock stage."""

    POINTS = "points"  # R-C3
    RELAXED = "relaxed"  # R-C4
    WARP = "warp"  # R-C4 against every earlier round
    GARP = "garp"  # no negative cycle, in place of points
    MONOTONE = "monotone"  # no category may rise
    NONE = "none"


IN_PLACE_OF_POINTS = frozenset({ClockActivity.GARP, ClockActivity.MONOTONE})


def check_activity(
    history: BidderHistory, prices: Prices, package: Package, rule: ClockActivity = ClockActivity.POINTS
) -> list[Refusal]:
    """What forbids ``package`` in the next round at ``prices`` under ``rule``; an empty list if nothing does.

    To ask for nothing is always allowed.
    Source: docs/rules/activity.md, R-C3 and R-C4.
    """
    if rule is ClockActivity.NONE or not any(package):
        return []
    points = history.points(package)
    if points > history.initial_eligibility:
        return [_above_initial_eligibility(history, package, points)]
    if rule in IN_PLACE_OF_POINTS:
        return check_garp(history, prices, package) if rule is ClockActivity.GARP else check_monotone(history, package)
    if points <= history.eligibility:
        return []
    return _check_above_eligibility(history, prices, package, rule)


def _check_above_eligibility(
    history: BidderHistory, prices: Prices, package: Package, rule: ClockActivity
) -> list[Refusal]:
    match rule:
        case ClockActivity.RELAXED:
            return check_relaxed(history, prices, package)
        case ClockActivity.WARP:
            return check_warp(history, prices, package)
        case _:
            return check_points(history, package)


def check_points(history: BidderHistory, package: Package) -> list[Refusal]:
    """R-C3: the points of a package are at most the bidder's eligibility."""
    points, eligibility = history.points(package), history.eligibility
    if points <= eligibility:
        return []
    asked = name_package(history.categories, package)
    reason = f"{asked} needs {counted(points, 'point')}; at most {eligibility} would pass"
    return [Refusal("R-C3", reason, {"points": points, "eligibility": eligibility})]


def check_relaxed(history: BidderHistory, prices: Prices, package: Package) -> list[Refusal]:
    """R-C4: a package above the eligibility passes where it became relatively cheaper than what was chosen instead.

    For every eligibility-reducing round s from the last one that allowed the package: p^t.(x - x^s) <= p^s.(x - x^s).
    Raises NotEligible where no round allowed the package.
    """
    anchors = reducing_rounds_since_eligible(history, history.points(package))
    return _dearer_against(history, anchors, prices, package)


def check_warp(history: BidderHistory, prices: Prices, package: Package) -> list[Refusal]:
    """R-C4, variant WARP: the same inequality against every earlier round."""
    return _dearer_against(history, history.rounds, prices, package)


def check_monotone(history: BidderHistory, package: Package) -> list[Refusal]:
    """R-C4, variant by category: no category's quantity rises above the last round's."""
    if not history.rounds:
        return []
    before = history.final_package
    return [
        Refusal(
            "R-C4",
            f"{category.id}: at most {last} would pass, the last round's quantity",
            {"category": category.id, "quantity": asked, "at_most": last},
        )
        for category, asked, last in zip(history.categories, package, before, strict=True)
        if asked > last
    ]


def _dearer_against(
    history: BidderHistory, anchors: Iterable[BidderRound], prices: Prices, package: Package
) -> list[Refusal]:
    refusals = []
    for anchor in anchors:
        more = tuple(map(sub, package, anchor.package))
        now, then = amount_of(more, prices), amount_of(more, anchor.prices)
        if now > then:
            refusals.append(_dearer(history, anchor, package, now, then))
    return refusals


def _dearer(history: BidderHistory, anchor: BidderRound, package: Package, now: int, then: int) -> Refusal:
    asked, chosen = name_package(history.categories, package), name_package(history.categories, anchor.package)
    reason = (
        f"in round {anchor.number} you chose {chosen} when {asked} cost {_difference(then)}; "
        f"now it costs {_difference(now)}; it would pass as soon as it costs {_difference(then)} again"
    )
    numbers: dict[str, Number] = {
        "points": history.points(package),
        "eligibility": history.eligibility,
        "round": anchor.number,
        "anchor": list(anchor.package),
        "difference_now": now,
        "at_most": then,
    }
    return Refusal("R-C4", reason, numbers)


def _difference(amount: int) -> str:
    return f"{amount} more" if amount >= 0 else f"{-amount} less"


def _above_initial_eligibility(history: BidderHistory, package: Package, points: int) -> Refusal:
    reason = (
        f"{name_package(history.categories, package)} needs {counted(points, 'point')}, "
        f"more than the initial eligibility; at most {history.initial_eligibility} would pass"
    )
    return Refusal(
        "R-C3",
        reason,
        {"points": points, "eligibility": history.eligibility, "initial_eligibility": history.initial_eligibility},
    )


def check_garp(history: BidderHistory, prices: Prices, package: Package) -> list[Refusal]:
    """R-C4, variant GARP: with this choice the rounds leave no negative cycle (R-R1), whatever the eligibility.

    The refusal names the rounds of the cycle and the money missing.
    """
    all_prices = [*(played.prices for played in history.rounds), prices]
    all_packages = [*(played.package for played in history.rounds), package]
    missing, way = cheapest_way_back(weights_of(all_prices, all_packages), len(history.rounds))
    if missing >= 0:
        return []
    rounds = [history.rounds[step].number for step in way[1:]]
    asked, listed = name_package(history.categories, package), " and ".join(map(str, rounds))
    reason = (
        f"{asked} contradicts your choice in round {listed} by {-missing}; "
        f"it would pass at prices where it costs {-missing} less against what you chose then"
    )
    return [Refusal("R-C4", reason, {"rounds": rounds, "missing": -missing})]
