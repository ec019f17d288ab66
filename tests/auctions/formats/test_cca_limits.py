"""Caps, set-asides and excluded combinations in a whole auction (R-C1, R-D2, R-W3)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auctions.formats.cca.limits import counted_demand
from auctions.formats.contract import ActRefused, Bidder, Determination, Viewer
from auctions.formats.registry import format_named
from auctions.rules.disclosure import Role
from tests.rulebooks import BIDDERS, Table, small_rulebook
from winner_determination.documents import DocumentError

ENTRANT = {"id": "entrant"}
ALPHA, BETA, GAMMA, DELTA = BIDDERS
WITH_AN_ENTRANT = (ALPHA, BETA, GAMMA, DELTA.model_copy(update={"classes": ("entrant",)}))


def shared_cap() -> Table:
    """Alpha and Beta together may win two lots of A."""
    caps = [{"categories": {"A": 1}, "max": 2, "bidders": ["Alpha", "Beta"], "together": True}]
    return Table(small_rulebook(caps=caps, seed_commitment=""))


def set_aside(lots: int = 1) -> Table:
    """``lots`` of the three of A are set aside for Delta's class."""
    rules = small_rulebook(
        classes=[ENTRANT],
        set_asides=[{"category": "A", "lots": lots, "bidder_class": "entrant"}],
        seed_commitment="",
    )
    return Table(rules, WITH_AN_ENTRANT)


def due(table: Table) -> Determination:
    found = table.format.determination(table.state)
    assert found is not None
    return found


def test_r_c1_a_cap_shared_by_bidders_binds_each_of_them_in_its_bids() -> None:
    table = shared_cap().open()
    with pytest.raises(ActRefused, match=r"A come to 3; at most 2, the cap of your group, would pass \(R-C1\)"):
        table.bid("Alpha", A=3)
    table.bid("Gamma", A=2).bid("Beta", A=2).bid("Alpha", A=2)  # what Beta asks for is not told
    assert set(table.state.ballots) == {"Alpha", "Beta", "Gamma"}


def test_r_w3_bidders_who_share_a_cap_win_no_more_than_it_together() -> None:
    table = shared_cap().round(Alpha={"A": 2}, Beta={"A": 1}, Gamma={"B": 1})
    table.open().list("Alpha", ({"A": 2}, 90)).list("Beta", ({"A": 1}, 50)).close()
    assert due(table).case["limits"] == [{"bidders": ["Alpha", "Beta"], "categories": {"A": 1}, "max": 2}]
    table.determine()
    assert [winner["bidder"] for winner in table.state.principal["winners"]] == ["Alpha", "Gamma"]


def test_r_s8_no_bid_is_called_sure_where_the_final_packages_cannot_be_won_together() -> None:
    table = shared_cap().round(Alpha={"A": 2}, Beta={"A": 1}, Gamma={"B": 1})
    own = table.format.facts(table.state, Viewer(Role.BIDDER, "Alpha"))["own"]
    assert own["supplementary"]["sure_bid"] is None


def test_r_c1_lots_set_aside_are_closed_to_bidders_outside_the_class() -> None:
    table = set_aside().open()
    with pytest.raises(ActRefused, match=r"A: at most 2, the lots open to you, would pass"):
        table.bid("Alpha", A=3)
    assert table.bid("Delta", A=1).state.ballots["Delta"].package == (1, 0)


def test_r_c1_a_lot_set_aside_is_refused_in_the_supplementary_round_too() -> None:
    table = set_aside().round(Alpha={"A": 2}).open()
    with pytest.raises(ActRefused, match=r"row 1: A: at most 2, the lots open to you"):
        table.list("Alpha", ({"A": 3}, 90))


def test_r_c6_demand_of_others_beyond_the_lots_left_to_them_is_excess_demand() -> None:
    table = set_aside().round(Alpha={"A": 2}, Beta={"A": 1})
    closed = table.state.clock[0]
    assert (closed.demand, closed.counted) == ((3, 0), (4, 0))  # two lots are open to Alpha and Beta, they ask for 3
    assert table.format.phase(table.state).stage == "clock"
    assert table.open().state.prices == (11, 5)


def test_r_w3_lots_set_aside_stay_unsold_rather_than_go_to_others() -> None:
    table = set_aside().round(Alpha={"A": 1}, Beta={"A": 1}).open()
    table.list("Alpha", ({"A": 1}, 40), ({"A": 2}, 50)).list("Beta", ({"A": 1}, 40)).close()
    limits = due(table).case["limits"]
    assert limits == [{"bidders": ["Alpha", "Beta", "Gamma"], "categories": {"A": 1}, "max": 2}]
    assert table.determine().state.principal["unsold"] == {"A": 1, "B": 2}


def test_r_w3_of_two_classes_each_keeps_its_own_lots() -> None:
    rules = small_rulebook(
        classes=[ENTRANT, {"id": "rural"}],
        set_asides=[{"category": "A", "lots": 1, "bidder_class": c} for c in ("entrant", "rural")],
        seed_commitment="",
    )
    bidders = (ALPHA, BETA.model_copy(update={"classes": ("rural",)}), *WITH_AN_ENTRANT[2:])
    table = Table(rules, bidders).open().close().open().close()
    assert due(table).case["limits"] == [
        {"bidders": ["Alpha", "Beta", "Gamma"], "categories": {"A": 1}, "max": 2},  # not the entrant's
        {"bidders": ["Alpha", "Gamma", "Delta"], "categories": {"A": 1}, "max": 2},  # not the rural one's
        {"bidders": ["Alpha", "Gamma"], "categories": {"A": 1}, "max": 1},  # neither
    ]


@pytest.mark.parametrize(("package", "passes"), [({"A": 1, "B": 1}, False), ({"A": 2}, True), ({"B": 2}, True)])
def test_r_c1_lots_of_an_excluded_combination_are_not_held_together(package: dict[str, int], passes: bool) -> None:
    table = Table(small_rulebook(excluded=[{"A": 1, "B": 1}])).open()
    verdict = table.format.check(table.state, "Alpha", {"package": package})
    assert verdict.allowed is passes
    assert passes or "1 A + 1 B may not be held together" in verdict.refusals[0].reason


def test_an_auction_without_shared_limits_hands_none_to_winner_determination() -> None:
    table = Table(small_rulebook(caps=[{"categories": {"A": 1}, "max": 2}], seed_commitment=""))
    assert due(table.open().close().open().close()).case["limits"] == []


@pytest.mark.parametrize(
    ("changes", "bidders", "message"),
    [
        (
            {"caps": [{"categories": {"A": 1}, "max": 1, "bidders": ["Omega"]}]},
            BIDDERS,
            "rulebook.caps[0].bidders: Omega does not take part; Alpha, Beta, Gamma, Delta do",
        ),
        ({}, WITH_AN_ENTRANT, "bidders[3].classes: unknown class entrant; there are none"),
        (
            {"pricing": {"weights": {"Alpha": 1, "Beta": 2}}},
            BIDDERS,
            "rulebook.pricing.weights: has no weight for Gamma",
        ),
        ({"pricing": {"weights": {"Omega": 1}}}, BIDDERS, "rulebook.pricing.weights: Omega does not take part"),
    ],
)
def test_rulebook_and_bidders_must_fit_together(
    changes: dict[str, Any], bidders: tuple[Bidder, ...], message: str
) -> None:
    cca = format_named("cca")
    with pytest.raises(DocumentError) as error:
        cca.start(cca.read_rulebook(small_rulebook(**changes)), bidders)
    assert str(error.value).startswith(message)


quantities = st.integers(0, 4)


@given(kept=st.tuples(st.integers(1, 2), st.integers(1, 2)), asked=st.tuples(*[quantities] * 4))
def test_r_w3_set_aside_limits_hold_exactly_where_the_lots_can_be_handed_out(
    kept: tuple[int, int], asked: tuple[int, int, int, int]
) -> None:
    classes: list[tuple[str, ...]] = [(), ("x",), ("y",), ("x", "y")]
    bidders = tuple(Bidder(id=f"b{i}", classes=each) for i, each in enumerate(classes))
    rules = {
        "format": "cca",
        "categories": [{"id": "A", "supply": 5, "reserve": 1, "points": 0}],
        "classes": [{"id": "x"}, {"id": "y"}],
        "set_asides": [{"category": "A", "lots": n, "bidder_class": c} for n, c in zip(kept, "xy", strict=True)],
    }
    table = Table(rules, bidders)
    packages = {f"b{i}": (lots,) for i, lots in enumerate(asked)}
    counted, _ = counted_demand(table.state, packages, (1,))
    anybody, only_x, only_y, both = asked
    can_be_handed_out = any(
        anybody + (only_x - x) + (only_y - y) + (both - bx - by) <= 5 - sum(kept)
        for x in range(min(only_x, kept[0]) + 1)
        for y in range(min(only_y, kept[1]) + 1)
        for bx in range(min(both, kept[0] - x) + 1)
        for by in range(min(both - bx, kept[1] - y) + 1)
    )
    assert (counted[0] <= 5) is can_be_handed_out
