"""What a bidder may ask for in a clock round (R-C1, R-C3, R-C4, R-C6, R-C9, R-D1)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import Field

from auctions.formats.cca.deposits import check_deposit
from auctions.formats.cca.limits import check_package
from auctions.formats.cca.packages import read_package
from auctions.formats.cca.rulebook.shares import Share
from auctions.formats.cca.state import CcaState, ClockBid, PackageBid
from auctions.formats.contract import ActRefused, Verdict
from auctions.rules.activity import check_activity
from auctions.rules.eligibility import next_eligibility, points_to_keep
from auctions.rules.history import Prices, Refusal, amount_of, name_package
from auctions.rules.intra_round import CURRENT, IntraRoundBid, check_intra_round, prices_at
from auctions.rules.supplementary import check_allowed
from winner_determination.documents import Document, validate


class PricePoint(Document):
    """From ``point`` on, a share of the way from the last prices to the current ones, only this is wanted (R-C9)."""

    point: Share
    package: dict[str, int]


class OptInBid(Document):
    """A bid on a reserved portfolio, by which a bidder opts in (R-C6)."""

    package: dict[str, int]
    amount: int = Field(ge=0)


class ClockBallot(Document):
    """What a bidder wants at the round's prices; an empty package is an explicit "no bid"."""

    package: dict[str, int]
    intra_round: tuple[PricePoint, ...] = ()
    opt_in: tuple[OptInBid, ...] = ()


def read_ballot(state: CcaState, ballot: Mapping[str, Any]) -> ClockBid:
    """Read a ballot. Raises DocumentError for a wrong shape, an unknown category, more lots than there are."""
    rulebook, document = state.rulebook, validate(ClockBallot, ballot)
    return ClockBid(
        package=read_package(rulebook, document.package, "package"),
        within=tuple(
            IntraRoundBid(each.point, read_package(rulebook, each.package, f"intra_round[{i}].package"))
            for i, each in enumerate(document.intra_round)
        ),
        opt_in=tuple(
            PackageBid(read_package(rulebook, each.package, f"opt_in[{i}].package"), each.amount)
            for i, each in enumerate(document.opt_in)
        ),
    )


def check(state: CcaState, bidder: str, ballot: Mapping[str, Any]) -> Verdict:
    """Judge a clock ballot; its totals are what the bidder sees beside the table."""
    prices, history = state.round_prices, state.history(bidder)
    bid, rules = read_ballot(state, ballot), state.rulebook.activity
    requirement = rules.requirement_rule.at(len(history.rounds) + 1)
    points, amount = history.points(bid.package), amount_of(bid.package, prices)
    shown = state.price_shown(bidder, amount)
    return Verdict(
        refusals=(
            *_missed_the_round(state, bidder),
            *check_package(state, bidder, bid.package),
            *check_activity(history, prices, bid.package, rules.rule),
            *check_deposit(state, bidder, amount, state.rulebook.deposits.clock_share),
            *_within_the_round(state, bidder, bid, prices),
            *_opt_in(state, bidder, bid),
        ),
        totals={
            "amount": amount,
            "credit": shown.credit,
            "pays": shown.pays,
            "points": points,
            "eligibility": history.eligibility,
            "eligibility_after": next_eligibility(history.eligibility, points, requirement, rules.rounding),
            "points_to_keep": points_to_keep(history.eligibility, requirement, rules.rounding),
        },
    )


def place(state: CcaState, bidder: str, ballot: Mapping[str, Any]) -> CcaState:
    """Place a ballot in the open round; the bidder's last one counts. Raises ActRefused."""
    verdict = check(state, bidder, ballot)
    if not verdict.allowed:
        raise ActRefused(verdict.refusals)
    return replace(state, ballots={**state.ballots, bidder: read_ballot(state, ballot)})


def _missed_the_round(state: CcaState, bidder: str) -> Iterator[Refusal]:
    """R-C7: a round that runs on is open to those who missed it, and to nobody else."""
    if state.extension is not None and bidder not in state.extension.used_by:
        yield Refusal("R-C7", "the round is extended for bidders who missed it; a bid in the next round would pass")


def _within_the_round(state: CcaState, bidder: str, bid: ClockBid, prices: Prices) -> Iterator[Refusal]:
    """R-C9: bids between the last prices and the current ones, each allowed at the prices of its own point."""
    if not bid.within:
        return
    if not state.rulebook.clock.intra_round or not state.clock:
        when = "in this round" if state.rulebook.clock.intra_round else "in this auction"
        yield Refusal("R-C9", f"{when} no bids within a round are taken; a ballot without them would pass")
        return
    history, rule = state.history(bidder), state.rulebook.activity.rule
    yield from check_intra_round(history, [*bid.within, IntraRoundBid(CURRENT, bid.package)])
    for each in bid.within:
        at_the_point = prices_at(state.clock[-1].prices, prices, each.point)
        yield from check_activity(history, at_the_point, each.package, rule)


def _opt_in(state: CcaState, bidder: str, bid: ClockBid) -> Iterator[Refusal]:
    """R-C6: members of the class opt in once, with the first ballot, to portfolios of the list, at their reserve at
    least."""
    if not bid.opt_in:
        return
    reserved, categories = state.rulebook.reserved_portfolios, state.rulebook.rules_categories
    if reserved is None or reserved.bidder_class not in {each.id for each in state.classes(bidder)}:
        yield Refusal("R-C6", "you may not opt in to reserved portfolios; a ballot without opt_in would pass")
    elif state.clock:
        yield Refusal("R-C6", "bidders opt in with the first round's ballot; one without opt_in would pass")
    for each in bid.opt_in:
        yield from check_package(state, bidder, each.package)
        yield from check_allowed(state.history(bidder), each.package)
        yield from check_deposit(state, bidder, each.amount, state.rulebook.deposits.clock_share)
        name, reserve = name_package(categories, each.package), state.history(bidder).reserve(each.package)
        if each.package not in state.rulebook.portfolios:
            listed = " or ".join(name_package(categories, portfolio) for portfolio in state.rulebook.portfolios)
            yield Refusal("R-C6", f"{name} is no reserved portfolio; {listed or 'none'} would pass")
        if [other.package for other in bid.opt_in].count(each.package) > 1:
            yield Refusal("R-C6", f"{name} is opted in to more than once; once would pass")
        if each.amount < reserve:
            numbers = {"amount": each.amount, "at_least": reserve}
            yield Refusal("R-C6", f"{name}: at least {reserve}, the reserve, would pass", numbers)
