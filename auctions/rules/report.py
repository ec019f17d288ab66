"""Judge a history document: every round, every supplementary bid, every question (``clearband.history-result/1``)."""

from dataclasses import asdict
from typing import Any

from auctions.rules.activity import check_activity
from auctions.rules.advice import cheapest_change
from auctions.rules.closing import excess_demand, total_demand, unsold
from auctions.rules.documents import (
    HistoryDocument,
    SupplementaryBidDocument,
    WhatIfDocument,
    activity_of,
    cap_rules_of,
    check_document,
    package_of,
    requirement_of,
)
from auctions.rules.eligibility import play_round
from auctions.rules.guarantee import sure_bid
from auctions.rules.history import BidderHistory, Package, Prices, Refusal, quantities_of
from auctions.rules.revealed_preference.choices import choices_of
from auctions.rules.revealed_preference.desk import preference_document
from auctions.rules.supplementary import (
    JudgedBid,
    Resolution,
    SupplementaryCap,
    cap_of,
    nearest_amount,
    resolve,
)
from winner_determination.documents import validate


def judge(parsed: Any, *, rounds_to_drop: bool = False, would_pass: bool = False) -> dict[str, Any]:
    """Judge a parsed JSON document. Raises DocumentError where it is not a history document.

    Two searches that may take seconds are made where asked for: ``rounds_to_drop``, the fewest rounds without which a
    bidder's choices are consistent, and ``would_pass``, for every refused clock bid the nearest package that passes.
    """
    document = validate(HistoryDocument, parsed)
    check_document(document)
    played = {bidder: _play(document, bidder, points, would_pass) for bidder, points in document.eligibility.items()}
    left_over = _unsold(document, [history.final_package for history, _ in played.values()])
    bidders: dict[str, Any] = {}
    resolutions: dict[str, Resolution] = {}
    for bidder, (history, rounds) in played.items():
        bids = [bid for bid in document.supplementary if bid.bidder == bidder]
        resolution = resolutions[bidder] = _resolve(document, history, bids)
        accepted = {bid.package: bid.amount for bid in resolution.bids if bid.accepted}
        bidders[bidder] = {
            "rounds": rounds,
            "supplementary": [_bid_document(resolution, bid) for bid in resolution.bids],
            "sure_bid": _sure_bid(resolution, left_over),
            "revealed_preference": preference_document(choices_of(history, accepted), rounds_to_drop=rounds_to_drop),
        }
    return {
        "format": "clearband.history-result/1",
        "bidders": bidders,
        "what_if": [_answer(document, resolutions[question.bidder], question) for question in document.what_if],
    }


def _play(
    document: HistoryDocument, bidder: str, eligibility: int, would_pass: bool
) -> tuple[BidderHistory, list[dict[str, Any]]]:
    """Play the clock rounds of one bidder. A refused bid is no bid, unless the document keeps it."""
    requirement = requirement_of(document.rules)
    history, rounds = BidderHistory(document.category_tuple(), eligibility), []
    for played in document.rounds:
        asked = package_of(document, played.bids.get(bidder, {}))
        prices = _prices(document, played.prices)
        refusals = check_activity(history, prices, asked, activity_of(document.rules))
        advice = {"would_pass": _change(document, history, prices, asked)} if refusals and would_pass else {}
        counted = asked if not refusals or document.keeps_refused_bids else (0,) * len(asked)
        history = play_round(history, prices, counted, requirement)
        rounds.append(
            {
                "number": played.number,
                "points": history.points(asked),
                "eligibility_before": history.rounds[-1].eligibility_before,
                "eligibility_after": history.rounds[-1].eligibility_after,
                "accepted": not refusals,
                "refusals": [refusal.document() for refusal in refusals],
                **advice,
            }
        )
    return history, rounds


def _change(
    document: HistoryDocument, history: BidderHistory, prices: Prices, package: Package
) -> dict[str, Any] | None:
    """The nearest package that would pass in place of a refused one, and how much it differs (R-R3)."""

    def check(other: Package) -> list[Refusal]:
        return check_activity(history, prices, other, activity_of(document.rules))

    change = cheapest_change(history, prices, package, check)
    return None if change is None else {**asdict(change), "package": quantities_of(history.categories, change.package)}


def _resolve(document: HistoryDocument, history: BidderHistory, bids: list[SupplementaryBidDocument]) -> Resolution:
    pairs = [(package_of(document, bid.package), bid.amount) for bid in bids]
    return resolve(history, pairs, cap_rules_of(document.rules))


def _unsold(document: HistoryDocument, final_packages: list[Package]) -> Package | None:
    """Lots without demand in the final clock round; None where no round was played or demand exceeds supply."""
    categories = document.category_tuple()
    demand = total_demand(categories, final_packages)
    if not document.rounds or any(excess_demand(categories, demand)):
        return None
    return unsold(categories, demand)


def _sure_bid(resolution: Resolution, left_over: Package | None) -> dict[str, Any] | None:
    """What wins the final clock package for sure (R-S8); None where no final cap makes anything sure."""
    if left_over is None or SupplementaryCap.FINAL not in resolution.rules.caps:
        return None
    sure = sure_bid(resolution.history, left_over, own_bids=resolution.highest)
    return (
        None
        if sure is None
        else {**asdict(sure), "package": quantities_of(resolution.history.categories, sure.package)}
    )


def _bid_document(resolution: Resolution, bid: JudgedBid) -> dict[str, Any]:
    amount = None if bid.accepted else nearest_amount(resolution, bid)
    return {
        "package": quantities_of(resolution.history.categories, bid.package),
        "amount": bid.amount,
        "accepted": bid.accepted,
        "cap": bid.cap,
        "cap_rule": bid.cap_rule,
        "cap_round": bid.cap_round,
        "cap_chain": list(bid.cap_chain),
        "floor": bid.floor,
        "refusals": [refusal.document() for refusal in bid.refusals],
        "would_pass": None if amount is None else {"amount": amount},
    }


def _answer(document: HistoryDocument, resolution: Resolution, question: WhatIfDocument) -> dict[str, Any]:
    history, package = resolution.history, package_of(document, question.package)
    answer: dict[str, Any] = {"bidder": question.bidder, "package": quantities_of(history.categories, package)}
    if question.round_prices is not None:
        prices = _prices(document, question.round_prices)
        refusals = check_activity(history, prices, package, activity_of(document.rules))
        return {
            **answer,
            "allowed": not refusals,
            "refusals": [refusal.document() for refusal in refusals],
            "would_pass": _change(document, history, prices, package) if refusals else None,
        }
    limits = cap_of(resolution, package)
    return {
        **answer,
        "cap": limits.cap,
        "cap_rule": limits.cap_rule,
        "cap_round": limits.cap_round,
        "cap_chain": list(limits.cap_chain),
        "floor": limits.floor,
        "refusals": [refusal.document() for refusal in limits.refusals],
    }


def _prices(document: HistoryDocument, prices: dict[str, int]) -> Prices:
    return tuple(prices[category.id] for category in document.categories)
