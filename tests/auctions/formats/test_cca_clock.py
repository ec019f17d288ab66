"""The clock stage of the CCA."""

import pytest

from auctions.formats.contract import ActRefused, StepKind
from tests.rulebooks import Table, small_rulebook
from winner_determination.documents import DocumentError


def test_r_c5_the_first_round_is_played_at_the_reserve_prices() -> None:
    table = Table().open()
    assert table.state.prices == (10, 5)


def test_r_c5_only_a_category_with_excess_demand_rises_and_by_the_table() -> None:
    table = Table().round(Alpha={"A": 3}, Beta={"A": 3}, Gamma={"B": 2}).open()
    assert table.state.prices == (12, 5)  # excess 3: 20 %; no excess in B


def test_r_c5_the_auctioneer_may_choose_prices_within_the_limits() -> None:
    table = Table().round(Alpha={"A": 3}, Beta={"A": 1}).open(prices={"A": 11, "B": 5})
    assert table.state.prices == (11, 5)


@pytest.mark.parametrize(
    ("prices", "reason"), [({"A": 13, "B": 5}, "A: 11 to 12 would pass"), ({"A": 11, "B": 6}, "B: 5 would pass")]
)
def test_r_c5_prices_beyond_the_limits_are_refused_with_what_would_pass(prices: dict[str, int], reason: str) -> None:
    table = Table().round(Alpha={"A": 3}, Beta={"A": 1})
    with pytest.raises(ActRefused, match="R-C5") as refused:
        table.open(prices=prices)
    assert refused.value.refusals[0].reason == reason


def test_r_c5_the_auctioneer_cannot_change_the_opening_prices() -> None:
    with pytest.raises(ActRefused, match="the first round is played at the reserve prices"):
        Table().open(prices={"A": 11, "B": 5})


def test_prices_must_name_every_category() -> None:
    table = Table().round(Alpha={"A": 3}, Beta={"A": 1})
    with pytest.raises(DocumentError, match="prices: should give a price for each of A, B"):
        table.open(prices={"A": 11})


def test_the_proposal_shows_the_auctioneer_demand_excess_and_the_rise() -> None:
    table = Table().round(Alpha={"A": 3}, Beta={"A": 1})
    step = table.format.next_steps(table.state)[0]
    assert step.kind is StepKind.OPEN_ROUND
    assert step.proposal["rows"][0] == {
        "category": "A",
        "supply": 3,
        "next_price": 11,
        "demand": 4,
        "excess": 1,
        "price": 10,
        "percent": "10.0",
    }


def test_r_c3_the_last_ballot_of_a_round_counts_and_silence_is_no_bid() -> None:
    table = Table().open().bid("Alpha", A=3).bid("Alpha", A=1).close()
    assert table.state.clock[0].demand == (1, 0)
    assert table.state.history("Beta").eligibility == 0


def test_an_explicit_no_bid_is_told_apart_from_silence() -> None:
    table = Table().open().bid("Alpha").close()
    assert table.state.clock[0].bid == {"Alpha"}


def test_r_c3_a_package_beyond_eligibility_is_refused_and_changes_nothing() -> None:
    table = Table().open()
    with pytest.raises(ActRefused, match=r"needs 3 points.*at most 2.*R-C3"):
        table.bid("Delta", A=1, B=1)
    assert table.state.ballots == {}


def test_r_c3_the_verdict_tells_cost_activity_and_eligibility_after() -> None:
    table = Table().open()
    verdict = table.format.check(table.state, "Alpha", {"package": {"A": 2, "B": 1}})
    assert verdict.allowed
    money = {"amount": 25, "credit": 0, "pays": 25}
    points = {"points": 5, "eligibility": 8, "eligibility_after": 5, "points_to_keep": 8}
    assert verdict.totals == money | points


def test_r_c3_an_activity_requirement_below_one_keeps_more_eligibility() -> None:
    rules = small_rulebook(activity={"requirement": [{"from_round": 1, "share": 0.7}, {"from_round": 2, "share": 1}]})
    table = Table(rules).round(Alpha={"A": 2, "B": 1}, Beta={"A": 3})
    assert table.state.history("Alpha").eligibility == 7  # 5 / 0.7 rounded down


def test_r_c1_a_spectrum_cap_forbids_the_package_whatever_the_eligibility() -> None:
    table = Table(small_rulebook(caps=[{"categories": {"A": 1}, "max": 2}])).open()
    with pytest.raises(ActRefused, match=r"A come to 3; at most 2.*R-C1"):
        table.bid("Alpha", A=3)


def test_r_c6_the_clock_ends_with_the_first_round_without_excess_demand() -> None:
    table = Table().round(Alpha={"A": 3}, Beta={"A": 1}).round(Alpha={"A": 2}, Beta={"A": 1})
    assert table.format.phase(table.state).stage == "supplementary"


def test_r_c6_the_auctioneer_ends_the_clock_only_where_the_rulebook_allows_it() -> None:
    table = Table().round(Alpha={"A": 3}, Beta={"A": 1})
    with pytest.raises(ActRefused, match="end_clock cannot be taken now"):
        table.decide("end_clock")
    allowed = Table(small_rulebook(closing={"auctioneer_may_end": True})).round(Alpha={"A": 3}, Beta={"A": 1})
    assert allowed.decide("end_clock").format.phase(allowed.state).stage == "supplementary"


def test_no_ballot_counts_while_no_round_is_open() -> None:
    table = Table().round(Alpha={"A": 3}, Beta={"A": 1})
    with pytest.raises(ActRefused, match="no round is open"):
        table.bid("Alpha", A=1)


def test_a_second_round_cannot_be_opened_beside_an_open_one() -> None:
    with pytest.raises(ActRefused, match="a round is open already"):
        Table().open().open()


@pytest.mark.parametrize(
    ("package", "place"),
    [
        ({"C": 1}, "package.C: unknown category; there are A, B"),
        ({"A": 4}, "package.A: supply is 3, the package asks for 4"),
        ({"A": -1}, "package.A: should be a whole number of lots, 0 or more"),
    ],
)
def test_a_ballot_of_a_wrong_shape_names_the_place(package: dict[str, int], place: str) -> None:
    with pytest.raises(DocumentError) as error:
        Table().open().bid("Alpha", **package)
    assert str(error.value) == place


def test_who_does_not_take_part_cannot_bid() -> None:
    with pytest.raises(DocumentError, match="Omega does not take part"):
        Table().open().bid("Omega", A=1)
