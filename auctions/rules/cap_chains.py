"""Caps through anchors (R-S1 to R-S5): which clock rounds bind a package, and what the bids on their packages allow.

The anchor of a round is the package chosen in it. An anchor that is not the final clock package was chosen in a round
that reduced eligibility, so it has strictly fewer points than the package it caps: going from anchor to anchor ends at
the final clock package, whose bid is free. Anchors are therefore resolved from few points to many, each once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from auctions.rules.anchors import last_eligible_round, reducing_rounds_since_eligible
from auctions.rules.errors import NotEligibleError
from auctions.rules.history import BidderHistory, BidderRound, Package, amount_of

RELATIVE_RULE, INTERMEDIATE_RULE, FINAL_RULE = "R-S2", "R-S3", "R-S4"


@dataclass(frozen=True, slots=True)
class Cap:
    """The most a package may be bid at because of one clock round, in bid units."""

    amount: int
    rule: str
    round: int
    chain: tuple[int, ...]  # binding rounds from this one to the final clock package
    anchor: Package  # what was chosen in the round
    anchor_bid: int  # the bidder's highest bid on it
    difference: int  # price of the package less price of the anchor in that round


def relative_anchor(history: BidderHistory, points: int) -> BidderRound:
    """R-S2: the last round in which the bidder was eligible for ``points``. Raises NotEligibleError if none was."""
    return history.rounds[last_eligible_round(history, points)]


def intermediate_anchors(history: BidderHistory, points: int) -> Sequence[BidderRound]:
    """R-S3: every eligibility-reducing round from that one on. Raises NotEligibleError if there is none."""
    return reducing_rounds_since_eligible(history, points)


def final_anchor(history: BidderHistory) -> BidderRound:
    """R-S4: the final clock round."""
    return history.rounds[-1]


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A binding round with the resolved bid on its package."""

    rule: str
    played: BidderRound
    anchor_bid: int
    allowance: int  # anchor bid less the anchor's price in the round, in bid units
    chain: tuple[int, ...]

    def most(self, package: Package) -> int:
        """R-S1: the bid on the package of the round, plus the price difference of that round."""
        return self.allowance + amount_of(package, self.played.prices)


class CapChains:
    """The caps of one bidder with the anchors among its submitted bids resolved (R-S5)."""

    def __init__(
        self,
        history: BidderHistory,
        submitted: Mapping[Package, int],
        *,
        relative: bool,
        intermediate: bool,
        final: bool,
    ) -> None:
        self._history = history
        self._relative, self._intermediate, self._final = relative, intermediate, final
        self._bids: dict[Package, int] = {}
        self._chains: dict[Package, tuple[int, ...]] = {}
        self._by_points: dict[int, list[list[_Anchored]]] = {}
        self._resolve_anchors(submitted)

    def caps(self, package: Package) -> list[Cap]:
        """The lowest cap on ``package`` by each rule, R-S4 first; none on the final clock package."""
        if package == self._history.final_package:
            return []
        return [_lowest(anchors, package) for anchors in self._binding(self._history.points(package))]

    def _resolve_anchors(self, submitted: Mapping[Package, int]) -> None:
        history = self._history
        final = history.final_package
        self._bids[final] = max(history.clock_bids.get(final, 0), submitted.get(final, 0))
        self._chains[final] = ()
        anchors = {played.package for played in history.rounds if played.reduced_eligibility} - {final}
        for anchor in sorted(anchors, key=lambda package: (history.points(package), package)):
            self._resolve(anchor, submitted.get(anchor))

    def _resolve(self, anchor: Package, submitted: int | None) -> None:
        """The bidder's highest bid on an anchor whose own anchors are resolved."""
        clock = self._history.clock_bids.get(anchor, 0)
        lowest = min(self.caps(anchor), key=lambda cap: cap.amount, default=None) if any(anchor) else None
        passes = submitted is not None and (lowest is None or submitted <= lowest.amount)
        self._bids[anchor] = max(clock, submitted) if submitted is not None and passes else clock
        self._chains[anchor] = lowest.chain if lowest else ()

    def _binding(self, points: int) -> Iterable[list[_Anchored]]:
        """The binding rounds of a package with ``points``, a list for each rule."""
        if points not in self._by_points:
            by_rule: dict[str, list[_Anchored]] = {}
            for rule, played in self._rounds(points):
                by_rule.setdefault(rule, []).append(self._anchored(rule, played))
            self._by_points[points] = list(by_rule.values())
        return self._by_points[points]

    def _anchored(self, rule: str, played: BidderRound) -> _Anchored:
        bid = self._bids[played.package]
        chain = (played.number, *self._chains[played.package])
        return _Anchored(rule, played, bid, bid - played.amount, chain)

    def _rounds(self, points: int) -> Iterator[tuple[str, BidderRound]]:
        """The binding rounds with their rule, each round once: the final one, then R-S2's, then the others."""
        seen: set[int] = set()
        for rule, played in self._rounds_by_rule(points):
            if played.number not in seen:
                seen.add(played.number)
                yield rule, played

    def _rounds_by_rule(self, points: int) -> Iterator[tuple[str, BidderRound]]:
        history = self._history
        if self._final and history.rounds:
            yield FINAL_RULE, final_anchor(history)
        try:
            if self._relative:
                yield RELATIVE_RULE, relative_anchor(history, points)
            if self._intermediate:
                yield from ((INTERMEDIATE_RULE, played) for played in intermediate_anchors(history, points))
        except NotEligibleError:
            return  # bid in a clock without points, or no round was played: only the final cap knows the package


def _lowest(anchors: Sequence[_Anchored], package: Package) -> Cap:
    """The cap of the binding round that allows least, the earliest of equals."""
    binding = min(anchors, key=lambda anchored: anchored.most(package)) if len(anchors) > 1 else anchors[0]
    amount = binding.most(package)
    return Cap(
        amount,
        binding.rule,
        binding.played.number,
        binding.chain,
        binding.played.package,
        binding.anchor_bid,
        amount - binding.anchor_bid,
    )
