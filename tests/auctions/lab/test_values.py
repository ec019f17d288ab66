"""The value model of simulated bidders."""

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from auctions.lab.values import CategoryValue, Profile, drawn_values, package_values


def test_lots_complement_one_another_up_to_the_minimum_and_substitute_above() -> None:
    value = CategoryValue(lot_value=100, useful_lots=4, minimum_lots=2, fragment=600, decline=100)
    assert [value.of(lots) for lots in range(6)] == [0, 60, 200, 290, 371, 371]


def test_two_bands_together_earn_the_premium_and_the_budget_bounds_all() -> None:
    one = CategoryValue(lot_value=100, useful_lots=1, minimum_lots=1, fragment=500, decline=0)
    values = package_values([one, one], supply=[1, 1], premium=100, budget=215)
    assert [values.of(package) for package in [(0, 0), (1, 0), (0, 1), (1, 1)]] == [0, 100, 100, 215]


def test_the_best_package_is_the_smallest_of_equal_surplus() -> None:
    one = CategoryValue(lot_value=100, useful_lots=2, minimum_lots=1, fragment=500, decline=0)
    values = package_values([one], supply=[2], premium=0, budget=1000)
    everything = np.ones(3, dtype=bool)
    assert values.quantity[values.best([100], everything)].tolist() == [0]
    assert values.quantity[values.best([99], everything)].tolist() == [2]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_more_lots_are_never_worth_less(seed: int) -> None:
    profile = Profile(strength=(2000, 1500), appetite=(3, 4), minimum=(1, 2), budget=400)
    values = drawn_values(profile, reserves=[30, 20], supply=[3, 5], rng=random.Random(seed))
    table = {tuple(map(int, package)): int(value) for package, value in zip(values.quantity, values.value, strict=True)}
    assert all(table[a, b] <= table[a + 1, b] for a, b in table if (a + 1, b) in table)
    assert all(table[a, b] <= table[a, b + 1] for a, b in table if (a, b + 1) in table)
