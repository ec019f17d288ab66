"""How clock prices rise (R-C5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auctions.rules.errors import BadRuleError
from auctions.rules.increments import (
    ExcessMeasure,
    IncrementLimits,
    IncrementStep,
    IncrementTable,
    check_prices,
    next_prices,
)
from tests.auctions.rules.cast import TWO

TABLE = IncrementTable((IncrementStep(1, 500), IncrementStep(3, 1000), IncrementStep(5, 1500)))
LIMITS = IncrementLimits(500, 1500, unit=10)


@pytest.mark.parametrize(
    ("demand", "prices"),
    [((3, 4), (1000, 401)), ((4, 4), (1050, 401)), ((6, 6), (1100, 422)), ((8, 9), (1150, 462))],
)
def test_r_c5_prices_rise_by_the_table_only_where_demand_exceeds_supply(
    demand: tuple[int, int], prices: tuple[int, int]
) -> None:
    assert next_prices(TWO, (1000, 401), demand, TABLE) == prices


def test_r_c5_a_new_price_is_a_multiple_of_the_unit() -> None:
    table = IncrementTable((IncrementStep(1, 500),), unit=100)
    assert next_prices(TWO, (1000, 450), (4, 4), table) == (1100, 450)


def test_r_c5_a_price_of_nothing_rises_by_a_unit() -> None:
    assert next_prices(TWO, (0, 0), (4, 4), IncrementTable((IncrementStep(1, 500),), unit=50)) == (50, 0)


def test_r_c5_the_table_may_count_excess_in_percent_of_supply() -> None:
    steps = (IncrementStep(1, 500), IncrementStep(50, 1000))
    table = IncrementTable(steps, measure=ExcessMeasure.PERCENT_OF_SUPPLY)
    assert next_prices(TWO, (1000, 1000), (4, 6), table) == (1050, 1100)


def test_r_c5_a_table_that_says_nothing_about_small_excess_is_refused() -> None:
    with pytest.raises(BadRuleError, match="at most 1"):
        IncrementTable((IncrementStep(2, 500),))


def test_r_c5_an_auctioneers_price_within_the_limits_passes() -> None:
    assert check_prices(TWO, (1000, 400), (1150, 400), (4, 4), LIMITS) == []


def test_r_c5_an_auctioneers_price_outside_the_limits_is_refused_with_the_range() -> None:
    (refusal,) = check_prices(TWO, (1000, 400), (1200, 400), (4, 4), LIMITS)
    assert (refusal.rule, refusal.reason) == ("R-C5", "A: 1050 to 1150 would pass")


def test_r_c5_an_auctioneer_cannot_raise_a_price_without_excess_demand_nor_lower_one() -> None:
    refusals = check_prices(TWO, (1000, 400), (990, 420), (4, 4), LIMITS)
    assert [refusal.reason for refusal in refusals] == ["A: 1050 to 1150 would pass", "B: 400 would pass"]


def test_r_c5_an_auctioneers_price_is_a_multiple_of_the_unit() -> None:
    (refusal,) = check_prices(TWO, (1000, 400), (1055, 400), (4, 4), LIMITS)
    assert refusal.reason == "A: a multiple of 10 from 1050 to 1150 would pass"


@given(
    prices=st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)),
    demand=st.tuples(st.integers(0, 30), st.integers(0, 30)),
    unit=st.sampled_from([1, 10, 1000]),
)
def test_r_c5_a_price_never_falls_and_rises_exactly_where_demand_exceeds_supply(
    prices: tuple[int, int], demand: tuple[int, int], unit: int
) -> None:
    table = IncrementTable(TABLE.steps, unit)
    for category, old, new, lots in zip(TWO, prices, next_prices(TWO, prices, demand, table), demand, strict=True):
        assert (new > old) == (lots > category.supply)
        assert new == old or (new % unit == 0 and 100 * (new - unit) < 115 * old + 100)
