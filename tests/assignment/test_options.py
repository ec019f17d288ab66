"""R-A1: which lots each winner may bid on."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assignment.case import AssignmentCase
from assignment.errors import NoPlanError
from assignment.options import count_options, each_option, options
from tests.assignment.all_plans import plans
from tests.assignment.cases import band, bid, case, megahertz_band


def lots_of(found: AssignmentCase, bidder: str) -> list[str]:
    return ["+".join(option.lots["A"]) for option in each_option(found, bidder)]


def test_r_a1_a_full_band_offers_only_runs_that_leave_the_others_contiguous() -> None:
    found = case([band(4)], {"Alpha": 2, "Beta": 2})

    assert lots_of(found, "Alpha") == ["A1+A2", "A3+A4"]


def test_r_a1_unsold_lots_may_lie_anywhere_unless_they_must_stay_together() -> None:
    winners = {"Alpha": 2, "Beta": 1}

    apart, together = case([band(5)], winners), case([band(5)], winners, unsold="contiguous")

    assert lots_of(apart, "Alpha") == ["A1+A2", "A2+A3", "A3+A4", "A4+A5"]
    assert lots_of(together, "Alpha") == ["A1+A2", "A2+A3", "A3+A4", "A4+A5"]
    assert lots_of(together, "Beta") == ["A1", "A3", "A5"]


def test_r_a1_excluded_positions_narrow_the_options_of_others_too() -> None:
    found = case([band(3, excluded={"Alpha": ["A1"]})], {"Alpha": 2, "Beta": 1})

    assert lots_of(found, "Alpha") == ["A2+A3"]
    assert lots_of(found, "Beta") == ["A1"]


def test_r_a1_the_only_winner_of_a_whole_band_has_one_option() -> None:
    assert lots_of(case([band(3)], {"Alpha": 3}), "Alpha") == ["A1+A2+A3"]


def test_r_a1_a_run_does_not_cross_a_guard_gap() -> None:
    found = case([band(5, guard_after=["A2"])], {"Alpha": 2})

    assert lots_of(found, "Alpha") == ["A1+A2", "A3+A4", "A4+A5"]


def test_r_a1_a_jump_in_the_frequencies_is_a_guard_gap() -> None:
    found = case([megahertz_band((791, 796), (796, 801), (806, 811))], {"Alpha": 2})

    assert lots_of(found, "Alpha") == ["A1+A2"]


def test_r_a1_a_gap_filled_by_the_bidders_own_holding_joins_the_lots_on_both_sides_for_that_bidder_alone() -> None:
    holding = [{"holder": "Alpha", "start": 796, "end": 801}]
    around = megahertz_band((791, 796), (801, 806), (806, 811), holdings=holding)

    own, other = case([around], {"Alpha": 2}), case([around], {"Beta": 2})

    assert lots_of(own, "Alpha") == ["A1+A2", "A2+A3"]
    assert lots_of(other, "Beta") == ["A2+A3"]


def test_an_option_names_the_existing_holding_it_touches() -> None:
    beside = megahertz_band((791, 796), (796, 801), holdings=[{"holder": "Alpha", "start": 781, "end": 791}])
    found = options(case([beside], {"Alpha": 1, "Beta": 1}))

    assert [len(option.adjacent) for option in found["Alpha"]] == [1, 0]
    assert [len(option.adjacent) for option in found["Beta"]] == [0, 0]


def test_r_a1_fragmented_supply_falls_back_to_the_fewest_pieces() -> None:
    found = case([band(4, guard_after=["A1", "A3"])], {"Alpha": 3, "Beta": 1})

    assert lots_of(found, "Alpha") == ["A1+A2+A3", "A2+A3+A4"]
    assert [option.pieces for option in each_option(found, "Alpha")] == [2, 2]
    assert lots_of(found, "Beta") == ["A1", "A4"]


def test_r_a1_no_fallback_refuses_a_fragmented_supply() -> None:
    with pytest.raises(NoPlanError, match="Alpha") as refusal:
        case([band(4, guard_after=["A1", "A3"], fallback="never")], {"Alpha": 3, "Beta": 1})

    assert refusal.value.conflict == ("Alpha",)


def test_r_a1_exclusions_without_a_plan_are_refused_naming_the_smallest_conflicting_set() -> None:
    excluded = {"Alpha": ["A1", "A2"], "Beta": ["A1", "A2"]}

    with pytest.raises(NoPlanError) as refusal:
        case([band(5, excluded=excluded)], {"Alpha": 2, "Beta": 2, "Gamma": 1})

    assert refusal.value.conflict == ("Alpha", "Beta")
    assert str(refusal.value) == (
        "bands[0].excluded: no plan of band A places Alpha (2 lots of A3, A4, A5), Beta (2 lots of A3, A4, A5) "
        "in one run each; "
        'would pass: fewer lots excluded for Alpha or Beta, or "fallback": "always" (fewest pieces)'
    )


def test_r_a1_twelve_winners_in_forty_lots_have_every_run_clear_of_their_excluded_lot() -> None:
    sizes = {f"W{i}": 1 + i % 5 for i in range(12)}
    excluded = {f"W{i}": [f"A{i + 6}"] for i in range(12)}
    found = case([band(40, excluded=excluded)], sizes, unsold="contiguous")

    assert {bidder: count_options(found, bidder) for bidder in sizes} == {
        bidder: (40 - size + 1) - size for bidder, size in sizes.items()
    }


def test_r_a1_any_set_of_lots_where_the_band_need_not_be_contiguous() -> None:
    found = case([band(4, contiguous=False)], {"Alpha": 2, "Beta": 2})

    assert lots_of(found, "Alpha") == ["A1+A2", "A1+A3", "A1+A4", "A2+A3", "A2+A4", "A3+A4"]


def test_r_a1_scattered_options_are_counted_without_listing_them() -> None:
    found = case([band(40, contiguous=False)], {f"W{i}": 4 for i in range(10)})

    assert count_options(found, "W0") == 91_390


def test_r_a4_bands_named_together_in_a_bid_have_joint_options() -> None:
    two, winners = [band(2), band(3, category="B")], {"Alpha": {"A": 1, "B": 1}, "Beta": 1}

    apart, together = case(two, winners), case(two, winners, bid("Alpha", "A1 B1", 3))

    assert count_options(apart, "Alpha") == 2 + 3
    assert count_options(together, "Alpha") == 2 * 3
    assert [dict(option.lots) for option in each_option(together, "Beta")] == [{"A": ("A1",)}, {"A": ("A2",)}]


BANDS = st.integers(2, 6).flatmap(
    lambda number: st.fixed_dictionaries(
        {
            "category": st.just("A"),
            "lots": st.just([f"A{i}" for i in range(number)]),
            "contiguous": st.sampled_from([True, True, True, False]),
            "fallback": st.sampled_from(["fragmented_supply", "always"]),
            "guard_after": st.lists(st.sampled_from([f"A{i}" for i in range(number - 1)]), max_size=2, unique=True),
            "excluded": st.dictionaries(
                st.sampled_from(["W0", "W1"]),
                st.lists(st.sampled_from([f"A{i}" for i in range(number)]), max_size=2, unique=True),
            ),
        }
    )
)
WINNERS = st.lists(st.integers(1, 3), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(layout=BANDS, sizes=WINNERS, unsold=st.sampled_from(["any", "contiguous"]))
def test_r_a1_options_are_exactly_what_some_plan_gives(layout: dict[str, Any], sizes: list[int], unsold: str) -> None:
    while sum(sizes) > len(layout["lots"]):
        sizes = sizes[:-1] or [1]
    if layout["guard_after"]:
        layout["fallback"] = "always"
    winners = {f"W{i}": size for i, size in enumerate(sizes)}
    every_plan = plans(layout, winners, unsold=unsold)
    if not every_plan:
        with pytest.raises(NoPlanError):
            case([layout], winners, unsold=unsold)
        return
    found = case([layout], winners, unsold=unsold)
    for bidder in winners:
        expected = sorted({plan[bidder] for plan in every_plan})
        listed = [option.lots["A"] for option in each_option(found, bidder)]
        assert listed == [tuple(layout["lots"][p] for p in lots) for lots in expected]
        assert count_options(found, bidder) == len(expected)
