"""What a bidder may know of itself: its ballots, limits, options and result (R-C8)."""

from collections.abc import Iterable, Mapping
from typing import Any

from auctions.formats.cca import supplementary
from auctions.formats.cca.certainty import certain_bid
from auctions.formats.cca.deposits import covered
from auctions.formats.cca.outcome import own_result, won
from auctions.formats.cca.packages import named_package
from auctions.formats.cca.rulebook import Rulebook
from auctions.formats.cca.state import CcaState, ClockBid, PackageBid, Stage
from auctions.rules.classes import BidderClass
from auctions.rules.disclosure import Fact
from winner_determination.documents import collector_paused


def submitted(state: CcaState, bidder: str) -> bool:
    """Whether a ballot of the bidder stands in the open (or last) round."""
    match state.stage:
        case Stage.CLOCK:
            return bidder in state.ballots
        case Stage.SUPPLEMENTARY | Stage.PRINCIPAL:
            return bidder in state.supplementary
        case _:
            return bidder in state.option_bids


def rounds_played(state: CcaState, bidder: str) -> list[dict[str, Any]]:
    """The bidder's closed clock rounds; ``asked`` where another package stands than it asked for (undersell)."""
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
            "asked": named_package(state.rulebook, closed.asked[bidder]) if bidder in closed.asked else None,
        }
        for played, closed in zip(history.rounds, state.clock, strict=True)
    ]


def own_facts(state: CcaState, bidder: str, known: frozenset[Fact]) -> dict[str, Any]:
    """What the bidder may know of itself now."""
    history = state.history(bidder)
    name = next(each.label for each in state.bidders if each.id == bidder)
    return {
        "id": bidder,
        "name": name,
        "eligibility_initial": history.initial_eligibility,
        "eligibility": history.eligibility,
        "classes": [_class(each) for each in state.classes(bidder)],
        "deposit": state.deposits[bidder],
        "covered": covered(state, bidder),
        "extended": state.extension is not None and bidder in state.extension.used_by,
        "extended_for_others": state.extension is not None and bidder not in state.extension.used_by,
        "extensions_left": extensions_left(state, bidder),
        "may_opt_in_to": _portfolios_offered(state, bidder),
        "takes_intra_round": state.rulebook.clock.intra_round and bool(state.clock),
        "submitted": submitted(state, bidder),
        "ballot": _standing_ballot(state, bidder),
        "rounds": rounds_played(state, bidder),
        "supplementary": _own_supplementary(state, bidder) if state.clock and state.stage is not Stage.CLOCK else None,
        "assignment": _own_assignment(state, bidder),
        "result": own_result(state, bidder) if Fact.OWN_RESULT in known else None,
    }


def _class(bidder_class: BidderClass) -> dict[str, Any]:
    limit = bidder_class.credit_limit
    return {"id": bidder_class.id, "credit": str(bidder_class.credit), "credit_limit": limit}


def extensions_left(state: CcaState, bidder: str) -> int:
    """How many extensions of a clock round the bidder has left (R-C7)."""
    return state.rulebook.extensions.per_bidder - state.extensions_used.get(bidder, 0)


def _portfolios_offered(state: CcaState, bidder: str) -> list[dict[str, int]]:
    """The reserved portfolios that the bidder may opt in to with its ballot of the first round (R-C6)."""
    reserved = state.rulebook.reserved_portfolios
    if reserved is None or state.clock or reserved.bidder_class not in {each.id for each in state.classes(bidder)}:
        return []
    return [named_package(state.rulebook, portfolio) for portfolio in state.rulebook.portfolios]


def _standing_ballot(state: CcaState, bidder: str) -> dict[str, Any] | None:
    if not submitted(state, bidder):
        return None
    match state.stage:
        case Stage.CLOCK:
            return _clock_ballot(state.rulebook, state.ballots[bidder])
        case Stage.SUPPLEMENTARY | Stage.PRINCIPAL:
            return {"bids": _package_bids(state.rulebook, state.supplementary[bidder])}
        case _:
            return {
                "bids": [
                    {"option": {band: list(lots) for band, lots in bid.option.items()}, "amount": bid.amount}
                    for bid in state.option_bids[bidder]
                ]
            }


def _clock_ballot(rulebook: Rulebook, bid: ClockBid) -> dict[str, Any]:
    ballot: dict[str, Any] = {"package": named_package(rulebook, bid.package)}
    if bid.within:
        ballot["intra_round"] = [
            {"point": str(each.point), "package": named_package(rulebook, each.package)} for each in bid.within
        ]
    if bid.opt_in:
        ballot["opt_in"] = _package_bids(rulebook, bid.opt_in)
    return ballot


def _package_bids(rulebook: Rulebook, bids: Iterable[PackageBid]) -> list[dict[str, Any]]:
    return [{"package": named_package(rulebook, bid.package), "amount": bid.amount} for bid in bids]


def _own_supplementary(state: CcaState, bidder: str) -> dict[str, Any]:
    """The bidder's list with what binds each bid, the clock packages it has not listed, and what makes its final
    package safe (R-S8). Judging thousands of bids takes time, and a state never changes: it is done once."""
    known = state.judged_lists
    if bidder not in known:
        with collector_paused():
            known[bidder] = _judged_list(state, bidder)
    return known[bidder]


def _judged_list(state: CcaState, bidder: str) -> dict[str, Any]:
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
        "sure_bid": certain_bid(state, bidder),
        "max_packages": state.rulebook.supplementary.max_packages,
    }


def _own_assignment(state: CcaState, bidder: str) -> dict[str, Any] | None:
    options = state.options.get(bidder)
    if options is None:
        return None
    amounts = {_key(bid.option): bid.amount for bid in state.option_bids.get(bidder, ())}
    bands = {band for option in options for band in option}
    return {
        "won": {category: lots for category, lots in won(state, bidder).items() if category in bands},
        "bands": [
            {
                "category": c.id,
                "name": c.name,
                "lots": [lot.model_dump() for lot in c.lots],
                "holdings": [holding.model_dump() for holding in c.holdings],
            }
            for c in state.rulebook.categories
            if c.id in bands
        ],
        "joint": state.rulebook.assignment.joint,
        "options": [
            {"option": {band: list(lots) for band, lots in option.items()}, "amount": amounts.get(_key(option), 0)}
            for option in options
        ],
    }


def _key(option: Mapping[str, Any]) -> str:
    return ";".join(f"{band}:{','.join(lots)}" for band, lots in sorted(option.items()))
