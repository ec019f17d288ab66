"""Random histories judged twice: by the rules and by the naive implementation of their formulas."""

from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from auctions.rules.activity import ClockActivity, check_activity
from auctions.rules.history import BidderHistory, Package, quantities_of
from auctions.rules.supplementary import CapRules, SupplementaryCap, cap_of, resolve
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


@settings(max_examples=200)
@given(random=st.randoms(use_true_random=True), caps=st.sets(st.sampled_from(CHAINED)))
def test_r_s5_caps_resolved_together_agree_with_the_recursion(random: Random, caps: set[str]) -> None:
    history, twin = twins(random, ClockActivity.RELAXED)
    bids = random_list(random, history)
    resolution = resolve(history, list(bids.items()), CapRules(frozenset(map(SupplementaryCap, caps))))
    listed = {key(quantities_of(history.categories, package)): amount for package, amount in bids.items()}
    for package, amount in bids.items():
        quantities = quantities_of(history.categories, package)
        judged = next(bid for bid in resolution.bids if bid.package == package)
        cap = twin.cap(quantities, caps, listed)
        assert judged.cap == cap
        standing = twin.clock_bid(quantities)
        assert judged.accepted == (cap is None or amount <= cap or amount == standing)
        assert resolution.highest.get(package, 0) == twin.highest(quantities, caps, listed)


@settings(max_examples=100)
@given(random=st.randoms(use_true_random=True), caps=st.sets(st.sampled_from([*CHAINED, "garp"])))
def test_r_s5_the_order_of_the_list_does_not_matter(random: Random, caps: set[str]) -> None:
    history, _ = twins(random, ClockActivity.RELAXED)
    bids = list(random_list(random, history).items())
    rules = CapRules(frozenset(map(SupplementaryCap, caps)))
    shuffled = random.sample(bids, len(bids))
    by_package = {bid.package: bid for bid in resolve(history, bids, rules).bids}
    assert {bid.package: bid for bid in resolve(history, shuffled, rules).bids} == by_package


@settings(max_examples=60)
@given(random=st.randoms(use_true_random=True), caps=st.sets(st.sampled_from([*CHAINED, "garp"]), min_size=1))
def test_r_s5_the_what_if_answers_what_the_list_would_be_told(random: Random, caps: set[str]) -> None:
    history, _ = twins(random, ClockActivity.RELAXED)
    bids = random_list(random, history)
    rules = CapRules(frozenset(map(SupplementaryCap, caps)))
    asked, amount = bids.popitem()
    limits = cap_of(resolve(history, list(bids.items()), rules), asked)
    judged = resolve(history, [*bids.items(), (asked, amount)], rules).bids[-1]
    assert (limits.floor, limits.cap, limits.cap_rule, limits.cap_chain) == (
        judged.floor,
        judged.cap,
        judged.cap_rule,
        judged.cap_chain,
    )


def random_list(random: Random, history: BidderHistory) -> dict[Package, int]:
    """Bids at or above their floors on clock packages and others, the final clock package often among them."""
    packages = {random_package(random, history.categories) for _ in range(5)} | set(history.clock_bids)
    bids = {}
    for package in sorted(packages):
        floor = max(history.reserve(package), history.clock_bids.get(package, 0))
        if any(package) and random.random() < 0.8:
            bids[package] = floor + random.choice([0, random.randint(0, 20), random.randint(0, 60)])
    return bids or {tuple(category.supply for category in history.categories): 500}
