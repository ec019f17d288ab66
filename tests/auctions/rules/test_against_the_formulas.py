"""Random histories judged twice: by the rules and by the naive implementation of their formulas."""

from fractions import Fraction
from itertools import permutations
from random import Random

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from auctions.rules.activity import ClockActivity, check_activity, check_garp
from auctions.rules.eligibility import STRICT
from auctions.rules.history import BidderHistory, Package, amount_of, quantities_of
from auctions.rules.supplementary import CapRules, SupplementaryCap, cap_of, nearest_amount, resolve
from tests.auctions.rules.histories import random_categories, random_history, random_package, random_requirement
from tests.auctions.rules.naive import NaiveBidder, key

CHAINED = ["relative", "intermediate", "final"]


def naive_twin(history: BidderHistory, share: Fraction, rounding: str) -> NaiveBidder:
    categories = history.categories
    twin = NaiveBidder({c.id: c.points for c in categories}, history.initial_eligibility, share, rounding)
    for played in history.rounds:
        prices = {c.id: price for c, price in zip(categories, played.prices, strict=True)}
        twin.play(prices, quantities_of(categories, played.package))
    return twin


def twins(random: Random, rule: ClockActivity) -> tuple[BidderHistory, NaiveBidder]:
    categories, requirement = random_categories(random), random_requirement(random)
    history = random_history(random, categories, rule, requirement, rounds=random.randint(1, 9))
    return history, naive_twin(history, requirement.steps[0].share, requirement.rounding.value)


def caps_named(names: set[str]) -> CapRules:
    return CapRules(frozenset(map(SupplementaryCap, names)))


@settings(max_examples=150)
@given(random=st.randoms(use_true_random=True))
def test_r_c3_eligibility_agrees_with_the_formula(random: Random) -> None:
    history, twin = twins(random, ClockActivity.RELAXED)
    assert [played.eligibility_before for played in history.rounds] == twin.eligibility[:-1]
    assert history.eligibility == twin.eligibility[-1]


@settings(max_examples=150)
@given(random=st.randoms(use_true_random=True), rule=st.sampled_from([ClockActivity.RELAXED, ClockActivity.WARP]))
def test_r_c4_activity_agrees_with_the_formula(random: Random, rule: ClockActivity) -> None:
    history, twin = twins(random, rule)
    prices = tuple(price + random.randint(0, 4) for price in history.rounds[-1].prices)
    named = {c.id: price for c, price in zip(history.categories, prices, strict=True)}
    for _ in range(10):
        package = random_package(random, history.categories)
        allowed = not check_activity(history, prices, package, rule)
        assert allowed == twin.may_ask(named, quantities_of(history.categories, package), rule is ClockActivity.WARP)


@settings(max_examples=80)
@given(random=st.randoms(use_true_random=True))
def test_r_c4_garp_refuses_what_leaves_a_negative_cycle_and_names_the_money_missing(random: Random) -> None:
    categories = random_categories(random)
    history = random_history(random, categories, ClockActivity.GARP, STRICT, rounds=random.randint(1, 6))
    prices = tuple(price + random.randint(0, 4) for price in history.rounds[-1].prices)
    new, package = len(history.rounds), random_package(random, categories)
    chosen = [*((played.prices, played.package) for played in history.rounds), (prices, package)]
    graph = nx.DiGraph()
    for here, there in permutations(range(new + 1), 2):
        at, own = chosen[here]
        graph.add_edge(here, there, weight=amount_of(chosen[there][1], at) - amount_of(own, at))
    before = graph.subgraph(range(new)).copy()
    if nx.negative_edge_cycle(before):
        return  # to bid on nothing is always allowed, and may contradict earlier rounds
    refusals = check_garp(history, prices, package)
    assert bool(refusals) == nx.negative_edge_cycle(graph)
    weight = nx.get_edge_attributes(graph, "weight")
    ways = dict(nx.all_pairs_bellman_ford_path_length(before))
    least = min(weight[new, a] + ways[a][b] + weight[b, new] for a in range(new) for b in range(new))
    assert [refusal.numbers["missing"] for refusal in refusals] == [-least] * (least < 0)


@settings(max_examples=200)
@given(random=st.randoms(use_true_random=True), caps=st.sets(st.sampled_from(CHAINED)))
def test_r_s5_caps_resolved_together_agree_with_the_recursion(random: Random, caps: set[str]) -> None:
    history, twin = twins(random, ClockActivity.RELAXED)
    bids = random_list(random, history)
    resolution = resolve(history, list(bids.items()), caps_named(caps))
    listed = {key(quantities_of(history.categories, package)): amount for package, amount in bids.items()}
    for package, amount in bids.items():
        quantities = quantities_of(history.categories, package)
        judged = next(bid for bid in resolution.bids if bid.package == package)
        cap = twin.cap(quantities, caps, listed)
        assert judged.cap == cap
        standing = twin.clock_bid(quantities)
        assert judged.accepted == (cap is None or amount <= cap or amount == standing)
        assert resolution.highest.get(package, 0) == twin.highest(quantities, caps, listed)


@settings(max_examples=80)
@given(random=st.randoms(use_true_random=True), caps=st.sets(st.sampled_from(CHAINED), min_size=1))
def test_r_s1_a_cap_is_the_bid_on_the_package_of_its_round_and_the_difference_in_price(
    random: Random, caps: set[str]
) -> None:
    history, _ = twins(random, ClockActivity.RELAXED)
    resolution = resolve(history, list(random_list(random, history).items()), caps_named(caps))
    package = random_package(random, history.categories)
    limits = cap_of(resolution, package)
    if limits.cap is not None and limits.cap_round is not None:
        played = history.rounds[limits.cap_round - 1]
        difference = amount_of(package, played.prices) - played.amount
        assert limits.cap == resolution.highest.get(played.package, 0) + difference


@settings(max_examples=100)
@given(random=st.randoms(use_true_random=True), caps=st.sets(st.sampled_from([*CHAINED, "garp"])))
def test_r_s5_the_order_of_the_list_does_not_matter(random: Random, caps: set[str]) -> None:
    history, _ = twins(random, ClockActivity.RELAXED)
    bids = list(random_list(random, history).items())
    rules = caps_named(caps)
    shuffled = random.sample(bids, len(bids))
    by_package = {bid.package: bid for bid in resolve(history, bids, rules).bids}
    assert {bid.package: bid for bid in resolve(history, shuffled, rules).bids} == by_package


@settings(max_examples=60)
@given(random=st.randoms(use_true_random=True), caps=st.sets(st.sampled_from([*CHAINED, "garp"]), min_size=1))
def test_r_s5_the_what_if_answers_what_the_list_would_be_told(random: Random, caps: set[str]) -> None:
    history, _ = twins(random, ClockActivity.RELAXED)
    bids = random_list(random, history)
    rules = caps_named(caps)
    asked, amount = bids.popitem()
    limits = cap_of(resolve(history, list(bids.items()), rules), asked)
    judged = resolve(history, [*bids.items(), (asked, amount)], rules).bids[-1]
    assert (limits.floor, limits.cap, limits.cap_rule, limits.cap_chain) == (
        judged.floor,
        judged.cap,
        judged.cap_rule,
        judged.cap_chain,
    )


@settings(max_examples=100)
@given(random=st.randoms(use_true_random=True), caps=st.sets(st.sampled_from([*CHAINED, "garp"]), min_size=1))
def test_r_r3_a_refused_bid_passes_at_the_amount_it_is_told(random: Random, caps: set[str]) -> None:
    history, _ = twins(random, ClockActivity.RELAXED)
    bids, rules = random_list(random, history), caps_named(caps)
    resolution = resolve(history, list(bids.items()), rules)
    for bid in resolution.bids:
        amount = None if bid.accepted else nearest_amount(resolution, bid)
        if amount is not None:
            again = resolve(history, list({**bids, bid.package: amount}.items()), rules).bids
            assert next(other for other in again if other.package == bid.package).accepted


def random_list(random: Random, history: BidderHistory) -> dict[Package, int]:
    """Bids at or above their floors on clock packages and others, the final clock package often among them."""
    packages = {random_package(random, history.categories) for _ in range(5)} | set(history.clock_bids)
    bids = {}
    for package in sorted(packages):
        floor = max(history.reserve(package), history.clock_bids.get(package, 0))
        if any(package) and random.random() < 0.8:
            bids[package] = floor + random.choice([0, random.randint(0, 20), random.randint(0, 60)])
    return bids or {tuple(category.supply for category in history.categories): 500}
