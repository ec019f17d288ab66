"""What a clock round comes to: who missed it, which packages stand, at which prices, and whether the clock ends (R-C3,
R-C6, R-C7, R-C9)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from auctions.formats.cca.limits import counted_demand
from auctions.formats.cca.state import CcaState, ClockRound, Stage
from auctions.rules.closing import Closing, closing, total_demand
from auctions.rules.eligibility import play_round
from auctions.rules.extensions import Extension, extend
from auctions.rules.history import Package, Prices, empty_package
from auctions.rules.intra_round import CURRENT, IntraRoundBid, balancing_point, demand_at, prices_at
from auctions.rules.undersell import standing_packages


@dataclass(frozen=True)
class Played:
    """What counts of a round: its prices and the package that stands for every bidder."""

    point: Fraction
    prices: Prices
    packages: Mapping[str, Package]


def closed_or_extended(state: CcaState) -> CcaState:
    """The state after the round's time is over: it runs on for those who missed it and have an extension left (R-C7),
    or it is closed, silence being a bid for nothing (R-C3), and without excess demand the stage ends (R-C6).
    """
    extension = extension_due(state)
    return _extended(state, extension) if extension.used_by else _closed(state)


def extension_due(state: CcaState) -> Extension:
    """Who missed the open round and has an extension left (R-C7)."""
    missing = [b for b, history in state.histories.items() if history.eligibility and b not in state.ballots]
    rule = state.rulebook.extensions.rule
    return extend(rule, missing, state.extensions_used, extended=state.extension is not None)


def _extended(state: CcaState, extension: Extension) -> CcaState:
    used = {bidder: state.extensions_used.get(bidder, 0) + 1 for bidder in extension.used_by}
    return replace(state, extension=extension, extensions_used={**state.extensions_used, **used})


def _closed(state: CcaState) -> CcaState:
    state = replace(state, opt_in=state.opt_in or {b: bid.opt_in for b, bid in state.ballots.items() if bid.opt_in})
    played, requirement = _played(state), state.rulebook.activity.requirement_rule
    closed = _round(state, played)
    histories = {
        bidder: play_round(state.history(bidder), played.prices, package, requirement)
        for bidder, package in played.packages.items()
    }
    return replace(
        state,
        open=False,
        stage=Stage.SUPPLEMENTARY if _closing(state, closed.counted).over else Stage.CLOCK,
        prices=played.prices,
        histories=histories,
        clock=(*state.clock, closed),
        ballots={},
        extension=None,
    )


def _round(state: CcaState, played: Played) -> ClockRound:
    counted, key_bid = counted_demand(state, played.packages, played.prices)
    asked = {bidder: _asked(state, bidder, played.point) for bidder in played.packages}
    return ClockRound(
        number=len(state.clock) + 1,
        prices=played.prices,
        demand=total_demand(state.rulebook.rules_categories, played.packages.values()),
        counted=counted,
        key_bid=key_bid,
        bid=frozenset(state.ballots),
        asked={bidder: package for bidder, package in asked.items() if package != played.packages[bidder]},
        point=played.point,
    )


def _played(state: CcaState) -> Played:
    point = _ending_point(state)
    prices = state.round_prices if point == CURRENT else prices_at(state.clock[-1].prices, state.round_prices, point)
    asked = {bidder: _asked(state, bidder, point) for bidder in state.histories}
    if not state.clock:
        return Played(point, prices, asked)
    before = {bidder: history.final_package for bidder, history in state.histories.items()}
    policy, categories = state.rulebook.clock.undersell, state.rulebook.rules_categories
    order = sorted(asked, key=lambda bidder: _draw(state, bidder))
    return Played(point, prices, standing_packages(categories, before, asked, policy, order))


def _ending_point(state: CcaState) -> Fraction:
    """The first point within the round at which the clock ends (R-C9); the end of the round where there is none."""
    if not any(bid.within for bid in state.ballots.values()):
        return CURRENT
    categories = state.rulebook.rules_categories
    before = {bidder: history.final_package for bidder, history in state.histories.items()}
    point = balancing_point(categories, before, {bidder: _steps(state, bidder) for bidder in before})
    if point is None:
        return CURRENT
    demand = total_demand(categories, [_asked(state, bidder, point) for bidder in before])
    return point if _closing(state, demand).over else CURRENT


def _asked(state: CcaState, bidder: str, point: Fraction) -> Package:
    """What the bidder wants at a point of the round; before its first one, what it wanted in the round before."""
    steps = _steps(state, bidder)
    return steps[-1].package if point == CURRENT else demand_at(state.history(bidder).final_package, steps, point)


def _steps(state: CcaState, bidder: str) -> tuple[IntraRoundBid, ...]:
    ballot = state.ballots.get(bidder)
    if ballot is None:
        return (IntraRoundBid(CURRENT, empty_package(state.rulebook.rules_categories)),)
    return (*ballot.within, IntraRoundBid(CURRENT, ballot.package))


def _closing(state: CcaState, demand: Package) -> Closing:
    rulebook = state.rulebook
    requirement = rulebook.activity.requirement_rule.at(len(state.clock) + 1)
    return closing(rulebook.rules_categories, demand, rule=rulebook.closing.rule, requirement=requirement)


def _draw(state: CcaState, bidder: str) -> str:
    """Orders the bidders anew in every round, as nobody could foresee before the seed was committed to."""
    return hashlib.sha256(f"{state.rulebook.seed_commitment}|{len(state.clock) + 1}|{bidder}".encode()).hexdigest()
