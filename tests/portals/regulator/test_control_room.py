"""The control room: what it says at each moment, and what it keeps to itself."""

from django.test import Client
from django.urls import reverse

from auctions import services
from auctions.models import Solve, SolveStatus
from tests.cast import Cast
from tests.portals.regulator.officer import Officer


def test_before_the_first_round_the_next_step_is_to_open_it(auctioneer: Officer) -> None:
    room = auctioneer.sees("control_room")

    assert room.status == 200
    assert room.links["Open clock round 1"].endswith("/open/")
    assert "Demand in clock round" not in room.text


def test_while_a_round_is_open_it_says_who_has_submitted_and_not_what(cast: Cast, auctioneer: Officer) -> None:
    cast.open_round()
    cast.alpha.bids({"A": 2, "B": 1})

    room = auctioneer.sees("control_room")

    assert "1 of 4 bidders have submitted" in room.text
    assert "Alpha ○" not in room.text
    assert "submitted" in room.text.split("Alpha")[1].split("Beta")[0]
    assert "nothing received" in room.text.split("Beta")[1].split("Gamma")[0]
    assert "2 × A" not in room.html
    assert set(room.links) >= {"Close the round", "Extend the round"}


def test_after_the_close_it_shows_supply_demand_excess_and_price_by_category(cast: Cast, auctioneer: Officer) -> None:
    cast.play_round(alpha={"A": 2, "B": 1}, beta={"A": 1}, gamma={"A": 1})

    room = auctioneer.sees("control_room")

    assert "Demand in clock round 1" in room.text
    assert "A 800 MHz 10 2 4 2 price rises" in room.text
    assert "B 900 MHz 5 1 1 0 demand meets supply" in room.text


def test_when_all_bids_are_in_the_next_step_is_winner_determination(cast: Cast, auctioneer: Officer) -> None:
    cast.play_clock()
    cast.play_supplementary()

    room = auctioneer.sees("control_room")

    assert "All bids are in" in room.text
    assert room.links["Run winner determination"].endswith("/determine/")


def test_a_computation_under_way_is_shown_with_its_progress_and_not_offered_again(
    cast: Cast, auctioneer: Officer
) -> None:
    cast.play_clock()
    cast.play_supplementary()
    services.request_determination(auction=cast.auction, by=cast.auctioneer)

    live = auctioneer.sees("live")

    assert "Computing the result" in live.text
    assert "waiting for a worker" in live.text
    assert "Run winner determination" not in live.text


def test_a_failed_computation_says_why_and_may_be_asked_for_again(cast: Cast, auctioneer: Officer) -> None:
    cast.play_clock()
    cast.play_supplementary()
    solve = services.request_determination(auction=cast.auction, by=cast.auctioneer)
    Solve.objects.filter(pk=solve.pk).update(status=SolveStatus.FAILED, error="The solver ran out of memory.")

    live = auctioneer.sees("live")

    assert "The solver ran out of memory." in live.text
    assert live.links["Run winner determination"].endswith("/determine/")


def test_the_live_part_answers_304_until_something_changes(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.auctioneer.person)
    url = reverse("regulator:live", args=[cast.auction.slug])
    cast.open_round()
    first = client.get(url)

    unchanged = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    cast.beta.bids({"A": 1})
    changed = client.get(url, headers={"If-None-Match": first.headers["ETag"]})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200
    assert "1 of 4" in changed.content.decode()


def test_the_status_bar_carries_the_seconds_left_by_the_servers_clock(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.auctioneer.person)
    cast.open_round(minutes=10)

    response = client.get(reverse("regulator:status", args=[cast.auction.slug]))

    assert 590 <= int(response.headers["Clearband-Seconds-Left"]) <= 600
    assert "Clock stage" in response.content.decode()


def test_rounds_list_what_each_bidder_bid_once_the_round_is_closed(cast: Cast, auctioneer: Officer) -> None:
    cast.play_round(alpha={"A": 2, "B": 1}, beta={"A": 1})
    cast.open_round()
    cast.alpha.bids({"A": 1, "B": 1})

    page = auctioneer.sees("rounds")

    assert "1 2 × A, 1 × B 25 5 5 5" in page.text
    assert "submitted nothing" in page.text.split("Clock bids of Delta")[1]
    assert "1 × A, 1 × B" not in page.text


def test_the_result_shows_prices_explanation_and_the_computations_own_checks(cast: Cast, auctioneer: Officer) -> None:
    cast.play_to_the_end()

    page = auctioneer.sees("result")

    winners = cast.auction.solves.first().result["winners"]  # type: ignore[union-attr,index]
    assert winners
    for winner in winners:
        assert winner["explanation"]["text"] in page.text
    assert "Not published" in page.text
    assert "Proved optimal yes" in page.text
    assert page.links["Publish the result"].endswith("/publish/")


def test_before_winner_determination_there_is_no_result(auctioneer: Officer) -> None:
    assert "Nothing has been computed yet." in auctioneer.sees("result").text
