"""Judge a history document: every round, every supplementary bid, every question (``clearband.history-result/1``)."""

from typing import Any

from auctions.rules.activity import check_activity
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
from auctions.rules.history import BidderHistory, Prices, quantities_of
from auctions.rules.revealed_preference.choices import choices_of
from auctions.rules.revealed_preference.desk import preference_document
from auctions.rules.supplementary import JudgedBid, Resolution, cap_of, resolve
from winner_determination.documents import validate


def judge(parsed: Any, *, rounds_to_drop: bool = False) -> dict[str, Any]:
    """Judge a parsed JSON document. Raises DocumentError where it is not a history document."""
    document = validate(HistoryDocument, parsed)
    check_document(document)
    bidders: dict[str, Any] = {}
    resolutions: dict[str, Resolution] = {}
    for bidder, eligibility in document.eligibility.items():
        history, rounds = _play(document, bidder, eligibility)
        bids = [bid for bid in document.supplementary if bid.bidder == bidder]
        resolution = _resolve(document, history, bids)
        resolutions[bidder] = resolution
        accepted = {bid.package: bid.amount for bid in resolution.bids if bid.accepted}
        bidders[bidder] = {
            "rounds": rounds,
            "supplementary": [_bid_document(history, bid) for bid in resolution.bids],
            "revealed_preference": preference_document(choices_of(history, accepted), rounds_to_drop=rounds_to_drop),
        }
    return {
        "format": "clearband.history-result/1",
        "bidders": bidders,
        "what_if": [_answer(document, resolutions[question.bidder], question) for question in document.what_if],
    }


def _play(document: HistoryDocument, bidder: str, eligibility: int) -> tuple[BidderHistory, list[dict[str, Any]]]:
    """Play the clock rounds of one bidder. A refused bid is no bid, unless the document keeps it."""
    rule, requirement = activity_of(document.rules), requirement_of(document.rules)
    history, rounds = BidderHistory(document.category_tuple(), eligibility), []
    for played in document.rounds:
        asked = package_of(document, played.bids.get(bidder, {}))
        prices = _prices(document, played.prices)
        refusals = check_activity(history, prices, asked, rule)
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
            }
        )
    return history, rounds


def _resolve(document: HistoryDocument, history: BidderHistory, bids: list[SupplementaryBidDocument]) -> Resolution:
    pairs = [(package_of(document, bid.package), bid.amount) for bid in bids]
    return resolve(history, pairs, cap_rules_of(document.rules))


def _bid_document(history: BidderHistory, bid: JudgedBid) -> dict[str, Any]:
    return {
        "package": quantities_of(history.categories, bid.package),
        "amount": bid.amount,
        "accepted": bid.accepted,
        "cap": bid.cap,
        "cap_rule": bid.cap_rule,
        "cap_round": bid.cap_round,
        "cap_chain": list(bid.cap_chain),
        "floor": bid.floor,
        "refusals": [refusal.document() for refusal in bid.refusals],
    }


def _answer(document: HistoryDocument, resolution: Resolution, question: WhatIfDocument) -> dict[str, Any]:
    history, package = resolution.history, package_of(document, question.package)
    answer: dict[str, Any] = {"bidder": question.bidder, "package": quantities_of(history.categories, package)}
    if question.round_prices is not None:
        prices = _prices(document, question.round_prices)
        refusals = check_activity(history, prices, package, activity_of(document.rules))
        return {**answer, "allowed": not refusals, "refusals": [refusal.document() for refusal in refusals]}
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
