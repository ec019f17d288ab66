"""Seeded simulated bidders for any auction of generic spectrum lots: a few strong ones, some niche players."""

import random
from collections.abc import Sequence
from typing import Any

from auctions.formats.contract import Bidder
from auctions.lab.bidder import StraightforwardBidder
from auctions.lab.values import PER_MILLE, Profile, drawn_values


def seeded_bidders(rulebook: Any, bidders: Sequence[Bidder], seed: str) -> dict[str, StraightforwardBidder]:
    """One simulated bidder for each participant; the same seed gives the same bidders on every machine.

    ``rulebook`` needs ``categories`` with ``reserve``, ``supply`` and ``points``. A bidder's strength follows its share
    of eligibility: who paid for many points wants many lots.
    """
    most = max((bidder.eligibility for bidder in bidders), default=0) or 1
    return {bidder.id: _seeded_bidder(rulebook, bidder, bidder.eligibility / most, seed) for bidder in bidders}


def _seeded_bidder(rulebook: Any, bidder: Bidder, size: float, seed: str) -> StraightforwardBidder:
    rng = random.Random(f"{seed}|{bidder.id}")  # noqa: S311 (a simulation, to be repeated by anybody)
    categories = rulebook.categories
    profile = _drawn_profile(categories, bidder, size, rng)
    values = drawn_values(
        profile,
        reserves=[category.reserve for category in categories],
        supply=[category.supply for category in categories],
        rng=rng,
    )
    return StraightforwardBidder(id=bidder.id, values=values, seed=seed)


def _drawn_profile(categories: Sequence[Any], bidder: Bidder, size: float, rng: random.Random) -> Profile:
    """Strength between 1.2 and 2.8 times the reserve prices; interest only in what the eligibility can carry."""
    strength, appetite, minimum = [], [], []
    for category in categories:
        affordable = bidder.eligibility // category.points if category.points else category.supply
        interested = affordable > 0 and rng.random() < 0.6 + size
        wanted = max(1, round(category.supply * rng.uniform(0.3, 0.7)))
        strength.append(rng.randint(1200, 2800) if interested else 0)
        appetite.append(min(category.supply, affordable, wanted))
        minimum.append(min(appetite[-1], 2 if category.supply > 4 else 1))
    reserve_of_all = sum(category.reserve * category.supply for category in categories)
    budget = int(reserve_of_all * (0.25 + 1.5 * size)) * rng.randint(900, 1100) // PER_MILLE
    return Profile(tuple(strength), tuple(appetite), tuple(minimum), budget)
