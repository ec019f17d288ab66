"""Check a published result: recompute it by another method, and check the plan itself without any solver."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import ConfigDict

from assignment.case import AssignmentCase
from assignment.choices import Choice
from assignment.result_document import result_document
from assignment.stage import solve
from assignment.worth import worth_of
from winner_determination import Watch, unwatched
from winner_determination.case import Method
from winner_determination.documents import Document, validate

VERIFICATION_FORMAT = "clearband.assignment-verification/1"

COMPARED = ("value", "assignments", "prices", "prices_exact", "vickrey", "total_prices", "options", "unsold")
"""Fields of the result that the other method must reproduce."""


class ClaimedResult(Document):
    """The fields of a result that are checked; a result may leave out all but the first four."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    format: Literal["clearband.assignment-result/1"]
    value: int
    assignments: dict[str, dict[str, list[str]]]
    prices: dict[str, int] | None
    prices_exact: dict[str, str] | None = None
    vickrey: dict[str, int] | None = None
    total_prices: dict[str, int] | None = None
    options: dict[str, int] | None = None
    unsold: dict[str, list[str]] | None = None


@dataclass(frozen=True)
class Check:
    """One thing checked; ``claimed`` and ``found`` are shown where they differ."""

    name: str
    agrees: bool
    claimed: Any = None
    found: Any = None


def verify(case: AssignmentCase, document: Any, *, watch: Watch = unwatched) -> list[Check]:
    """Check a result document against its case; ``watch`` is told how far that is.

    Raises DocumentError where it is no result, and WinnerDeterminationError where the other method cannot solve the
    case.
    """
    claimed = validate(ClaimedResult, document)
    other = Method.MILP if case.method is Method.SECOND_OPINION else Method.SECOND_OPINION
    recomputed = result_document(solve(replace(case, method=other), watch=watch))
    given = claimed.model_dump(include=claimed.model_fields_set)
    checks = [_compare(field, given[field], recomputed[field]) for field in COMPARED if field in given]
    return checks + list(_check_plan(case, claimed))


def verification_document(checks: list[Check]) -> dict[str, Any]:
    """What agrees and what does not, as JSON."""
    return {
        "format": VERIFICATION_FORMAT,
        "agrees": all(check.agrees for check in checks),
        "checks": [_check_document(check) for check in checks],
    }


def _compare(name: str, claimed: Any, found: Any) -> Check:
    return Check(name, True) if claimed == found else Check(name, False, claimed, found)


def _check_plan(case: AssignmentCase, claimed: ClaimedResult) -> Iterator[Check]:
    """What the plan itself shows: feasible options, no lot given twice, bids that add up to the value, prices within
    bids.
    """
    plan = {
        bidder: {band: _positions(case, band, lots) for band, lots in bands.items()}
        for bidder, bands in claimed.assignments.items()
    }
    for band in case.bands:
        given = [lot for bands in claimed.assignments.values() for lot in bands.get(band.category, [])]
        yield _compare(f"lots of {band.category}, each given once", sorted(given), sorted(set(given) & set(band.ids)))
        choices = case.choices[band.category]
        for party in choices.layout.winners:
            lots = plan.get(party.name, {}).get(band.category, ())
            yield Check(f"{party.name} has a feasible option in {band.category}", choices.allows(party, lots))
    worth = {bidder: worth_of(case, bidder, plan.get(bidder, {})) for bidder in sorted(case.winners)}
    yield _compare("value, from the bids on the options assigned", claimed.value, sum(worth.values()))
    above = {bidder: price for bidder, price in (claimed.prices or {}).items() if price > worth.get(bidder, 0)}
    yield _compare("prices above the bid", above, {})


def _positions(case: AssignmentCase, category: str, lots: list[str]) -> Choice:
    ids = {band.category: band.ids for band in case.bands}.get(category, ())
    return tuple(sorted(ids.index(lot) for lot in lots if lot in ids))


def _check_document(check: Check) -> dict[str, Any]:
    shown = {} if check.agrees else {"claimed": check.claimed, "recomputed": check.found}
    return {"check": check.name, "agrees": check.agrees, **shown}
