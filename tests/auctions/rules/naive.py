"""A second implementation of the rules, written straight from their formulas, slow and without sharing code.

Packages and prices are dictionaries, rounds are plain tuples, arithmetic is in fractions, chains are recursion.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

Quantities = dict[str, int]


def dot(prices: Quantities, package: Quantities) -> int:
    return sum(prices[k] * package.get(k, 0) for k in prices)


def key(package: Quantities) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((k, v) for k, v in package.items() if v))


@dataclass
class NaiveBidder:
    points: Quantities
    initial: int
    requirement: Fraction = Fraction(1)
    rounding: str = "down"
    prices: list[Quantities] = field(default_factory=list)
    chosen: list[Quantities] = field(default_factory=list)
    eligibility: list[int] = field(default_factory=list)  # before each round, then before the next one

    def __post_init__(self) -> None:
        self.eligibility.append(self.initial)

    def play(self, prices: Quantities, package: Quantities) -> None:
        """R-C3: E_{t+1} = min(E_t, e(x^t) / requirement, rounded)."""
        supported = Fraction(dot(self.points, package)) / self.requirement
        rounded = {"down": floor(supported), "up": ceil(supported), "nearest": floor(supported + Fraction(1, 2))}
        self.prices.append(prices)
        self.chosen.append(package)
        self.eligibility.append(min(self.eligibility[-1], rounded[self.rounding]))

    def reduced(self, t: int) -> bool:
        return self.eligibility[t + 1] < self.eligibility[t]

    def last_eligible(self, package: Quantities) -> int | None:
        rounds = [t for t in range(len(self.chosen)) if self.eligibility[t] >= dot(self.points, package)]
        return max(rounds) if rounds else None

    def may_ask(self, prices: Quantities, package: Quantities, every_round: bool) -> bool:
        """R-C3 and R-C4: within eligibility, or p^t.(x - x^s) <= p^s.(x - x^s) for the rounds that bind."""
        if not key(package) or dot(self.points, package) <= self.eligibility[-1]:
            return True
        start = self.last_eligible(package)
        if start is None:
            return False
        rounds = range(len(self.chosen))
        binding = rounds if every_round else [s for s in rounds if s >= start and self.reduced(s)]
        return all(
            dot(prices, package) - dot(prices, self.chosen[s])
            <= dot(self.prices[s], package) - dot(self.prices[s], self.chosen[s])
            for s in binding
        )

    def clock_bid(self, package: Quantities) -> int:
        same = [dot(p, x) for p, x in zip(self.prices, self.chosen, strict=True) if key(x) == key(package)]
        return max(same, default=0)

    def cap(self, package: Quantities, caps: set[str], list_: dict[tuple[tuple[str, int], ...], int]) -> int | None:
        """R-S1 to R-S5: the least of b(x^s) + p^s.(x - x^s) over the rounds that the cap rules name."""
        if key(package) == key(self.chosen[-1]):
            return None
        start, last = self.last_eligible(package), len(self.chosen) - 1
        rounds = {last} if "final" in caps else set()
        if "relative" in caps and start is not None:
            rounds.add(start)
        if "intermediate" in caps and start is not None:
            rounds |= {s for s in range(start, last + 1) if self.reduced(s)}
        amounts = [
            self.highest(self.chosen[s], caps, list_)
            + dot(self.prices[s], package)
            - dot(self.prices[s], self.chosen[s])
            for s in rounds
        ]
        return min(amounts, default=None)

    def highest(self, package: Quantities, caps: set[str], list_: dict[tuple[tuple[str, int], ...], int]) -> int:
        """The bid that stands on a package: the clock bid, or the bid of the list where its cap allows it."""
        clock, wanted = self.clock_bid(package), list_.get(key(package))
        if not key(package) or wanted is None or wanted < clock:
            return clock
        cap = self.cap(package, caps, list_)
        return wanted if cap is None or wanted <= cap else clock
