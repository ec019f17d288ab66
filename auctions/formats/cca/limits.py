"""Limits beyond a bidder's own: on packages (R-C1), on demand (R-C6), and on what bidders win together (R-W3)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from operator import mul
from typing import Any

from auctions.formats.cca.packages import named_package
from auctions.formats.cca.standing import standing_bids
from auctions.formats.cca.state import CcaState
from auctions.rules.closing import KeyBid, adjusted_demand, contains, total_demand
from auctions.rules.history import Package, Prices, Refusal
from auctions.rules.permissible import check_permissible


@dataclass(frozen=True)
class SharedLimit:
    """The lots of ``bidders`` together, weighted by category, come to at most ``most``."""

    bidders: tuple[str, ...]
    weights: Package
    most: int

    def excess(self, packages: Mapping[str, Package]) -> int:
        """By how much ``packages`` go beyond the limit; negative where there is room."""
        return sum(sum(map(mul, self.weights, packages[bidder])) for bidder in self.bidders) - self.most


def check_package(state: CcaState, bidder: str, package: Package) -> list[Refusal]:
    """R-C1: what forbids the package to the bidder in any round."""
    return package_check(state, bidder)(package)


def package_check(state: CcaState, bidder: str) -> Callable[[Package], list[Refusal]]:
    """``check_package`` for the many packages of one list.

    A cap that bidders share binds each of them alone here, so that no refusal tells one of another's bid.
    """
    classes = frozenset(each.id for each in state.classes(bidder))
    return partial(check_permissible, state.rulebook.permissible, bidder, classes=classes)


def shared_caps(state: CcaState) -> list[SharedLimit]:
    """The caps that bidders share."""
    return [
        SharedLimit(tuple(sorted(group.members)), group.weights, group.limit)
        for group in state.rulebook.permissible.groups
    ]


def set_aside_limits(state: CcaState) -> Iterator[tuple[int, SharedLimit]]:
    """Each category with lots set aside, by position, and what the bidders outside may have of it together.

    With lots set aside for several classes, the bidders outside any choice of these classes share what is left then:
    by Hall's theorem the lots can be handed out exactly if each of these limits holds.
    """
    for k, category in enumerate(state.rulebook.categories):
        lots = {each.bidder_class: 0 for each in state.rulebook.set_asides if each.category == category.id}
        for each in state.rulebook.set_asides:
            if each.category == category.id:
                lots[each.bidder_class] += each.lots
        weights = tuple(int(position == k) for position in range(len(state.rulebook.categories)))
        for number in range(1, len(lots) + 1):
            for closed in combinations(lots, number):
                outside = tuple(b.id for b in state.bidders if not set(closed) & set(b.classes))
                most = category.supply - sum(lots[bidder_class] for bidder_class in closed)
                if outside:
                    yield k, SharedLimit(outside, weights, most)


def counted_demand(state: CcaState, packages: Mapping[str, Package], prices: Prices) -> tuple[Package, KeyBid | None]:
    """Demand as prices and closing count it (R-C6): the key bid in place of its bidder's own, and demand of bidders
    outside a class beyond the lots left to them as excess demand.
    """
    opt_in = {bidder: [(bid.package, bid.amount) for bid in bids] for bidder, bids in state.opt_in.items()}
    earlier = {bidder: list(state.history(bidder).clock_bids.items()) for bidder in opt_in}
    categories = state.rulebook.rules_categories
    _, key = adjusted_demand(categories, packages, prices, opt_in, earlier)
    if key is not None:
        packages = {**packages, key.bidder: key.package}
    counted = list(total_demand(categories, packages.values()))
    for k, limit in set_aside_limits(state):
        counted[k] = max(counted[k], categories[k].supply + limit.excess(packages))
    return tuple(counted), key


def limits_on_winners(state: CcaState) -> list[dict[str, Any]]:
    """The limits as the winner determination's document has them (R-W3)."""
    shared = [*shared_caps(state), *(limit for _, limit in set_aside_limits(state))]
    limits: list[dict[str, Any]] = [
        {
            "bidders": list(limit.bidders),
            "categories": named_package(state.rulebook, limit.weights),
            "max": limit.most,
        }
        for limit in shared
    ]
    if state.opt_in:
        options = [
            {"bidder": bidder, "package": named_package(state.rulebook, package)}
            for bidder in state.opt_in
            for package in sorted(standing_bids(state, bidder))
            if _holds_a_portfolio(state, bidder, package)
        ]
        limits.append({"at_least_one_of": options})
    return limits


def may_win_together(state: CcaState, packages: Mapping[str, Package]) -> bool:
    """Whether these packages keep the limits on winners (R-W3)."""
    shared = [*shared_caps(state), *(limit for _, limit in set_aside_limits(state))]
    served = not state.opt_in or any(_holds_a_portfolio(state, b, packages[b]) for b in state.opt_in)
    return served and all(limit.excess(packages) <= 0 for limit in shared)


def _holds_a_portfolio(state: CcaState, bidder: str, package: Package) -> bool:
    return any(contains(package, bid.package) for bid in state.opt_in[bidder])
