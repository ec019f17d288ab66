"""The outcomes: computed anew by the format, by a second method, and held against every coalition."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import assignment
import winner_determination
from assignment.case_document import CASE_FORMAT as ASSIGNMENT
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Finding, compared
from auctions.bundle.tables import result_files
from auctions.formats.contract import Determination
from winner_determination.case import Case, Method, PricingRule
from winner_determination.case_document import CASE_FORMAT as WINNERS
from winner_determination.choice import solver_of
from winner_determination.errors import WinnerDeterminationError
from winner_determination.verify import verify as verify_winners


@dataclass(frozen=True)
class Outcome:
    """A computation of the auction: where its result stands, its question and what was recorded."""

    file: str
    stage: str
    case: Mapping[str, Any]
    result: Mapping[str, Any]


def outcomes(evidence: Evidence) -> Iterator[Finding]:
    """Each recorded result is what the format computes from the acts before it, to the last field."""
    auction_format = evidence.course.whole.history.format
    for outcome in _outcomes(evidence):
        computed = auction_format.determine(Determination(stage=outcome.stage, case=outcome.case))
        yield from compared(outcome.file, outcome.result, computed)


def second_method(evidence: Evidence) -> Iterator[Finding]:
    """Winners, prices, ties and assigned lots come out the same by another algorithm."""
    for outcome in _outcomes(evidence):
        yield from _solved(outcome, SECOND_METHODS[outcome.case["format"]])


def no_coalition_blocks(evidence: Evidence) -> Iterator[Finding]:
    """At the exact prices no group of bidders would have offered the seller more for the lots (R-P1); everybody pays at
    least the reserve and at most its bid.
    """
    for outcome in _outcomes(evidence):
        yield from _solved(outcome, CORE_CHECKS[outcome.case["format"]])


def _outcomes(evidence: Evidence) -> Iterator[Outcome]:
    for name, found in evidence.course.whole.results.items():
        yield Outcome(result_files(name)[1], found["stage"], found["case"], found["result"])


def _solved(outcome: Outcome, check: Callable[[Outcome], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from check(outcome)
    except WinnerDeterminationError as error:
        yield Finding(outcome.file, "", f"could not be checked: {error}")


def _winners_again(outcome: Outcome) -> Iterator[Finding]:
    checked = verify_winners(winner_determination.read_case(outcome.case), outcome.result)
    for found in checked.comparisons:
        if not found.agrees:
            reason = f"is {found.stated}, by the method {checked.method} {found.recomputed}"
            yield Finding(outcome.file, found.what, reason)


def _assignment_again(outcome: Outcome) -> Iterator[Finding]:
    for check in assignment.verify(assignment.read_case(outcome.case), outcome.result):
        if not check.agrees:
            yield Finding(outcome.file, check.name, f"is {check.claimed}, by another method {check.found}")


def _winners_core(outcome: Outcome) -> Iterator[Finding]:
    case = winner_determination.read_case(outcome.case)
    winners = {winner["bidder"]: winner for winner in outcome.result["winners"]}
    chosen = tuple(sorted(case.book.row_of[winner["bid"]] for winner in winners.values()))
    exact = {bidder: Fraction(winner["price_exact"]) for bidder, winner in winners.items()}
    yield from _blocked(outcome.file, case, chosen, exact)


def _assignment_core(outcome: Outcome) -> Iterator[Finding]:
    """Bands that were decided together are an auction each; unsold lots pay nothing."""
    solved = assignment.solve(assignment.read_case(outcome.case))
    stated = [part for step in outcome.result["steps"] for part in step]
    for part, said in zip(solved.parts, stated, strict=True):
        case = part.book.case
        chosen = tuple(sorted(case.book.row_of[winner.bid] for winner in part.result.winners))
        paid = {winner["bidder"]: Fraction(winner["price_exact"]) for winner in said["winners"]}
        exact = {winner.bidder: paid.get(winner.bidder, Fraction(0)) for winner in part.result.winners}
        yield from _blocked(outcome.file, case, chosen, exact)


def _blocked(file: str, case: Case, chosen: tuple[int, ...], exact: Mapping[str, Fraction]) -> Iterator[Finding]:
    """Ask the second method for coalitions that the prices leave better off together."""
    number = {bidder: n for n, bidder in enumerate(case.book.bidders)}
    for row in chosen:
        bidder, bid, reserve = case.book.bidder_of(row), int(case.book.amount[row]), int(case.book.reserve_value[row])
        if not min(reserve, bid) <= exact[bidder] <= bid:
            reason = f"is {exact[bidder]}, expected from the reserve value of {reserve} to its bid of {bid}"
            yield Finding(file, f"price of {bidder}", reason)
    if case.pricing.rule is not PricingRule.CORE:
        return
    coalitions = solver_of(Method.SECOND_OPINION).coalitions(replace(case, method=Method.SECOND_OPINION), chosen)
    for blocking in coalitions.blocking({number[bidder]: price for bidder, price in exact.items()}):
        payers = [case.book.bidders[payer] for payer in blocking.payers]
        total = sum((exact[payer] for payer in payers), Fraction(0))
        reason = f"come to {total}, expected at least {blocking.at_least}, which others offer for the same lots"
        yield Finding(file, f"prices of {', '.join(payers)}", reason)


SECOND_METHODS: Mapping[str, Callable[[Outcome], Iterator[Finding]]] = {
    WINNERS: _winners_again,
    ASSIGNMENT: _assignment_again,
}
CORE_CHECKS: Mapping[str, Callable[[Outcome], Iterator[Finding]]] = {
    WINNERS: _winners_core,
    ASSIGNMENT: _assignment_core,
}
