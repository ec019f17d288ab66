"""Bids that would leave lots unsold for which there was demand (R-C6, an option)."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auctions.rules.closing import total_demand
from auctions.rules.history import Category, Package
from auctions.rules.undersell import Undersell, standing_packages

A, B = Category("A", supply=3, points=1, reserve=1), Category("B", supply=2, points=1, reserve=1)
CATEGORIES = (A, B)


def standing(
    policy: Undersell, before: Mapping[str, Package], asked: Mapping[str, Package], order: str
) -> list[Package]:
    found = standing_packages(CATEGORIES, before, asked, policy, list(order))
    return [found[bidder] for bidder in sorted(found)]


def test_r_c6_where_it_is_allowed_every_bid_counts() -> None:
    before, asked = {"a": (2, 0), "b": (2, 0)}, {"a": (0, 0), "b": (0, 0)}
    assert standing(Undersell.ALLOWED, before, asked, "ab") == [(0, 0), (0, 0)]


def test_r_c6_the_first_in_the_order_may_give_up_what_the_others_cover() -> None:
    before, asked = {"a": (2, 0), "b": (2, 0)}, {"a": (1, 0), "b": (1, 0)}
    assert standing(Undersell.REFUSED, before, asked, "ab") == [(1, 0), (2, 0)]
    assert standing(Undersell.REFUSED, before, asked, "ba") == [(2, 0), (1, 0)]


def test_r_c6_in_part_a_bidder_gives_up_what_the_others_cover() -> None:
    before, asked = {"a": (3, 2), "b": (2, 0)}, {"a": (0, 0), "b": (2, 0)}
    assert standing(Undersell.PARTIAL, before, asked, "ab") == [(1, 2), (2, 0)]
    assert standing(Undersell.REFUSED, before, asked, "ab") == [(3, 2), (2, 0)]


def test_r_c6_what_one_bidder_adds_makes_room_for_what_another_gives_up() -> None:
    before = {"a": (2, 0), "b": (1, 2), "c": (0, 0)}
    asked = {"a": (1, 0), "b": (2, 1), "c": (0, 1)}
    # First a may not leave A short; once c covers the lot of B that b gives up, b moves, and then a can.
    assert standing(Undersell.REFUSED, before, asked, "abc") == [(1, 0), (2, 1), (0, 1)]


def test_r_c6_a_switch_is_held_back_as_a_whole_but_for_what_can_be_given_up() -> None:
    before, asked = {"a": (3, 0), "b": (1, 0)}, {"a": (0, 2), "b": (1, 0)}
    assert standing(Undersell.PARTIAL, before, asked, "ab") == [(2, 0), (1, 0)]


packages = st.tuples(st.integers(0, 3), st.integers(0, 2))


@pytest.mark.parametrize("policy", [Undersell.REFUSED, Undersell.PARTIAL])
@given(before=st.tuples(packages, packages, packages), asked=st.tuples(packages, packages, packages))
def test_r_c6_no_wanted_lot_is_left_and_nobody_is_held_to_more_than_before_or_asked(
    policy: Undersell, before: tuple[Package, ...], asked: tuple[Package, ...]
) -> None:
    held, wanted = dict(zip("abc", before, strict=True)), dict(zip("abc", asked, strict=True))
    stand = standing(policy, held, wanted, "abc")
    was, now = total_demand(CATEGORIES, before), total_demand(CATEGORIES, stand)
    assert all(after >= min(lots, c.supply) for after, lots, c in zip(now, was, CATEGORIES, strict=True))
    for own, ask, package in zip(before, asked, stand, strict=True):
        between = all(min(o, a) <= n <= o for o, a, n in zip(own, ask, package, strict=True))
        assert package == ask or between
