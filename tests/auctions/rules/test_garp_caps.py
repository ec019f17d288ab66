"""Caps by revealed preference over all bids (R-R1), checked with another library's negative cycles."""

from random import Random

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from auctions.rules.activity import ClockActivity
from auctions.rules.eligibility import STRICT
from auctions.rules.history import BidderHistory, Package, amount_of
from auctions.rules.supplementary import CapRules, SupplementaryCap, cap_of, resolve
from tests.auctions.rules.cast import played
from tests.auctions.rules.histories import random_categories, random_history, random_package
from tests.auctions.rules.test_against_the_formulas import random_list

GARP = CapRules(frozenset({SupplementaryCap.GARP}))


def consistent(history: BidderHistory, bids: dict[Package, int]) -> bool:
    """Whether values exist: v(y) - v(x^s) <= p^s.(y - x^s) for every round and package, v(x) = bid on x."""
    nothing = (0,) * len(history.categories)
    graph = nx.DiGraph()
    packages = {*bids, *(played.package for played in history.rounds), nothing}
    for played_ in history.rounds:
        for other in packages - {played_.package}:
            limit = amount_of(other, played_.prices) - played_.amount
            _tighten(graph, played_.package, other, limit)
    for package, bid in bids.items():
        if package != nothing:
            _tighten(graph, nothing, package, bid)
            _tighten(graph, package, nothing, -bid)
    return not nx.negative_edge_cycle(graph)


def _tighten(graph: nx.DiGraph, source: Package, target: Package, limit: int) -> None:
    if not graph.has_edge(source, target) or graph.edges[source, target]["weight"] > limit:
        graph.add_edge(source, target, weight=limit)


def with_final(history: BidderHistory, bids: dict[Package, int]) -> dict[Package, int]:
    """Bids with the one on the final clock package, which stands at its clock amount where it was not raised."""
    final = history.final_package
    return {final: history.clock_bids.get(final, 0), **bids}


@settings(max_examples=150)
@given(random=st.randoms(use_true_random=True))
def test_r_r1_accepted_bids_and_clock_rounds_leave_no_negative_cycle(random: Random) -> None:
    history = random_history(random, random_categories(random), ClockActivity.GARP, STRICT, rounds=6)
    resolution = resolve(history, list(random_list(random, history).items()), GARP)
    accepted = {bid.package: bid.amount for bid in resolution.bids if bid.accepted}
    assert consistent(history, with_final(history, accepted))


@settings(max_examples=150)
@given(random=st.randoms(use_true_random=True))
def test_r_r1_a_bid_passes_at_its_cap_and_leaves_a_cycle_one_unit_above(random: Random) -> None:
    history = random_history(random, random_categories(random), ClockActivity.GARP, STRICT, rounds=6)
    package = random_package(random, history.categories)
    others = [(other, amount) for other, amount in random_list(random, history).items() if other != package]
    resolution = resolve(history, others, GARP)
    accepted = with_final(history, {bid.package: bid.amount for bid in resolution.bids if bid.accepted})
    cap = cap_of(resolution, package).cap
    if cap is not None and any(package):
        accepted.pop(package, None)
        assert not consistent(history, {**accepted, package: cap + 1})
        if cap >= history.clock_bids.get(package, 0) and package not in history.clock_bids:
            assert consistent(history, {**accepted, package: cap})


def test_r_r1_the_cap_follows_a_chain_of_rounds() -> None:
    history = played([((6, 4), (3, 2)), ((7, 4), (1, 0)), ((9, 5), (0, 1))], eligibility=9)
    limits = cap_of(resolve(history, [((0, 1), 40)], GARP), (2, 1))
    assert (limits.cap_rule, limits.cap, limits.cap_chain) == ("R-R1", 40 + (9 - 5) + (7 + 4), (2, 3))


def test_r_r1_a_round_without_lots_caps_even_the_final_clock_package() -> None:
    resolution = resolve(played([((10, 5), (0, 1)), ((10, 6), (0, 0)), ((10, 6), (0, 1))]), [((0, 1), 7)], GARP)
    (refusal,) = resolution.bids[0].refusals
    assert (resolution.bids[0].cap, refusal.rule) == (6, "R-R1")


def test_r_r1_a_bid_too_low_beside_the_final_clock_package_is_refused() -> None:
    resolution = resolve(played(), [((0, 2), 80), ((1, 1), 40)], GARP)
    (refusal,) = resolution.bids[1].refusals
    assert refusal.rule == "R-R1"
    assert refusal.reason == "at least 89 would pass beside your bid of 80 on 2 B"


def test_r_r1_contradictory_rounds_bind_by_the_latest_of_them() -> None:
    contradictory = [((10, 5), (1, 0)), ((10, 6), (0, 2)), ((12, 7), (0, 2))]
    latest = cap_of(resolve(played(contradictory), [((0, 2), 20)], GARP), (1, 0))
    assert (latest.cap, latest.cap_chain) == (18, (2,))
