"""Where eligibility comes from (R-C2) and how it shrinks (R-C3)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auctions.rules.eligibility import (
    ActivityRequirement,
    DepositSchedule,
    DepositStep,
    RequirementRounding,
    RequirementStep,
    eligibility_from_deposit,
    next_eligibility,
    points_to_keep,
)
from auctions.rules.errors import BadRuleError
from tests.auctions.rules.cast import played

MILLION = 1_000_000
SEVENTY_PERCENT = Fraction(7, 10)
UK_2018 = DepositSchedule(
    (
        DepositStep(0, Fraction(MILLION)),
        DepositStep(30 * MILLION, Fraction(5 * MILLION, 2)),
        DepositStep(70 * MILLION, None),
    )
)


@pytest.mark.parametrize(
    ("deposit", "points"),
    [
        (0, 0),
        (999_999, 0),
        (MILLION, 1),
        (30 * MILLION, 30),
        (32_400_000, 30),
        (32_500_000, 31),
        (70 * MILLION, 46),
        (90 * MILLION, 46),
    ],
)
def test_r_c2_the_deposit_schedule_of_2018_buys_these_points(deposit: int, points: int) -> None:
    assert eligibility_from_deposit(UK_2018, deposit) == points


def test_r_c2_a_deposit_schedule_with_a_gap_is_refused() -> None:
    with pytest.raises(BadRuleError, match="starts at 0"):
        DepositSchedule((DepositStep(5, Fraction(1)),))


@pytest.mark.parametrize(("before", "used", "after"), [(20, 8, 11), (10, 8, 10), (10, 5, 7), (10, 0, 0)])
def test_r_c3_at_70_percent_the_points_used_support_more_points(before: int, used: int, after: int) -> None:
    assert next_eligibility(before, used, SEVENTY_PERCENT) == after


@pytest.mark.parametrize(
    ("rounding", "after"),
    [(RequirementRounding.DOWN, 11), (RequirementRounding.NEAREST, 11), (RequirementRounding.UP, 12)],
)
def test_r_c3_rounding_of_8_points_at_70_percent_is_an_option(rounding: RequirementRounding, after: int) -> None:
    assert next_eligibility(20, 8, SEVENTY_PERCENT, rounding) == after


def test_r_c3_a_half_point_is_rounded_up_by_nearest() -> None:
    assert next_eligibility(20, 1, Fraction(2, 3), RequirementRounding.NEAREST) == 2


def test_r_c3_a_rising_requirement_applies_from_its_round() -> None:
    requirement = ActivityRequirement((RequirementStep(1, SEVENTY_PERCENT), RequirementStep(3, Fraction(1))))
    history = played([((8, 4), (0, 4))] * 3, eligibility=8, requirement=requirement)
    assert [round_.eligibility_after for round_ in history.rounds] == [5, 5, 4]


def test_r_c3_a_requirement_that_does_not_start_at_round_1_is_refused() -> None:
    with pytest.raises(BadRuleError, match="round 1"):
        ActivityRequirement((RequirementStep(2, Fraction(1)),))


@given(
    before=st.integers(0, 60),
    used=st.integers(0, 60),
    percent=st.integers(1, 100),
    rounding=st.sampled_from(RequirementRounding),
)
def test_r_c3_eligibility_never_rises_and_full_use_keeps_it(
    before: int, used: int, percent: int, rounding: RequirementRounding
) -> None:
    requirement = Fraction(percent, 100)
    after = next_eligibility(before, min(used, before), requirement, rounding)
    assert min(used, before) <= after <= before
    assert next_eligibility(before, before, requirement, rounding) == before


@given(before=st.integers(0, 60), percent=st.integers(1, 100), rounding=st.sampled_from(RequirementRounding))
def test_r_c3_points_to_keep_is_the_least_that_keeps_everything(
    before: int, percent: int, rounding: RequirementRounding
) -> None:
    requirement = Fraction(percent, 100)
    least = points_to_keep(before, requirement, rounding)
    assert next_eligibility(before, least, requirement, rounding) == before
    assert least == 0 or next_eligibility(before, least - 1, requirement, rounding) < before
