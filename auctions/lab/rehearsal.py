"""A rehearsal: the whole auction played by simulated bidders, and what an authority should look at before real ones
bid.

What is simulated says nothing of prices to expect (see ``values``); it shows whether the rules lead to an end, how long
that takes, and who could never bid.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from auctions.formats.auction_file import AuctionFile
from auctions.formats.contract import OpenRound, PlaceBid
from auctions.lab.simulation import play
from auctions.lab.spectrum import seeded_bidders

MOST_CLOCK_ROUNDS = 400  # a clock that has not ended by then is taken never to end
LONG_CLOCK = 100  # rounds: two weeks of eight a day


class Concern(StrEnum):
    """What an authority should look at, each with the fields that its sentence needs."""

    NEVER_ENDS = "never_ends"  # rounds
    LONG = "long"  # rounds
    NO_CONTEST = "no_contest"  # category: there was never more demand than supply
    OVERSHOT = "overshot"  # category, lots: at the last clock prices fewer lots are demanded than there are
    UNSOLD = "unsold"  # category, lots
    CANNOT_BID = "cannot_bid"  # bidder: its eligibility or deposit carries no lot
    TOO_LITTLE_ELIGIBILITY = "too_little_eligibility"  # points of all bidders, points of all lots
    NO_WINNER = "no_winner"


@dataclass(frozen=True)
class Rehearsed:
    """One simulated course; amounts in bid units, ``minutes`` of bidding as the rulebook plans the rounds."""

    seed: str
    rounds: tuple[dict[str, Any], ...]  # of the clock: number, prices, demand
    ballots: int
    winners: tuple[dict[str, Any], ...]  # bidder, package, base, assignment, total, lots
    unsold: dict[str, int]
    revenue: int
    minutes: int
    concerns: tuple[dict[str, Any], ...]
    acts: tuple[dict[str, Any], ...]  # replayable, by ``python -m auctions.formats``


def rehearsed(auction: AuctionFile, *, seed: str, committed_seed: str) -> Rehearsed:
    """Play the auction to its end. ``seed`` draws the bidders' values, ``committed_seed`` is the one to which the
    rulebook committed, if it did.
    """
    rules = auction.rulebook
    simulated = seeded_bidders(rules, auction.bidders, seed)
    played = play(auction.format, rules, auction.bidders, simulated, seed=committed_seed, most_rounds=MOST_CLOCK_ROUNDS)
    report = auction.format.report(played.state)
    rounds = tuple({name: each[name] for name in ("number", "prices", "demand")} for each in report["rounds"])
    ended = report["principal"] is not None
    return Rehearsed(
        seed=seed,
        rounds=rounds,
        ballots=sum(isinstance(act, PlaceBid) for act in played.acts),
        winners=tuple(_winner(winner, report) for winner in report["principal"]["winners"]) if ended else (),
        unsold={category: lots for category, lots in report["principal"]["unsold"].items() if lots} if ended else {},
        revenue=report["total"]["total"] if ended and report["total"] else 0,
        minutes=_minutes(rules, len(rounds)),
        concerns=tuple(_concerns(auction, rounds, report)),
        acts=tuple(act.model_dump(mode="json", exclude_none=True) for act in played.acts),
    )


def _winner(winner: Mapping[str, Any], report: Mapping[str, Any]) -> dict[str, Any]:
    bidder = winner["bidder"]
    assigned = report["assignment"] or {"prices": {}, "assignments": {}}
    extra = assigned["prices"].get(bidder, 0)
    credit = report["total"]["credits"].get(bidder, 0) if report["total"] else 0
    return {
        "bidder": bidder,
        "package": {category: lots for category, lots in winner["package"].items() if lots},
        "base": winner["price"],
        "assignment": extra,
        "total": winner["price"] + extra - credit,
        "lots": [lot for band in assigned["assignments"].get(bidder, {}).values() for lot in band],
    }


def _minutes(rules: Any, rounds: int) -> int:
    plan = rules.schedule
    steps = len(rules.assignment.sequence) or int(any(category.lots for category in rules.categories))
    return int(rounds * plan.clock_minutes + plan.supplementary_minutes + steps * plan.assignment_minutes)


def _concerns(
    auction: AuctionFile, rounds: tuple[dict[str, Any], ...], report: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """In the order of weight: no end, nobody there, then category by category."""
    if report["principal"] is None:
        yield {"concern": Concern.NEVER_ENDS, "rounds": len(rounds)}
        return
    if len(rounds) > LONG_CLOCK:
        yield {"concern": Concern.LONG, "rounds": len(rounds)}
    yield from _concerns_about_bidders(auction)
    if not report["principal"]["winners"]:
        yield {"concern": Concern.NO_WINNER}
    for category in auction.rulebook.categories:
        demands = [played["demand"][category.id] for played in rounds]
        if not any(demand > category.supply for demand in demands):
            yield {"concern": Concern.NO_CONTEST, "category": category.id}
        elif demands[-1] < category.supply:
            lots = category.supply - demands[-1]
            yield {"concern": Concern.OVERSHOT, "category": category.id, "lots": lots}
        if unsold := report["principal"]["unsold"].get(category.id, 0):
            yield {"concern": Concern.UNSOLD, "category": category.id, "lots": unsold}


def _concerns_about_bidders(auction: AuctionFile) -> Iterator[dict[str, Any]]:
    """Whose eligibility or deposit carries not even one lot at its reserve (R-C2, R-D1)."""
    start = auction.start()
    opened = auction.format.apply(start, OpenRound())
    lots = [{"package": {category.id: 1}} for category in auction.rulebook.categories]
    for bidder in auction.bidders:
        if not any(auction.format.check(opened, bidder.id, ballot).allowed for ballot in lots):
            yield {"concern": Concern.CANNOT_BID, "bidder": bidder.id}
    points = sum(start.histories[bidder.id].initial_eligibility for bidder in auction.bidders)
    wanted = sum(category.points * category.supply for category in auction.rulebook.categories)
    if points < wanted:
        yield {"concern": Concern.TOO_LITTLE_ELIGIBILITY, "points": points, "wanted": wanted}
