"""Rules in combination: whole auctions of simulated bidders keep every limit, whatever else the rulebook says."""

from typing import Any

import pytest

from auctions.formats.auction_file import auction_document, read_auction, replay
from auctions.formats.contract import Bidder, Status
from auctions.formats.registry import format_named
from auctions.lab.simulation import Played, play
from auctions.lab.spectrum import seeded_bidders
from tests.rulebooks import BIDDERS, small_rulebook

CCA = format_named("cca")
NEW = {"id": "new", "credit": 0.2, "credit_limit": 4}
TOGETHER = {"categories": {"A": 1}, "max": 2, "bidders": ["Alpha", "Beta"], "together": True}
KEPT = {"classes": [NEW], "set_asides": [{"category": "A", "lots": 1, "bidder_class": "new"}]}
COMBINATIONS: dict[str, dict[str, Any]] = {
    "limits": {**KEPT, "caps": [TOGETHER], "excluded": [{"A": 3, "B": 1}]},
    "undersell": {"clock": {"undersell": "partial"}, "activity": {"rule": "points", "requirement": 0.7}},
    "refused": {"clock": {"undersell": "refused"}, "caps": [TOGETHER], "activity": {"rule": "garp"}},
    "portfolios": {
        "classes": [NEW],
        "reserved_portfolios": {"bidder_class": "new", "portfolios": [{"A": 1}, {"B": 1}]},
        "caps": [TOGETHER],
        "supplementary": {"caps": ["intermediate", "final", "garp"]},
    },
    "money": {
        "deposits": {"clock_share": 0.25, "supplementary_share": "1/3"},
        "extensions": {"per_bidder": 1},
        "pricing": {"rule": "core", "weights": "reserve", "rounding": {"up_to": 2}},
        "winner_determination": {"reserve_bids": False, "ties": ["most_lots", "seed"]},
    },
}
TAKING_PART = tuple(
    bidder.model_copy(update={"deposit": 20, "classes": ("new",) if bidder.id in {"Gamma", "Delta"} else ()})
    for bidder in BIDDERS
)


def bidders_for(rules: dict[str, Any]) -> tuple[Bidder, ...]:
    return TAKING_PART if "classes" in rules else tuple(b.model_copy(update={"classes": ()}) for b in TAKING_PART)


def played(name: str, seed: str) -> Played:
    document = small_rulebook(**COMBINATIONS[name], seed_commitment="")
    rulebook, bidders = CCA.read_rulebook(document), bidders_for(COMBINATIONS[name])
    return play(CCA, rulebook, bidders, seeded_bidders(rulebook, bidders, seed))


@pytest.mark.parametrize("seed", ["one", "two", "three", "four"])
@pytest.mark.parametrize("name", list(COMBINATIONS))
def test_whatever_the_rules_the_outcome_keeps_the_limits_and_the_file_replays(name: str, seed: str) -> None:
    one = played(name, seed)
    assert CCA.phase(one.state).status is Status.FINISHED
    won = {winner["bidder"]: winner for winner in one.state.principal["winners"]}
    lots = {bidder: winner["package"].get("A", 0) for bidder, winner in won.items()}
    if TOGETHER in COMBINATIONS[name].get("caps", ()):
        assert lots.get("Alpha", 0) + lots.get("Beta", 0) <= 2
    if "set_asides" in COMBINATIONS[name]:
        assert lots.get("Alpha", 0) + lots.get("Beta", 0) <= 2  # the third lot is for Gamma and Delta
    if one.state.opt_in:
        assert set(one.state.opt_in) & set(won)
    for winner in won.values():
        assert winner["price"] <= winner["amount"]
        if COMBINATIONS[name].get("deposits"):
            assert winner["amount"] <= 80  # 20 deposited are a quarter of it in the clock, a third after it
    written = auction_document(
        rulebook=small_rulebook(**COMBINATIONS[name], seed_commitment=""),
        bidders=bidders_for(COMBINATIONS[name]),
        acts=one.acts,
    )
    assert CCA.report(replay(read_auction(written)).state) == CCA.report(one.state)
