"""The acts that one officer proposes and another approves: what each of them is, in one table.

A new one is a kind of ``ProposalKind``, its line in ``ACTS``, its kind of entry in ``record.OF_TWO_OFFICERS``, and its
words in ``portals/regulator/proposal_words``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from auctions.errors import StepRefused
from auctions.formats.contract import OpenRound, StepKind, Viewer
from auctions.history import history_of
from auctions.models import Auction, ProposalKind, Round
from auctions.record import PUBLISH, REVEAL_SEED, Approval
from auctions.rules.disclosure import Role
from auctions.services.certification import certificate_due, certify_result, standing_results
from auctions.services.decisions import decide, publish_result
from auctions.services.interruptions import void_rounds
from auctions.services.rounds import applied, close_round, open_round, opening_offered, openings, written
from auctions.services.standing import require_opened, standing_phase
from auctions.services.surrogates import bids_of, enter_surrogate, place_surrogate
from journal.canonical import digest

Body = dict[str, Any]  # plain JSON


def standing_moment(auction: Auction, body: Body) -> Body:
    """Where the auction stands: stage, round, status and how often a round was opened. No course leads back to it."""
    phase = standing_phase(auction)
    return {"stage": phase.stage, "round": phase.round, "status": phase.status.value, "version": openings(auction)}


@dataclass(frozen=True)
class TwoOfficerAct:
    """``complete`` makes every parameter explicit, ``perform`` does the act under the auction's lock, in the
    transaction of its approval (its body then has the ``code`` that whoever acts was asked for), and ``moment`` says
    what of the auction's state it depends on: where that has changed, a proposal is overtaken. Each raises StepRefused
    with a sentence.
    """

    complete: Callable[[Auction, Body], Body]
    perform: Callable[[Auction, Body, Approval | None], object]
    moment: Callable[[Auction, Body], Body] = standing_moment


def _opening(auction: Auction, body: Body) -> Body:
    """Prices and length as chosen, or as the rules propose them, and which round that opens."""
    require_opened(auction)
    history = history_of(auction)
    offered = opening_offered(history)
    proposed: Mapping[str, Any] = {} if offered is None else offered.proposal
    prices, minutes = body.get("prices"), body.get("minutes")
    planned = None if offered is None else offered.minutes
    chosen = proposed.get("prices") if prices is None else prices
    phase = history.format.phase(applied(history, OpenRound(prices=chosen)))
    return {
        "stage": phase.stage,
        "number": phase.round,
        "prices": chosen,
        "minutes": planned if minutes is None else minutes,
        "version": openings(auction) + 1,
    }


def _closing(auction: Auction, body: Body) -> Body:
    return {"version": openings(auction)}


def _moment_of_the_open_round(auction: Auction, body: Body) -> Body:
    """A pause or another deadline changes what closing the round would do."""
    running = Round.objects.filter(auction=auction, closed_at=None).first()
    deadline, paused = (None, False) if running is None else (written(running.deadline), running.paused_at is not None)
    return {**standing_moment(auction, body), "deadline": deadline, "paused": paused}


def _voiding(auction: Auction, body: Body) -> Body:
    standing = Round.objects.filter(auction=auction, voided_at=None, version__gte=body["since"])
    return {
        "since": body["since"],
        "versions": list(standing.values_list("version", flat=True)),
        "reason": body["reason"],
    }


def _decision(auction: Auction, body: Body) -> Body:
    if body["decision"] in {PUBLISH, REVEAL_SEED}:
        raise StepRefused("Publication is proposed as such, and the seed is revealed when the outcome is asked for.")
    return {"decision": body["decision"], "body": dict(body.get("body", {}))}


def _moment_of_decision(auction: Auction, body: Body) -> Body:
    """A decision that the course of the auction offers depends on it; one beside it (a deposit) on that bidder's
    deposit alone."""
    history = history_of(auction)
    offered = {step.decision for step in history.format.next_steps(history.state) if step.kind is StepKind.DECIDE}
    if body["decision"] in offered or "bidder" not in body["body"]:
        return standing_moment(auction, body)
    bidder = body["body"]["bidder"]
    known = history.format.facts(history.state, Viewer(Role.AUCTIONEER))["bidders"]
    deposits = {each["id"]: each["deposit"] for each in known}
    return {"bidder": bidder, "deposit": deposits.get(bidder)}


def _certificate(auction: Auction, body: Body) -> Body:
    """The result that waits for its certificate, by the hashes of its question, itself and its verification."""
    return certificate_due(auction)


def _publication(auction: Auction, body: Body) -> Body:
    """Every result that counts, by its hash."""
    results = [{"stage": each.stage, "result_hash": digest(each.result or {})} for each in standing_results(auction)]
    return {"results": results}


def _moment_of_surrogate(auction: Auction, body: Body) -> Body:
    """What the bidder submits by itself afterwards is not replaced by what it gave by telephone before."""
    return {**standing_moment(auction, body), "bids": bids_of(auction, body)}


ACTS: dict[ProposalKind, TwoOfficerAct] = {
    ProposalKind.OPEN_ROUND: TwoOfficerAct(
        _opening,
        lambda auction, body, by: open_round(auction, by=by, prices=body["prices"], minutes=body["minutes"]),
    ),
    ProposalKind.CLOSE_ROUND: TwoOfficerAct(
        _closing, lambda auction, body, by: close_round(auction, by=by), _moment_of_the_open_round
    ),
    ProposalKind.VOID_ROUNDS: TwoOfficerAct(
        _voiding,
        lambda auction, body, by: void_rounds(auction, since=body["since"], by=by, reason=body["reason"]),
    ),
    ProposalKind.DECIDE: TwoOfficerAct(
        _decision,
        lambda auction, body, by: decide(auction, by=by, decision=body["decision"], body=body["body"]),
        _moment_of_decision,
    ),
    ProposalKind.CERTIFY_RESULT: TwoOfficerAct(
        _certificate, lambda auction, body, by: certify_result(auction, by=by, certificate=body)
    ),
    ProposalKind.PUBLISH_RESULT: TwoOfficerAct(_publication, lambda auction, body, by: publish_result(auction, by=by)),
    ProposalKind.SURROGATE_BID: TwoOfficerAct(enter_surrogate, place_surrogate, _moment_of_surrogate),
}
