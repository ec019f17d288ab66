"""The rules in words: what is always there, and each option where the rulebook has it switched on, and only there."""

from typing import Any

import pytest

from auctions.formats.cca import Cca
from portals.rules_in_words import rules_in_words
from tests.cast import DOCUMENT, RULEBOOK, assemble
from tests.portals.bidder.desk import Desk, words_of


def told(**options: Any) -> list[tuple[str, str]]:
    return [(line.rule, line.text) for line in rules_in_words(Cca().read_rulebook({**RULEBOOK, **options}))]


NEW = [{"id": "new", "name": "New operators", "credit": 0.25, "credit_limit": 5}]
OPTIONS: list[tuple[dict[str, Any], str, str]] = [
    (
        {"closing": {"needs_full_requirement": True}},
        "R-C6",
        "The clock stage ends with the first round without excess demand in any category, once the activity requirement"
        " is 100 %.",
    ),
    (
        {"closing": {"auctioneer_may_end": True}},
        "R-C6",
        "The clock stage ends with the first round without excess demand in any category. The auctioneer may end it"
        " before.",
    ),
    (
        {"activity": {"requirement": [{"from_round": 1, "share": 0.8}, {"from_round": 6, "share": 1}]}},
        "R-C3",
        "To keep its eligibility a bidder must use a share of it: 80 % from round 1, 100 % from round 6.",
    ),
    (
        {"clock": {"undersell": "refused"}},
        "R-C6",
        "A bid that would leave lots unsold for which there was demand does not count: the bidder’s package of the"
        " round before stands.",
    ),
    (
        {"clock": {"undersell": "partial"}},
        "R-C6",
        "A bid that would leave lots unsold for which there was demand counts only as far as the other bidders cover"
        " the supply.",
    ),
    (
        {"clock": {"intra_round": True}},
        "R-C9",
        "A bid may say at which points between the last prices and the current ones demand falls; where demand then"
        " meets supply, the clock ends at the prices of that point.",
    ),
    (
        {"caps": [{"categories": {"A": 10, "B": 5}, "max": 20}]},
        "R-C1",
        "A bid holds at most 20, counted as 10 a lot of A, 5 a lot of B.",
    ),
    (
        {"caps": [{"categories": {"A": 1}, "max": 1, "bidders": ["Gamma"]}]},
        "R-C1",
        "Gamma: a bid holds at most 1, counted as 1 a lot of A.",
    ),
    (
        {"caps": [{"categories": {"A": 1}, "max": 1, "bidders": ["Gamma", "Delta"], "together": True}]},
        "R-C1, R-W3",
        "Gamma, Delta together win, and each alone bids for, at most 1, counted as 1 a lot of A.",
    ),
    ({"excluded": [{"A": 2, "B": 1}]}, "R-C1", "No bid holds 2 × A, 1 × B together."),
    (
        {"classes": NEW, "set_asides": [{"category": "A", "lots": 1, "bidder_class": "new"}]},
        "R-C1, R-W3",
        "1 lot of A is set aside: only the class “New operators” bids for it.",
    ),
    (
        {"classes": NEW},
        "R-D2",
        "New operators: pays 25 % less of every price, EUR 5 less in all at most.",
    ),
    (
        {"classes": NEW, "reserved_portfolios": {"bidder_class": "new", "portfolios": [{"A": 1}, {"B": 1}]}},
        "R-C6, R-W3",
        "The class “New operators” may opt in to reserved spectrum in the first clock round: once one of it has, a"
        " bidder that opted in wins 1 × A or 1 × B.",
    ),
    (
        {"deposits": {"eligibility": [{"above": 0, "per_point": 2}]}},
        "R-C2",
        "A bidder’s deposit says how many points of eligibility it may start with at most.",
    ),
    ({"deposits": {"clock_share": 0.5}}, "R-D1", "A clock bid counts only with 50 % of it on deposit."),
    (
        {"deposits": {"supplementary_share": "1/8"}},
        "R-D1",
        "A supplementary bid counts only with 12.5 % of it on deposit.",
    ),
    (
        {"extensions": {"per_bidder": 2, "minutes": 20}},
        "R-C7",
        "A bidder that misses a clock round has 2 extensions: one is used by itself, and the round runs on for 20"
        " minutes for those who missed it.",
    ),
    (
        {"extensions": {"other_channel": True}},
        "R-C7",
        "After a technical failure an authenticated person may hand in a bid by another channel.",
    ),
    (
        {"supplementary": {"caps": ["intermediate"]}},
        "R-S3",
        "A supplementary bid is capped by every clock round from then on that reduced the eligibility.",
    ),
    ({"supplementary": {"max_packages": 500}}, "R-S7", "The supplementary list holds at most 500 packages."),
    (
        {"increments": {"steps": [{"excess": 1, "percent": 5}, {"excess": 3, "percent": 7.5}], "highest": 15}},
        "R-C5",
        "Where demand exceeds supply the price rises, by the lots in excess: 5 % from 1, 7.5 % from 3. The auctioneer"
        " may choose other steps, of 1 to 15 %.",
    ),
]


@pytest.mark.parametrize(("options", "rule", "text"), OPTIONS)
def test_an_option_that_is_switched_on_has_its_line_with_its_rule(
    options: dict[str, Any], rule: str, text: str
) -> None:
    line = (rule, text)

    assert line in told(**options)
    assert line not in told()


@pytest.mark.parametrize("rule", ["points", "relaxed", "warp", "garp", "monotone", "none"])
def test_each_activity_rule_is_told_in_words_of_its_own(rule: str) -> None:
    lines = told(activity={"rule": rule})

    activities = {"points", "relaxed", "warp", "garp", "monotone", "none"} - {rule}
    others = {line for other in activities for line in told(activity={"rule": other})}
    assert [line for line in lines if line not in others] != []


def test_the_plain_rules_are_few() -> None:
    assert [rule for rule, _ in told()] == ["R-C4", "R-C3", "R-C5", "R-C6", "R-S2", "R-S4", "R-S7"]


def test_bidders_and_public_read_the_same_lines(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "extensions": {"per_bidder": 2, "minutes": 20}})
    cast = assemble()
    desk = Desk.of(cast.alpha.submitter)

    bidder = desk.open("rules").text
    public = words_of(desk.client.get("/auctions/two-bands/").content.decode())

    for rule, text in told(extensions={"per_bidder": 2, "minutes": 20}):
        assert f"{rule} {text}" in bidder
        assert f"{rule} {text}" in public
