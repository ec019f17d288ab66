"""What each role may know at each moment, as plain JSON: pages and the API render this and nothing else (R-C8).

The rulebook's disclosure policy decides; what it does not open is None or left out.
"""

from dataclasses import asdict
from typing import Any

from auctions.formats.cca.clock_round import extension_due
from auctions.formats.cca.deposits import covered
from auctions.formats.cca.outcome import plan, total
from auctions.formats.cca.own_facts import extensions_left, own_facts, rounds_played, submitted
from auctions.formats.cca.packages import named, named_package
from auctions.formats.cca.rulebook import Rulebook
from auctions.formats.cca.state import CcaState, ClockRound, Stage
from auctions.formats.contract import Bidder, Phase, Viewer
from auctions.rules.closing import KeyBid, excess_demand
from auctions.rules.disclosure import DemandShown, Fact, Role
from auctions.rules.disclosure import Stage as Moment
from auctions.rules.extensions import Extension

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
        "assignment": plan(state) if Fact.RESULTS in known else None,
        "total": total(state) if Fact.RESULTS in known else None,
    }
    if Fact.BIDDERS in known:
        shown["participants"] = [{"id": bidder.id, "name": bidder.label} for bidder in state.bidders]
    if role in INSIDERS:
        shown |= {"extension": _extension(state.extension), "extension_due": _extension_due(state)}
        shown["forfeitures"] = [asdict(forfeiture) for forfeiture in state.forfeitures]
        shown["bidders"] = [_bidder(state, bidder, known) for bidder in state.bidders]
    if role is Role.BIDDER and viewer.bidder is not None:
        shown["own"] = own_facts(state, viewer.bidder, known)
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
    if role in INSIDERS:
        shown |= {"point": str(played.point), "key_bid": _key_bid(rulebook, played.key_bid)}
    if Fact.TOTAL_DEMAND not in known:
        return shown
    if role in INSIDERS or rulebook.disclosure.total_demand is DemandShown.EXACT:
        shown["demand"] = named(rulebook, played.demand)
        shown["excess"] = named(rulebook, excess_demand(categories, played.counted))
    else:
        words = rulebook.disclosure.policy.demand_shown(role, categories, played.counted)
        shown["excess"] = {category.id: word for category, word in zip(categories, words, strict=True)}
    return shown


def _key_bid(rulebook: Rulebook, key_bid: KeyBid | None) -> dict[str, Any] | None:
    if key_bid is None:
        return None
    package = named_package(rulebook, key_bid.package)
    return {"bidder": key_bid.bidder, "package": package, "amount": key_bid.amount}


def _extension(extension: Extension | None) -> dict[str, Any] | None:
    """For whom a round runs on, and for how many minutes (R-C7)."""
    return None if extension is None else {"bidders": list(extension.used_by), "minutes": extension.minutes}


def _extension_due(state: CcaState) -> dict[str, Any] | None:
    """For whom the open round would run on if its time were over now (R-C7)."""
    due = extension_due(state) if state.open and state.stage is Stage.CLOCK else None
    return _extension(due) if due is not None and due.used_by else None


def _bidder(state: CcaState, bidder: Bidder, known: frozenset[Fact]) -> dict[str, Any]:
    """One bidder as the insiders see it: while a round is open only whether it has submitted."""
    shown: dict[str, Any] = {"id": bidder.id, "name": bidder.label}
    if Fact.WHO_HAS_BID in known:
        shown["submitted"] = submitted(state, bidder.id)
    # The eligibility and the bids of closed rounds; an open round's ballots are in nobody's facts but their owner's.
    shown |= {"eligibility": state.history(bidder.id).eligibility, "deposit": state.deposits[bidder.id]}
    shown |= {"covered": covered(state, bidder.id), "extensions_left": extensions_left(state, bidder.id)}
    shown["rounds"] = rounds_played(state, bidder.id)
    return shown
