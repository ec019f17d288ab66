"""Recompute a result by another algorithm and compare everything that somebody was told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from winner_determination.case import Case, Method
from winner_determination.case_document import MethodName
from winner_determination.choice import other_methods
from winner_determination.documents import Document, validate
from winner_determination.errors import MethodUnsuited
from winner_determination.progress import Watch, unwatched
from winner_determination.result import result_document, solve


class WinnerModel(Document):
    """What a result says of one winner, as far as it is compared."""

    bidder: str
    bid: str
    package: dict[str, int]
    amount: int
    vickrey: int | None
    price: int | None
    price_exact: str | None
    explanation: dict[str, Any] | None = None


class CoreModel(Document):
    minimum_revenue: int | str | None
    constraints: list[dict[str, Any]]


class TiesModel(Document):
    optimal_allocations_tied: bool
    decided_by: str | None


class ChecksModel(Document):
    feasible: bool
    integer_value_recomputed: bool


class ResultModel(Document):
    """The document ``clearband.wdp-result/1``."""

    format: Literal["clearband.wdp-result/1"]
    value: int
    reserve_value_unsold: int
    proved_optimal: bool
    method: MethodName
    winners: list[WinnerModel]
    unsold: dict[str, int]
    revenue: int | None
    core: CoreModel
    ties: TiesModel
    checks: ChecksModel
    bound: int | None = None
    gap: int | None = None
    stopped_while: str | None = None
    scale: int = 1


@dataclass(frozen=True)
class Comparison:
    """One statement of the result against the recomputation."""

    what: str
    stated: Any
    recomputed: Any

    @property
    def agrees(self) -> bool:
        return bool(self.stated == self.recomputed)


@dataclass(frozen=True)
class Verification:
    """Every comparison, and the method that recomputed."""

    method: Method
    comparisons: tuple[Comparison, ...]

    @property
    def agrees(self) -> bool:
        return all(comparison.agrees for comparison in self.comparisons)


def verify(case: Case, document: Any, *, watch: Watch = unwatched) -> Verification:
    """Recompute ``case`` by a method other than the one named in the result ``document`` (parsed JSON); ``watch`` is
    told how far that is.

    Raises DocumentError for a document that is not a result, and the errors of ``solve``.
    """
    stated = validate(ResultModel, document)
    again = validate(ResultModel, _recomputed(case, other_methods(Method(stated.method)), watch))
    return Verification(Method(again.method), tuple(_comparisons(stated, again)))


def _recomputed(case: Case, methods: tuple[Method, ...], watch: Watch) -> dict[str, Any]:
    """The result of the first of ``methods`` that can solve the case."""
    try:
        return result_document(solve(replace(case, method=methods[0]), watch=watch))
    except MethodUnsuited:
        if not methods[1:]:
            raise
        return _recomputed(case, methods[1:], watch)


def _comparisons(stated: ResultModel, again: ResultModel) -> Iterator[Comparison]:
    for name in ("value", "reserve_value_unsold", "proved_optimal", "unsold", "revenue", "scale"):
        yield Comparison(name, getattr(stated, name), getattr(again, name))
    yield Comparison("ties", stated.ties.model_dump(), again.ties.model_dump())
    yield Comparison("core.minimum_revenue", str(stated.core.minimum_revenue), str(again.core.minimum_revenue))
    one, other = ({winner.bidder: winner for winner in result.winners} for result in (stated, again))
    yield Comparison("winners", sorted(one), sorted(other))
    for bidder in sorted(one.keys() & other.keys()):
        for name in ("bid", "package", "amount", "vickrey", "price", "price_exact"):
            yield Comparison(f"winners.{bidder}.{name}", getattr(one[bidder], name), getattr(other[bidder], name))
