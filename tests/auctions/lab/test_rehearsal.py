"""A rehearsal leads to an end, is the same for the same seed, and says what an authority should look at."""

from dataclasses import replace
from typing import Any

from auctions.formats.auction_file import AuctionFile, auction_document, read_auction
from auctions.formats.contract import Bidder
from auctions.lab.rehearsal import Concern, Rehearsed, rehearsed
from tests.rulebooks import SEED, small_rulebook


def auction(bidders: tuple[Bidder, ...] | None = None, **changes: Any) -> AuctionFile:
    some = tuple(Bidder(id=name, eligibility=points) for name, points in (("Red", 9), ("Blue", 9), ("Green", 6)))
    return read_auction(auction_document(rulebook=small_rulebook(**changes), bidders=bidders or some, acts=()))


def concerns(course: Rehearsed) -> set[str]:
    return {concern["concern"] for concern in course.concerns}


def test_a_course_ends_with_winners_who_hold_no_more_than_the_supply() -> None:
    file = auction()
    course = rehearsed(file, seed="north", committed_seed=SEED)

    assert course.rounds[0]["number"] == 1 and course.winners
    for category in file.rulebook.categories:
        won = sum(winner["package"].get(category.id, 0) for winner in course.winners)
        assert won + course.unsold.get(category.id, 0) == category.supply
    assert course.revenue == sum(winner["total"] for winner in course.winners)
    plan = file.rulebook.schedule
    assert course.minutes >= len(course.rounds) * plan.clock_minutes + plan.supplementary_minutes


def test_the_same_seed_gives_the_same_course_and_another_another() -> None:
    file = auction()
    north, again, south = (rehearsed(file, seed=seed, committed_seed=SEED) for seed in ("north", "north", "south"))

    assert north == again
    assert replace(south, seed="north") != north


def test_who_has_no_eligibility_cannot_bid_and_is_named() -> None:
    bidders = (Bidder(id="Red", eligibility=9), Bidder(id="Blue", eligibility=0))
    course = rehearsed(auction(bidders), seed="north", committed_seed=SEED)

    assert {"concern": Concern.CANNOT_BID, "bidder": "Blue"} in course.concerns


def test_a_single_bidder_meets_no_contest() -> None:
    course = rehearsed(auction((Bidder(id="Red", eligibility=9),)), seed="north", committed_seed=SEED)

    assert Concern.NO_CONTEST in concerns(course)


def test_a_clock_that_does_not_end_is_given_up() -> None:
    slow = {"steps": [{"excess": 1, "percent": 0.01}], "lowest": 0}
    dear = [{"id": "A", "supply": 1, "reserve": 10_000_000, "points": 1}]
    bidders = (Bidder(id="Red", eligibility=1), Bidder(id="Blue", eligibility=1))
    seeds = ("north", "south", "east", "west")
    courses = [
        rehearsed(auction(bidders, categories=dear, increments=slow), seed=s, committed_seed=SEED) for s in seeds
    ]
    given_up = [course for course in courses if Concern.NEVER_ENDS in concerns(course)]

    assert given_up and all(len(course.rounds) == 400 and not course.winners for course in given_up)
