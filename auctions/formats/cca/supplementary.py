"""The supplementary round: one sealed list of package bids per bidder, capped by what it did in the clock rounds (R-S1
to R-S8)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import Field

from auctions.formats.cca.certainty import certain_bid
from auctions.formats.cca.deposits import check_deposit
from auctions.formats.cca.limits import package_check
from auctions.formats.cca.packages import named_package, read_package
from auctions.formats.cca.state import CcaState, PackageBid, Stage
from auctions.formats.contract import ActRefused, Step, StepKind, Verdict
from auctions.rules.history import Package, Refusal
from auctions.rules.supplementary import JudgedBid, Limits, Resolution, cap_of, resolve
from winner_determination.documents import Document, DocumentError, collector_paused, validate


class ListedBid(Document):
    package: dict[str, int]
    amount: int = Field(ge=0)


class SupplementaryBallot(Document):
    """The bidder's whole list; it replaces an earlier one. Clock bids stand by themselves."""

    bids: tuple[ListedBid, ...]


def open_step(state: CcaState) -> Step:
    minutes = state.rulebook.schedule.supplementary_minutes
    return Step(
        kind=StepKind.OPEN_ROUND, stage=Stage.SUPPLEMENTARY, label="Open the supplementary round", minutes=minutes
    )


def open_round(state: CcaState, prices: Mapping[str, int] | None = None) -> CcaState:
    return replace(state, open=True)


def read_ballot(state: CcaState, ballot: Mapping[str, Any]) -> tuple[PackageBid, ...]:
    """Read a list. Raises DocumentError for a wrong shape, the empty package, or a package listed twice."""
    bids: list[PackageBid] = []
    seen: dict[Package, int] = {}
    for i, listed in enumerate(validate(SupplementaryBallot, ballot).bids):
        package = read_package(state.rulebook, listed.package, f"bids[{i}].package")
        if not any(package):
            raise DocumentError(f"bids[{i}].package", "asks for no lots")
        if package in seen:
            raise DocumentError(f"bids[{i}].package", f"is listed already as bids[{seen[package]}]")
        seen[package] = i
        bids.append(PackageBid(package, listed.amount))
    return tuple(bids)


def resolution(state: CcaState, bidder: str, bids: tuple[PackageBid, ...]) -> Resolution:
    """The rules' answer to a whole list, caps resolved together (R-S5)."""
    share = state.rulebook.deposits.supplementary_share
    permitted = package_check(state, bidder)

    def beyond_caps(package: Package, amount: int) -> list[Refusal]:
        return [*permitted(package), *check_deposit(state, bidder, amount, share)]

    listed = [(bid.package, bid.amount) for bid in bids]
    return resolve(state.history(bidder), listed, state.rulebook.supplementary.cap_rules, also=beyond_caps)


def check(state: CcaState, bidder: str, ballot: Mapping[str, Any]) -> Verdict:
    """Judge a list. A list is taken as a whole or not at all; ``totals.rows`` say for each bid whether it would
    pass."""
    with collector_paused():
        return _judged(state, bidder, read_ballot(state, ballot))


def _judged(state: CcaState, bidder: str, bids: tuple[PackageBid, ...]) -> Verdict:
    resolved = resolution(state, bidder, bids)
    rows = [row(state, bidder, judged) for judged in resolved.bids]
    refusals = tuple(_of_row(i, refusal) for i, judged in enumerate(resolved.bids) for refusal in judged.refusals)
    placed = replace(state, supplementary={**state.supplementary, bidder: bids})
    totals = {
        "rows": rows,
        "count": len(bids),
        "highest": max((bid.amount for bid in bids), default=0),
        "sure_bid": certain_bid(placed, bidder) if state.clock else None,
    }
    return Verdict(refusals, totals)


def _of_row(index: int, refusal: Refusal) -> Refusal:
    return Refusal(refusal.rule, f"row {index + 1}: {refusal.reason}", {**refusal.numbers, "row": index + 1})


def row(state: CcaState, bidder: str, judged: JudgedBid) -> dict[str, Any]:
    """One line of the bidder's list with everything that binds it."""
    return _limits_row(state, bidder, judged.package, judged) | {
        "amount": judged.amount,
        "credit": state.price_shown(bidder, judged.amount).credit,
        "accepted": judged.accepted,
        "refusals": [refusal.document() for refusal in judged.refusals],
    }


def what_if_row(state: CcaState, bidder: str, resolved: Resolution, package: Package) -> dict[str, Any]:
    """What ``package`` could be bid at beside the resolved list."""
    limits = cap_of(resolved, package)
    return _limits_row(state, bidder, package, limits) | {
        "refusals": [refusal.document() for refusal in limits.refusals]
    }


def _limits_row(state: CcaState, bidder: str, package: Package, limits: JudgedBid | Limits) -> dict[str, Any]:
    history = state.history(bidder)
    return {
        "package": named_package(state.rulebook, package),
        "points": history.points(package),
        "cap": limits.cap,
        "cap_rule": limits.cap_rule,
        "cap_round": limits.cap_round,
        "cap_chain": list(limits.cap_chain),
        "floor": limits.floor,
        "clock_bid": history.clock_bids.get(package),
    }


def place(state: CcaState, bidder: str, ballot: Mapping[str, Any]) -> CcaState:
    """Place a list; the bidder's last one counts. Raises ActRefused where any row breaks a rule."""
    verdict = check(state, bidder, ballot)
    if not verdict.allowed:
        raise ActRefused(verdict.refusals)
    return replace(state, supplementary={**state.supplementary, bidder: read_ballot(state, ballot)})


def close_round(state: CcaState) -> CcaState:
    return replace(state, open=False, stage=Stage.PRINCIPAL)
