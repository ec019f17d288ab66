"""What deposits cover (R-D1) and what classes pay (R-D2)."""

from fractions import Fraction

import pytest

from auctions.rules.classes import BidderClass, ShownPrice, price_shown
from auctions.rules.deposits import Forfeiture, check_covered, deposit_needed, forfeit, further_deposit
from auctions.rules.errors import BadRuleError

TENTH = Fraction(1, 10)


def test_r_d1_a_further_deposit_is_a_share_of_the_highest_bid_rounded_up() -> None:
    assert deposit_needed(1001, TENTH) == 101
    assert further_deposit(1001, 60, TENTH) == 41
    assert further_deposit(500, 60, TENTH) == 0


def test_r_d1_a_bid_beyond_what_the_deposit_covers_is_refused() -> None:
    assert check_covered(600, 60, TENTH) == []
    (refusal,) = check_covered(601, 60, TENTH)
    assert refusal.reason == "your deposit of 60 covers bids up to 600; with 61 deposited, 601 would pass"


def test_r_d1_forfeiture_is_recorded_with_its_reason() -> None:
    assert forfeit("Alpha", 61, Fraction(1, 2), "withdrew") == Forfeiture("Alpha", 30, "withdrew", 31)


def test_r_d2_a_class_sees_what_it_pays_with_its_credit() -> None:
    entrant = BidderClass("entrant", Fraction(1, 4), credit_limit=100)
    assert price_shown(201, [entrant]) == ShownPrice(201, 50, 151)
    assert price_shown(1000, [entrant]) == ShownPrice(1000, 100, 900)


def test_r_d2_credits_of_several_classes_do_not_add_up() -> None:
    classes = [BidderClass("entrant", Fraction(1, 4)), BidderClass("rural", TENTH)]
    assert price_shown(200, classes).pays == 150
    assert price_shown(200, []).pays == 200


def test_r_d2_a_credit_of_everything_is_refused() -> None:
    with pytest.raises(BadRuleError, match="below 1"):
        BidderClass("free", Fraction(1))
