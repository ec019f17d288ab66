"""What happens to a bidder that misses the window (R-C7)."""

from auctions.rules.extensions import Extension, ExtensionRule, check_alternative_channel, extend

RULE = ExtensionRule(per_bidder=2, minutes=30)


def test_r_c7_a_bidder_that_misses_the_window_uses_an_extension_automatically() -> None:
    assert extend(RULE, ["Beta"], {}) == Extension(("Beta",), 30, {"Beta": 1})


def test_r_c7_the_round_ends_for_a_bidder_without_extensions_left() -> None:
    outcome = extend(RULE, ["Beta", "Alpha"], {"Alpha": 2, "Beta": 1})
    assert outcome == Extension(("Beta",), 30, {"Alpha": 0, "Beta": 0})


def test_r_c7_a_round_is_extended_once() -> None:
    assert extend(RULE, ["Beta"], {"Beta": 1}, extended=True) == Extension((), 0, {"Beta": 1})


def test_r_c7_nobody_missing_ends_the_round() -> None:
    assert extend(RULE, [], {"Beta": 1}).minutes == 0


def test_r_c7_another_channel_counts_on_technical_failure_with_authentication() -> None:
    assert check_alternative_channel(technical_failure=True, authenticated=True) == []
    (refusal,) = check_alternative_channel(technical_failure=True, authenticated=False)
    assert "would pass once the person giving it is authenticated" in refusal.reason
    assert len(check_alternative_channel(technical_failure=False, authenticated=False)) == 2
