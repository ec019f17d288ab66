"""Who wins how many lots at which base price: the case handed to winner determination (R-W1 to R-W4, R-P0 to R-P2)."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from auctions.formats.cca.limits import limits_on_winners
from auctions.formats.cca.packages import named_package
from auctions.formats.cca.standing import standing_bids
from auctions.formats.cca.state import CcaState, Decision, Stage
from auctions.formats.contract import ActRefused, Step, StepKind
from auctions.rules.history import Refusal
from winner_determination.case_document import CASE_FORMAT
from winner_determination.documents import Document, DocumentError, validate


class RevealedSeed(Document):
    seed: str


def seed_is_due(state: CcaState) -> bool:
    """The committed seed must be on the table before ties can be broken with it (R-W4)."""
    return bool(state.rulebook.seed_commitment) and state.seed is None


def reveal_step() -> Step:
    label = "Reveal the tie-breaking seed"
    return Step(kind=StepKind.DECIDE, stage=Stage.PRINCIPAL, label=label, decision=Decision.REVEAL_SEED)


def reveal_seed(state: CcaState, body: Mapping[str, Any]) -> CcaState:
    """Reveal the seed whose SHA-256 the rulebook committed to. Raises ActRefused for any other seed."""
    seed = validate(RevealedSeed, body).seed
    if commitment_to(seed) != state.rulebook.seed_commitment:
        reason = "this is not the seed whose SHA-256 the rulebook committed to before bidding"
        raise ActRefused((Refusal("R-W4", reason, {"seed_commitment": state.rulebook.seed_commitment}),))
    return replace(state, seed=seed)


def commitment_to(seed: str) -> str:
    """SHA-256 of the seed's text, in hexadecimal."""
    return hashlib.sha256(seed.encode()).hexdigest()


def case(state: CcaState) -> dict[str, Any]:
    """The winner determination problem as ``python -m winner_determination`` reads it: every bidder's highest bid on
    every package."""
    rulebook = state.rulebook
    bids = [
        {"id": f"{bidder.id}/{n}", "bidder": bidder.id, "package": named_package(rulebook, package), "amount": amount}
        for bidder in state.bidders
        for n, (package, amount) in enumerate(sorted(standing_bids(state, bidder.id).items()), start=1)
    ]
    return {
        "format": CASE_FORMAT,
        "categories": [
            {"id": c.id, "supply": c.supply, "reserve": c.reserve, "points": c.points} for c in rulebook.categories
        ],
        "bids": bids,
        "limits": limits_on_winners(state),
        "pricing": rulebook.pricing.model_dump(mode="json"),
        "ties": [objective.value for objective in rulebook.winner_determination.ties],
        "reserve_bids": rulebook.winner_determination.reserve_bids,
        "seed": state.seed or "",
    }


def record(state: CcaState, result: Mapping[str, Any]) -> CcaState:
    """Take the result; the assignment stage follows where somebody won something with specific lots.

    Raises DocumentError for a result without a proof of optimality, or without prices: it must not become the outcome.
    """
    if not result["proved_optimal"] or result["revenue"] is None:
        raise DocumentError("result", "is not proved optimal and priced, and cannot become the outcome")
    return replace(state, principal=result)


def winnings(state: CcaState) -> dict[str, dict[str, int]]:
    """What each winner won, by category."""
    if state.principal is None:
        return {}
    return {winner["bidder"]: dict(winner["package"]) for winner in state.principal["winners"]}
