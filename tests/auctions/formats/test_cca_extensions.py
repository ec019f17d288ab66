"""Who misses a clock round, and ballots by another channel (R-C7)."""

import pytest

from auctions.formats.contract import ActRefused, OtherChannel, PlaceBid, Status, Viewer
from auctions.rules.disclosure import Role
from tests.rulebooks import Table, small_rulebook


def with_extensions(per_bidder: int = 1) -> Table:
    return Table(small_rulebook(extensions={"per_bidder": per_bidder, "minutes": 45}))


def everybody_but_beta() -> Table:
    return with_extensions().open().bid("Alpha", A=2).bid("Gamma", B=1).bid("Delta", B=1)


def test_r_c7_a_round_whose_time_is_over_runs_on_for_those_who_missed_it() -> None:
    table = everybody_but_beta().close()
    phase = table.format.phase(table.state)
    assert phase.status is Status.OPEN
    assert phase.extension is not None
    assert (phase.extension.used_by, phase.extension.minutes) == (("Beta",), 45)
    assert table.format.expected(table.state) == ("Beta",)


def test_r_c7_in_an_extended_round_only_those_who_missed_it_may_bid() -> None:
    table = everybody_but_beta().close()
    with pytest.raises(ActRefused, match=r"extended for bidders who missed it; a bid in the next round would pass"):
        table.bid("Alpha", A=1)
    assert table.bid("Beta", A=2).close().state.clock[0].demand == (4, 2)


def test_r_c7_a_round_is_extended_once_and_an_extension_is_used_up() -> None:
    table = everybody_but_beta().close().close()
    assert table.state.clock[0].bid == {"Alpha", "Gamma", "Delta"}
    assert table.state.extensions_used == {"Beta": 1}
    facts = table.format.facts(table.state, Viewer(Role.AUCTIONEER))
    assert [bidder["extensions_left"] for bidder in facts["bidders"]] == [1, 0, 1, 1]


def test_r_c7_who_has_lost_its_eligibility_or_used_its_extensions_is_not_waited_for() -> None:
    table = with_extensions().open().bid("Alpha", A=3).bid("Gamma", A=1).bid("Delta").close()
    table.bid("Beta").close()  # with its extension Beta says that it wants nothing
    table.open().bid("Alpha", A=3).close()
    assert table.format.phase(table.state).extension is not None
    assert table.format.expected(table.state) == ("Gamma",)


def test_r_c7_everybody_is_told_only_of_its_own_extension() -> None:
    table = everybody_but_beta().close()
    told = {bidder: table.format.facts(table.state, Viewer(Role.BIDDER, bidder)) for bidder in ("Alpha", "Beta")}
    assert [told[bidder]["own"]["extended"] for bidder in told] == [False, True]
    assert "extension" not in told["Alpha"]
    assert table.format.facts(table.state, Viewer(Role.AUCTIONEER))["extension"] == {"bidders": ["Beta"], "minutes": 45}


def test_r_c7_without_extensions_a_round_closes_when_its_time_is_over() -> None:
    table = Table().open().bid("Alpha", A=2).close()
    assert table.format.phase(table.state).status is Status.WAITING


@pytest.mark.parametrize(
    ("allowed", "failure", "authenticated", "reason"),
    [
        (False, True, True, "the rulebook knows no other channel"),
        (True, False, True, "only after a recorded technical failure"),
        (True, True, False, "once the person giving it is authenticated"),
    ],
)
def test_r_c7_another_channel_is_refused_but_on_a_failure_from_an_authenticated_person(
    allowed: bool, failure: bool, authenticated: bool, reason: str
) -> None:
    table = Table(small_rulebook(extensions={"other_channel": allowed})).open()
    channel = OtherChannel(technical_failure=failure, authenticated=authenticated)
    with pytest.raises(ActRefused, match=f"{reason}.*R-C7"):
        table.format.apply(table.state, PlaceBid(bidder="Alpha", ballot={"package": {"A": 1}}, channel=channel))


def test_r_c7_a_ballot_by_another_channel_counts_like_any_other() -> None:
    table = Table(small_rulebook(extensions={"other_channel": True})).open()
    channel = OtherChannel(technical_failure=True, authenticated=True)
    placed = table.format.apply(table.state, PlaceBid(bidder="Alpha", ballot={"package": {"A": 1}}, channel=channel))
    assert placed.ballots["Alpha"].package == (1, 0)


def test_r_c7_the_auctioneer_is_told_for_whom_the_round_would_run_on() -> None:
    table = everybody_but_beta()
    due = [
        table.format.facts(state, Viewer(Role.AUCTIONEER))["extension_due"]
        for state in (table.state, Table().open().state)
    ]
    assert due == [{"bidders": ["Beta"], "minutes": 45}, None]
