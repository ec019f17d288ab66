"""What the compliance desk shows (R-R1 to R-R3), on the textbook contradiction and on random choices."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auctions.rules.activity import ClockActivity, check_activity
from auctions.rules.advice import cheapest_change
from auctions.rules.history import BidderHistory, BidderRound, Category, Package, Refusal
from auctions.rules.revealed_preference.budget import satisfies_garp
from auctions.rules.revealed_preference.choices import Choices, choices_of
from auctions.rules.revealed_preference.desk import dropped_document, heat_map, preference_document
from auctions.rules.revealed_preference.dropping import houtman_maks, smallest_drop
from auctions.rules.revealed_preference.graph import preference_graph
from auctions.rules.revealed_preference.money_pump import money_pump
from auctions.rules.revealed_preference.quasilinear import is_consistent, violations

TWO = (Category("A", 9, 2, 1), Category("B", 9, 1, 1))


def chosen(*rounds: tuple[Package, Package]) -> BidderHistory:
    """A bidder that chose each package at its prices; eligibility plays no part here."""
    played = tuple(BidderRound(n, prices, package, 99, 99) for n, (prices, package) in enumerate(rounds, start=1))
    return BidderHistory(TWO, 99, played)


CONTRADICTION = chosen(((2, 1), (3, 1)), ((1, 2), (1, 3)))  # each choice was the dearer one when it was made
CONSISTENT = chosen(((1, 2), (3, 1)), ((2, 1), (1, 3)))


def test_r_r3_the_heat_map_shows_what_each_choice_says_about_the_others() -> None:
    shown = heat_map(choices_of(CONTRADICTION))
    assert shown["weights"] == [[0, -2], [-2, 0]]  # 2 (1 - 3) + 1 (3 - 1) = -2
    assert shown["both_ways"] == [[0, -4], [-4, 0]]  # the cycle of size 4


def test_r_r3_the_graph_marks_the_worst_cycle() -> None:
    graph = preference_graph(choices_of(CONTRADICTION))
    assert {edge for edge in graph.edges if graph.edges[edge]["on_cycle"]} == {(1, 2), (2, 1)}
    assert graph.nodes[1]["package"] == "3 A + 1 B"


def test_r_r2_money_pump_of_the_textbook_contradiction() -> None:
    # Of 7 + 7 spent, 2 + 2 could be pumped out.
    pump = money_pump(choices_of(CONTRADICTION))
    assert (pump.largest, pump.mean_of_pairs) == (Fraction(2, 7), Fraction(2, 7))


def test_r_r3_one_of_two_contradicting_rounds_must_go() -> None:
    dropped = smallest_drop(choices_of(CONTRADICTION))
    assert (len(dropped.rounds), dropped.kept, dropped.smallest) == (1, 1, True)
    assert dropped_document(houtman_maks(choices_of(CONTRADICTION))) == {
        "rounds": list(houtman_maks(choices_of(CONTRADICTION)).rounds),
        "kept": 1,
        "of": 2,
        "proved_smallest": True,
    }


def test_r_r3_nothing_is_dropped_from_consistent_choices() -> None:
    assert smallest_drop(choices_of(CONSISTENT)).rounds == ()
    assert houtman_maks(choices_of(CONSISTENT)).rounds == ()


def test_the_document_has_the_rounds_to_drop_and_the_solver_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    document = preference_document(choices_of(CONTRADICTION), rounds_to_drop=True)
    assert capfd.readouterr().out == ""
    assert document["rounds_to_drop"]["kept"] == document["houtman_maks"]["kept"] == 1
    assert document["heat_map"]["both_ways"] == [[0, -4], [-4, 0]]


def test_r_r3_the_cheapest_change_that_would_pass_is_offered_beside_a_refusal() -> None:
    history = BidderHistory(TWO, 4)
    prices = (10, 6)

    def check(package: Package) -> list[Refusal]:
        return check_activity(history, prices, package, ClockActivity.POINTS)

    assert check((2, 1))  # 5 points, 4 allowed
    change = cheapest_change(history, prices, (2, 1), check)
    assert change is not None
    assert (change.package, change.amount_changed) == ((0, 4), 2)  # 24 instead of 26; (1, 2) would be 22


packages = st.tuples(st.integers(0, 3), st.integers(0, 3))
prices = st.tuples(st.integers(1, 6), st.integers(1, 6))
histories = st.lists(st.tuples(prices, packages), min_size=1, max_size=6).map(lambda rounds: chosen(*rounds))


def kept(history: BidderHistory, places: tuple[int, ...]) -> Choices:
    return choices_of(chosen(*((history.rounds[p].prices, history.rounds[p].package) for p in places)))


@given(histories)
@settings(max_examples=40, deadline=None)
def test_r_r3_the_smallest_drop_is_the_smallest_of_all_subsets(history: BidderHistory) -> None:
    size = len(history.rounds)
    most = max(
        n for n in range(size + 1) for s in combinations(range(size), n) if not n or is_consistent(kept(history, s))
    )
    dropped = smallest_drop(choices_of(history))
    assert dropped.smallest
    assert dropped.kept == most


@given(histories)
@settings(max_examples=40, deadline=None)
def test_r_r2_houtman_maks_keeps_the_largest_subset_that_satisfies_garp(history: BidderHistory) -> None:
    spent = [p for p, played in enumerate(history.rounds) if any(played.package)]
    sizes = range(len(spent) + 1)
    most = max(n for n in sizes for s in combinations(spent, n) if not n or satisfies_garp(kept(history, s)))
    assert houtman_maks(choices_of(history)).kept == most


@given(histories)
@settings(max_examples=40, deadline=None)
def test_r_r1_choices_are_consistent_exactly_where_no_violation_is_found(history: BidderHistory) -> None:
    choices = choices_of(history)
    assert is_consistent(choices) == (not violations(choices))
