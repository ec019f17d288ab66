"""The assignment stage: who gets which lots, and what that costs on top of the base price (R-A1 to R-A4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count

from assignment.book import AssignmentBook, bid_book
from assignment.case import AssignmentCase
from assignment.choices import Choice
from assignment.joint import joint_bands
from winner_determination import Result, Runner, Watch, Winner, unwatched
from winner_determination import solve as determine_and_price
from winner_determination.progress import Part


@dataclass(frozen=True, eq=False)
class JointResult:
    """Bands decided together. ``lots``: bidder -> band -> positions; ``result`` prices the bids of ``book``."""

    bands: tuple[str, ...]
    lots: Mapping[str, Mapping[str, Choice]]
    book: AssignmentBook
    result: Result

    @property
    def winners(self) -> Mapping[str, Winner]:
        """What each bidder (not the unsold lots) pays here."""
        return {winner.bidder: winner for winner in self.result.winners if winner.bidder in self.lots}


@dataclass(frozen=True, eq=False)
class AssignmentResult:
    """The results of ``case`` step by step; amounts in bid units."""

    case: AssignmentCase
    steps: tuple[tuple[JointResult, ...], ...]

    @property
    def parts(self) -> Iterator[JointResult]:
        return (part for step in self.steps for part in step)

    @property
    def value(self) -> int:
        """Sum of the bids on the options assigned."""
        return sum(part.result.value for part in self.parts)

    @property
    def assignments(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Lots by bidder and band."""
        found: dict[str, dict[str, tuple[str, ...]]] = {bidder: {} for bidder in sorted(self.case.winners)}
        for part in self.parts:
            for bidder, bands in part.lots.items():
                found[bidder] |= {band: self.case.lot_ids(band, lots) for band, lots in bands.items()}
        return found

    @property
    def proved_optimal(self) -> bool:
        return all(part.result.proved_optimal for part in self.parts)

    @property
    def prices(self) -> dict[str, int] | None:
        """Assignment price of every bidder, rounded; None while a part is not proved optimal."""
        return self._sums({bidder: [w.price for w in own] for bidder, own in self._winners().items()})

    @property
    def vickrey(self) -> dict[str, int] | None:
        """Opportunity cost of every bidder."""
        return self._sums({bidder: [w.vickrey for w in own] for bidder, own in self._winners().items()})

    @property
    def exact_prices(self) -> dict[str, Fraction] | None:
        """Assignment prices before rounding."""
        if not self.proved_optimal:
            return None
        winners = self._winners().items()
        return {bidder: sum((w.price_exact or Fraction(0) for w in own), Fraction(0)) for bidder, own in winners}

    @property
    def total_prices(self) -> dict[str, int] | None:
        """Base price plus assignment price (R-A3); a bidder without a base price counts 0."""
        prices = self.prices
        return prices and {bidder: self.case.base_prices.get(bidder, 0) + price for bidder, price in prices.items()}

    def plan(self, category: str) -> dict[str, Choice]:
        """Who has which positions of a band."""
        part = next(part for part in self.parts if category in part.bands)
        return {bidder: bands[category] for bidder, bands in part.lots.items() if category in bands}

    def _winners(self) -> dict[str, list[Winner]]:
        return {
            bidder: [part.winners[bidder] for part in self.parts if bidder in part.lots]
            for bidder in sorted(self.case.winners)
        }

    def _sums(self, amounts: Mapping[str, list[int | None]]) -> dict[str, int] | None:
        if not self.proved_optimal:
            return None
        return {bidder: sum(amount or 0 for amount in own) for bidder, own in amounts.items()}


def solve(case: AssignmentCase, *, run: Runner = map, watch: Watch = unwatched) -> AssignmentResult:
    """Assign and price all steps.

    ``run`` is shaped like ``map``: independent solves go through it. ``watch`` is told how far the solve is, with the
    bands that are being decided as its part. Raises AssignmentError where there is no plan or
    too many options, and WinnerDeterminationError where a solver fails.
    """
    groups = [joint_bands(case, step) for step in case.steps]
    numbers, of = count(1), sum(map(len, groups))

    def solved(bands: tuple[str, ...]) -> JointResult:
        part = Part("+".join(bands), next(numbers), of)
        return _solve_together(case, bands, run, lambda standing: watch(replace(standing, part=part)))

    return AssignmentResult(case, tuple(tuple(map(solved, step)) for step in groups))


def solve_step(case: AssignmentCase, step: tuple[str, ...], *, run: Runner = map) -> tuple[JointResult, ...]:
    """Assign and price the bands of one step of the sequence (R-A4), before anybody bids on the next."""
    return tuple(_solve_together(case, bands, run, unwatched) for bands in joint_bands(case, step))


def _solve_together(case: AssignmentCase, bands: tuple[str, ...], run: Runner, watch: Watch) -> JointResult:
    book = bid_book(case, bands)
    result = determine_and_price(book.case, run=run, watch=watch)
    chosen = {winner.bidder: book.columns[winner.bid].stands for winner in result.winners}
    lots: dict[str, dict[str, Choice]] = {bidder: {} for bidder in chosen if bidder in case.winners}
    for band in bands:
        standing = {bidder: stands[band] for bidder, stands in chosen.items() if band in stands}
        for bidder, choice in case.choices[band].settle(standing, case.seed).items():
            if bidder in lots:
                lots[bidder][band] = choice
    return JointResult(bands, lots, book, result)
