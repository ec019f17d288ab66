"""What each role may know at each moment, as plain JSON: pages and the API render this and nothing else (R-C8).

The rulebook's disclosure policy decides; what it does not open is None or left out.
"""

from collections.abc import Mapping
from typing import Any

from auctions.formats.cca import supplementary
from auctions.formats.cca.packages import named, named_package
from auctions.formats.cca.state import CcaState, ClockRound, Stage
from auctions.formats.contract import Bidder, Phase, Viewer
from auctions.rules.closing import excess_demand, unsold
from auctions.rules.disclosure import DemandShown, Fact, Role
from auctions.rules.disclosure import Stage as Moment
from auctions.rules.guarantee import sure_bid
from auctions.rules.supplementary import SupplementaryCap

INSIDERS = frozenset({Role.AUCTIONEER, Role.COMPLIANCE, Role.AUDITOR})


def facts(state: CcaState, viewer: Viewer, phase: Phase) -> dict[str, Any]:
    """The facts for one viewer, by the rulebook's disclosure policy."""
    rulebook, role = state.rulebook, viewer.role
    known = rulebook.disclosure.policy.facts(role, moment(state))
    shown = {
        "format": "cca",
        "stage": phase.stage,
        "status": phase.status.value,
        "round": phase.round,
        "ballot": phase.ballot,
        "title": rulebook.title,
        "notice": rulebook.notice,
        "unit": {**rulebook.unit.model_dump(), "label": rulebook.unit.label},
        "categories": [category.model_dump(mode="json") for category in rulebook.categories],
        "rounds": [_round(state, played, role, known) for played in state.clock] if Fact.PRICES in known else [],
        "prices": named(rulebook, state.prices) if state.prices is not None and Fact.PRICES in known else None,
        "clock_ended": state.stage is not Stage.CLOCK,
        "published": state.published,
        "principal": state.principal if Fact.RESULTS in known else None,
        "assignment": _assignment(state) if Fact.RESULTS in known else None,
        "total": total(state) if Fact.RESULTS in known else None,
    }
    if Fact.BIDDERS in known:
        shown["participants"] = [{"id": bidder.id, "name": bidder.label} for bidder in state.bidders]
    if role in INSIDERS:
        shown["bidders"] = [_bidder(state, bidder, known) for bidder in state.bidders]
    if role is Role.BIDDER and viewer.bidder is not None:
        shown["own"] = _own(state, viewer.bidder, known)
    return shown


def moment(state: CcaState) -> Moment:
    """Where the auction stands, in the terms of the disclosure policy."""
    match state.stage:
        case Stage.CLOCK if not state.clock and not state.open:
            return Moment.SETUP
        case Stage.CLOCK:
            return Moment.ROUND_OPEN if state.open else Moment.ROUND_CLOSED
        case Stage.SUPPLEMENTARY:
            return Moment.SUPPLEMENTARY_OPEN if state.open else Moment.ROUND_CLOSED
        case Stage.PRINCIPAL:
            return Moment.SUPPLEMENTARY_CLOSED
        case Stage.ASSIGNMENT:
            return Moment.ASSIGNMENT_OPEN
        case Stage.PLAN:
            return Moment.ASSIGNMENT_CLOSED
        case Stage.FINISHED:
            return Moment.CERTIFIED if state.published else Moment.ASSIGNMENT_CLOSED


def _round(state: CcaState, played: ClockRound, role: Role, known: frozenset[Fact]) -> dict[str, Any]:
    """A closed round; ``excess`` is in lots where exact demand is told, else the policy's word for it."""
    rulebook, categories = state.rulebook, state.rulebook.rules_categories
    shown: dict[str, Any] = {"number": played.number, "prices": named(rulebook, played.prices)}
    shown |= {"demand": None, "excess": None}
    if Fact.TOTAL_DEMAND not in known:
        return shown
    if role in INSIDERS or rulebook.disclosure.total_demand is DemandShown.EXACT:
        shown["demand"] = named(rulebook, played.demand)
        shown["excess"] = named(rulebook, excess_demand(categories, played.demand))
    else:
        words = rulebook.disclosure.policy.demand_shown(role, categories, played.demand)
        shown["excess"] = {category.id: word for category, word in zip(categories, words, strict=True)}
    return shown


def _bidder(state: CcaState, bidder: Bidder, known: frozenset[Fact]) -> dict[str, Any]:
    """One bidder as the insiders see it: while a round is open only whether it has submitted."""
    shown: dict[str, Any] = {"id": bidder.id, "name": bidder.label}
    if Fact.WHO_HAS_BID in known:
        shown["submitted"] = _submitted(state, bidder.id)
    # The eligibility and the bids of closed rounds; an open round's ballots are in nobody's facts but their owner's.
    shown["eligibility"] = state.history(bidder.id).eligibility
    shown["rounds"] = _played(state, bidder.id)
    return shown


def _submitted(state: CcaState, bidder: str) -> bool:
    match state.stage:
        case Stage.CLOCK:
            return bidder in state.ballots
        case Stage.SUPPLEMENTARY | Stage.PRINCIPAL:
            return bidder in state.supplementary
        case _:
            return bidder in state.option_bids


def _played(state: CcaState, bidder: str) -> list[dict[str, Any]]:
    history = state.history(bidder)
    return [
        {
            "number": played.number,
            "package": named_package(state.rulebook, played.package),
            "points": history.points(played.package),
            "amount": played.amount,
            "eligibility_before": played.eligibility_before,
            "eligibility_after": played.eligibility_after,
            "bid": bidder in closed.bid,
        }
        for played, closed in zip(history.rounds, state.clock, strict=True)
    ]


def _own(state: CcaState, bidder: str, known: frozenset[Fact]) -> dict[str, Any]:
    history = state.history(bidder)
    name = next(each.label for each in state.bidders if each.id == bidder)
    return {
        "id": bidder,
        "name": name,
        "eligibility_initial": history.initial_eligibility,
        "eligibility": history.eligibility,
        "submitted": _submitted(state, bidder),
        "ballot": _standing_ballot(state, bidder),
        "rounds": _played(state, bidder),
        "supplementary": _own_supplementary(state, bidder) if state.clock and state.stage is not Stage.CLOCK else None,
        "assignment": _own_assignment(state, bidder),
        "result": own_result(state, bidder) if Fact.OWN_RESULT in known else None,
    }


def _standing_ballot(state: CcaState, bidder: str) -> dict[str, Any] | None:
    if not _submitted(state, bidder):
        return None
    match state.stage:
        case Stage.CLOCK:
            return {"package": named_package(state.rulebook, state.ballots[bidder])}
        case Stage.SUPPLEMENTARY | Stage.PRINCIPAL:
            bids = state.supplementary[bidder]
            return {
                "bids": [{"package": named_package(state.rulebook, bid.package), "amount": bid.amount} for bid in bids]
            }
        case _:
            return {
                "bids": [
                    {"option": {band: list(lots) for band, lots in bid.option.items()}, "amount": bid.amount}
                    for bid in state.option_bids[bidder]
                ]
            }


def _own_supplementary(state: CcaState, bidder: str) -> dict[str, Any]:
    """The bidder's list with what binds each bid, the clock packages it has not listed, and what makes its final
    package safe (R-S8)."""
    bids, history = state.supplementary.get(bidder, ()), state.history(bidder)
    resolved = supplementary.resolution(state, bidder, bids)
    listed = {bid.package for bid in bids}
    return {
        "rows": [supplementary.row(state, bidder, judged) for judged in resolved.bids],
        "unlisted": [
            supplementary.what_if_row(state, bidder, resolved, package)
            for package in history.clock_bids
            if package not in listed
        ],
        "final_package": named_package(state.rulebook, history.final_package),
        "sure_bid": _sure_bid(state, bidder),
        "max_packages": state.rulebook.supplementary.max_packages,
    }


def _sure_bid(state: CcaState, bidder: str) -> dict[str, Any] | None:
    """What the bidder must bid on its final clock package to be sure of it, given its other bids (R-S8)."""
    categories, last = state.rulebook.rules_categories, state.clock[-1]
    safe = sure_bid(
        state.history(bidder),
        unsold(categories, last.demand),
        reserve_bids=state.rulebook.winner_determination.reserve_bids,
        own_bids=supplementary.standing_bids(state, bidder),
    )
    final_cap = SupplementaryCap.FINAL in state.rulebook.supplementary.caps
    if safe is None or not final_cap or any(excess_demand(categories, last.demand)):
        return None
    return {
        "package": named_package(state.rulebook, safe.package),
        "clock_amount": safe.clock_amount,
        "amount": safe.amount,
        "beyond_ties": safe.beyond_ties,
    }


def _own_assignment(state: CcaState, bidder: str) -> dict[str, Any] | None:
    options = state.options.get(bidder)
    if options is None:
        return None
    amounts = {_key(bid.option): bid.amount for bid in state.option_bids.get(bidder, ())}
    won = {band for option in options for band in option}
    return {
        "won": {category: lots for category, lots in _won(state, bidder).items() if category in won},
        "bands": [
            {"category": c.id, "lots": [lot.model_dump() for lot in c.lots]}
            for c in state.rulebook.categories
            if c.id in won
        ],
        "options": [
            {"option": {band: list(lots) for band, lots in option.items()}, "amount": amounts.get(_key(option), 0)}
            for option in options
        ],
    }


def _key(option: Mapping[str, Any]) -> str:
    return ";".join(f"{band}:{','.join(lots)}" for band, lots in sorted(option.items()))


def _won(state: CcaState, bidder: str) -> dict[str, int]:
    winner = _winner(state, bidder)
    return {} if winner is None else dict(winner["package"])


def _winner(state: CcaState, bidder: str) -> Mapping[str, Any] | None:
    winners = () if state.principal is None else state.principal["winners"]
    return next((winner for winner in winners if winner["bidder"] == bidder), None)


def own_result(state: CcaState, bidder: str) -> dict[str, Any] | None:
    """What the bidder won, where, and what it pays; None before the principal result or where it won nothing."""
    winner = _winner(state, bidder)
    if winner is None:
        return None
    additional = 0 if state.plan is None else state.plan["prices"].get(bidder, 0)
    return {
        "package": dict(winner["package"]),
        "bid_amount": winner["amount"],
        "base_price": winner["price"],
        "assignment_price": additional,
        "total_price": winner["price"] + additional,
        "lots": {} if state.plan is None else state.plan["assignments"].get(bidder, {}),
        "explanation": winner.get("explanation", []),
    }


def _assignment(state: CcaState) -> dict[str, Any] | None:
    if state.plan is None:
        return None
    holder = {
        (band, lot): bidder
        for bidder, bands in state.plan["assignments"].items()
        for band, lots in bands.items()
        for lot in lots
    }
    plan = [
        {"category": c.id, "lots": [{**lot.model_dump(), "bidder": holder.get((c.id, lot.id))} for lot in c.lots]}
        for c in state.rulebook.categories
        if c.lots
    ]
    return {"assignments": state.plan["assignments"], "prices": state.plan["prices"], "plan": plan}


def total(state: CcaState) -> dict[str, int] | None:
    """What all winners pay together, in bid units; None before the principal result."""
    if state.principal is None:
        return None
    base = sum(winner["price"] for winner in state.principal["winners"])
    additional = 0 if state.plan is None else sum(state.plan["prices"].values())
    return {"base": base, "assignment": additional, "total": base + additional}
