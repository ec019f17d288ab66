"""Whole auctions played by simulated bidders."""

from fractions import Fraction

import pytest

from auctions.formats.auction_file import auction_document, read_auction, replay
from auctions.formats.contract import Status
from auctions.formats.registry import format_named
from auctions.lab.simulation import Played, play
from auctions.lab.spectrum import seeded_bidders
from tests.rulebooks import BIDDERS, SEED, small_rulebook

CCA = format_named("cca")


def played(seed: str) -> Played:
    rulebook = CCA.read_rulebook(small_rulebook())
    return play(CCA, rulebook, BIDDERS, seeded_bidders(rulebook, BIDDERS, seed), seed=SEED)


@pytest.mark.parametrize("seed", ["one", "two", "three"])
def test_an_auction_comes_to_its_end_and_its_file_replays_to_the_same_result(seed: str) -> None:
    one = played(seed)
    assert CCA.phase(one.state).status is Status.FINISHED
    document = auction_document(rulebook=small_rulebook(), bidders=BIDDERS, acts=one.acts)
    assert CCA.report(replay(read_auction(document)).state) == CCA.report(one.state)


def test_the_same_seed_plays_the_same_auction() -> None:
    assert played("one").acts == played("one").acts


def test_another_seed_plays_another_one() -> None:
    assert played("one").acts != played("two").acts


@pytest.mark.parametrize("seed", ["one", "two", "three"])
def test_r_p1_every_price_lies_between_opportunity_cost_and_bid(seed: str) -> None:
    for winner in played(seed).state.principal["winners"]:
        assert winner["vickrey"] <= Fraction(winner["price_exact"]) <= winner["price"] <= winner["amount"]
