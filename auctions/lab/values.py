"""A value model for spectrum: what a bidder would pay for any package of generic lots.

Lots of one category complement one another up to the bandwidth that makes a carrier worthwhile, and substitute one
another above it; bands add up, with a premium for holding both a coverage band and a capacity band; a budget bounds the
whole. That is the shape engineers and economists give to mobile spectrum in bidding teams' models, not an estimate of
anybody's real values.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]

PER_MILLE = 1000


@dataclass(frozen=True)
class CategoryValue:
    """What lots of one category are worth to one bidder."""

    lot_value: int  # of a lot at full usefulness, in bid units
    useful_lots: int  # lots beyond this many add nothing
    minimum_lots: int  # fewer lots than this are worth only ``fragment`` of their value
    fragment: int  # per mille
    decline: int  # per mille that each lot beyond the minimum is worth less than the one before

    def of(self, lots: int) -> int:
        """Value of ``lots`` lots in bid units: non-decreasing in ``lots``."""
        full = 0
        marginal = self.lot_value * PER_MILLE
        for lot in range(1, min(lots, self.useful_lots) + 1):
            if lot > self.minimum_lots:
                marginal = marginal * (PER_MILLE - self.decline) // PER_MILLE
            full += marginal
        if lots < self.minimum_lots:
            full = full * self.fragment // PER_MILLE
        return full // PER_MILLE


@dataclass(frozen=True)
class PackageValues:
    """One bidder's values for every package it could want, as arrays: ``quantity`` (packages x categories) and
    ``value`` (packages)."""

    quantity: IntArray
    value: IntArray

    def best(self, prices: Sequence[int], allowed: npt.NDArray[np.bool_]) -> int:
        """Index of the allowed package of greatest surplus at ``prices``; of equals the smallest package, then the
        first."""
        return int(np.argmax(np.where(allowed, self._surplus(prices), np.iinfo(np.int64).min)))

    def ranked(self, prices: Sequence[int], allowed: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
        """Indices of the allowed packages that are worth their price, in the order of ``best``."""
        surplus = self._surplus(prices)
        order = np.argsort(-surplus, kind="stable")
        return order[allowed[order] & (surplus[order] >= 0)]

    def _surplus(self, prices: Sequence[int]) -> IntArray:
        return self.value - self.quantity @ np.asarray(prices, dtype=np.int64)

    def of(self, package: Sequence[int]) -> int:
        """Value of one package; packages beyond what is useful are worth what is useful of them."""
        wanted = np.minimum(np.asarray(package, dtype=np.int64), self.quantity.max(axis=0))
        match = np.flatnonzero((self.quantity == wanted).all(axis=1))
        return int(self.value[match[0]])


def package_values(
    categories: Sequence[CategoryValue], *, supply: Sequence[int], premium: int, budget: int
) -> PackageValues:
    """Tabulate every package up to supply and usefulness.

    ``premium`` (per mille of the sum) is earned where at least two categories contribute; ``budget`` bounds the value.
    The first row is the empty package, rows ascend by number of lots so that ties in surplus go to the smaller package.
    """
    most = [min(s, c.useful_lots) for c, s in zip(categories, supply, strict=True)]
    grid = np.stack(
        [axis.ravel() for axis in np.meshgrid(*[np.arange(m + 1) for m in most], indexing="ij")], axis=1
    ).astype(np.int64)
    grid = grid[np.argsort(grid.sum(axis=1), kind="stable")]
    parts = np.stack(
        [
            np.array([c.of(lots) for lots in range(m + 1)], dtype=np.int64)[grid[:, k]]
            for k, (c, m) in enumerate(zip(categories, most, strict=True))
        ],
        axis=1,
    )
    total = parts.sum(axis=1)
    several = (parts > 0).sum(axis=1) >= 2
    total = np.where(several, total * (PER_MILLE + premium) // PER_MILLE, total)
    return PackageValues(quantity=grid, value=np.minimum(total, budget))


@dataclass(frozen=True)
class Profile:
    """How strong a bidder is in each category, relative to the reserve price, and what it can spend.

    ``strength`` is per mille of the reserve price; 0 means no interest. ``appetite`` is the number of lots beyond which
    more is useless.
    """

    strength: tuple[int, ...]
    appetite: tuple[int, ...]
    minimum: tuple[int, ...]
    budget: int
    premium: int = 60


def drawn_values(
    profile: Profile, *, reserves: Sequence[int], supply: Sequence[int], rng: random.Random
) -> PackageValues:
    """Values of one bidder drawn around its profile: every strength varies by up to 10 % either way."""
    categories = [
        CategoryValue(
            lot_value=reserve * strength * rng.randint(900, 1100) // PER_MILLE**2,
            useful_lots=appetite if strength else 0,
            minimum_lots=minimum,
            fragment=rng.randint(500, 700),
            decline=rng.randint(60, 140),
        )
        for reserve, strength, appetite, minimum in zip(
            reserves, profile.strength, profile.appetite, profile.minimum, strict=True
        )
    ]
    return package_values(categories, supply=supply, premium=profile.premium, budget=profile.budget)
