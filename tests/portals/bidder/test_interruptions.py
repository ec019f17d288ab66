"""What a bidder sees of a paused and of a voided round."""

from auctions import services
from tests.cast import Cast
from tests.portals.bidder.desk import Desk


def test_while_the_round_is_paused_the_bar_says_so_and_what_is_left(cast: Cast, alpha: Desk) -> None:
    opened = cast.open_round(minutes=10)
    before = alpha.open("status").page.content
    services.pause_round(round=opened, by=cast.auctioneer, reason="a fault")

    alpha.open("status")

    assert "paused" in alpha.text and "left when the round goes on" in alpha.text
    assert b'data-moment="Clock stage|1|open|1"' in before
    assert b'data-moment="Clock stage|1|open|1|paused"' in alpha.page.content


def test_a_bid_that_is_sent_into_the_pause_is_refused_with_the_reason(cast: Cast, alpha: Desk) -> None:
    opened = cast.open_round(minutes=10)
    alpha.open().press("confirm", **{"quantity:A": "1"})
    services.pause_round(round=opened, by=cast.auctioneer, reason="a fault")

    alpha.press("submit")

    assert alpha.page.status_code == 409
    assert "Clock round 1 is paused: bids are taken again once the auctioneer resumes it." in alpha.text


def test_a_bid_of_a_voided_round_is_kept_and_marked_in_the_history_and_on_its_receipt(cast: Cast, alpha: Desk) -> None:
    opened = cast.open_round()
    bid = cast.alpha.bids({"A": 1})
    cast.void_rounds(opened)

    assert "round voided" in alpha.open("history").text
    assert "this bid counts for nothing" in alpha.open("receipt", bid.id).text
