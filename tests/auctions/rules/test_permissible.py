"""Which packages a bidder may bid on at all (R-C1)."""

from auctions.rules.permissible import (
    ExcludedCombination,
    GroupCap,
    Permissible,
    ReservedLots,
    SpectrumCap,
    check_permissible,
)
from tests.auctions.rules.cast import TWO

MEGAHERTZ = (10, 5)


def test_r_c1_a_package_beyond_the_supply_is_refused() -> None:
    (refusal,) = check_permissible(Permissible(TWO), "Alpha", (4, 0))
    assert (refusal.rule, refusal.reason) == ("R-C1", "A: at most 3, the lots on offer, would pass")


def test_r_c1_a_spectrum_cap_weighs_the_categories() -> None:
    rules = Permissible(TWO, caps=(SpectrumCap(MEGAHERTZ, 25),))
    assert check_permissible(rules, "Alpha", (2, 1)) == []
    (refusal,) = check_permissible(rules, "Alpha", (2, 2))
    assert refusal.reason == "A, B come to 30; at most 25, your spectrum cap, would pass"
    assert refusal.numbers == {"total": 30, "at_most": 25}


def test_r_c1_a_cap_on_one_bidder_leaves_the_others_alone() -> None:
    rules = Permissible(TWO, caps=(SpectrumCap(MEGAHERTZ, 10, frozenset({"Alpha"})),))
    assert check_permissible(rules, "Beta", (2, 0)) == []
    assert check_permissible(rules, "Alpha", (2, 0))[0].numbers["at_most"] == 10


def test_r_c1_a_group_stays_within_its_cap_together() -> None:
    rules = Permissible(TWO, groups=(GroupCap(frozenset({"Alpha", "Beta"}), (1, 0), 2),))
    assert check_permissible(rules, "Alpha", (2, 0)) == []
    assert check_permissible(rules, "Gamma", (3, 0), group_packages={"Beta": (1, 0)}) == []
    (refusal,) = check_permissible(rules, "Alpha", (2, 0), group_packages={"Beta": (1, 0), "Alpha": (3, 0)})
    assert refusal.numbers == {"total": 3, "at_most": 2}


def test_r_c1_an_excluded_combination_is_refused() -> None:
    rules = Permissible(TWO, excluded=(ExcludedCombination((1, 1)),))
    assert check_permissible(rules, "Alpha", (0, 3)) == []
    (refusal,) = check_permissible(rules, "Alpha", (2, 1))
    assert refusal.reason == "1 A + 1 B may not be held together; fewer of one would pass"


def test_r_c1_lots_reserved_to_a_class_are_open_to_it_only() -> None:
    rules = Permissible(TWO, reserved=(ReservedLots("B", 3, "entrant"),))
    assert check_permissible(rules, "Alpha", (0, 4), classes=frozenset({"entrant"})) == []
    (refusal,) = check_permissible(rules, "Beta", (0, 2))
    assert refusal.reason == "B: at most 1, the lots open to you, would pass"


def test_r_c1_every_limit_that_is_broken_is_named() -> None:
    rules = Permissible(TWO, caps=(SpectrumCap(MEGAHERTZ, 25),), excluded=(ExcludedCombination((1, 1)),))
    assert [refusal.rule for refusal in check_permissible(rules, "Alpha", (3, 4))] == ["R-C1", "R-C1"]
