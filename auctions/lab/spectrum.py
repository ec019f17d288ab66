"""Seeded simulated bidders for any auction of generic spectrum lots: a few strong ones, some niche players."""

import random
from collections.abc import Sequence

from auctions.formats.cca.entry import initial_eligibility
from auctions.formats.cca.rulebook import Category, Rulebook
from auctions.formats.contract import Bidder
from auctions.lab.bidder import StraightforwardBidder
from auctions.lab.values import PER_MILLE, Profile, drawn_values


def seeded_bidders(rulebook: Rulebook, bidders: Sequence[Bidder], seed: str) -> dict[str, StraightforwardBidder]:
    """One simulated bidder for each participant; the same seed gives the same bidders on every machine.

    A bidder's strength follows its share of eligibility: who paid for many points wants many lots.
    """
    points = {bidder.id: initial_eligibility(rulebook, bidder) for bidder in bidders}
    most = max(points.values(), default=0) or 1
    return {bidder: _seeded_bidder(rulebook, bidder, own, own / most, seed) for bidder, own in points.items()}


def drawn_bidders(rulebook: Rulebook, count: int, seed: str) -> tuple[Bidder, ...]:
    """``count`` bidders for the rulebook, each with points for between a fifth and three fifths of all lots."""
    rng = random.Random(f"{seed}|bidders")  # noqa: S311 (a simulation, to be repeated by anybody)
    points = sum(category.points * category.supply for category in rulebook.categories)
    return tuple(
        Bidder(id=f"B{number}", name=f"Bidder {number}", eligibility=points * rng.randint(20, 60) // 100)
        for number in range(1, count + 1)
    )


def _seeded_bidder(rulebook: Rulebook, bidder: str, points: int, size: float, seed: str) -> StraightforwardBidder:
    rng = random.Random(f"{seed}|{bidder}")  # noqa: S311 (a simulation, to be repeated by anybody)
    categories = rulebook.categories
    profile = _drawn_profile(categories, points, size, rng)
    values = drawn_values(
        profile,
        reserves=[category.reserve for category in categories],
        supply=[category.supply for category in categories],
        rng=rng,
    )
    return StraightforwardBidder(id=bidder, values=values, seed=seed)


def _drawn_profile(categories: Sequence[Category], points: int, size: float, rng: random.Random) -> Profile:
    """Strength between 1.2 and 2.8 times the reserve prices; interest only in what the eligibility can carry."""
    strength, appetite, minimum = [], [], []
    for category in categories:
        affordable = points // category.points if category.points else category.supply
        interested = affordable > 0 and rng.random() < 0.6 + size
        wanted = max(1, round(category.supply * rng.uniform(0.3, 0.7)))
        strength.append(rng.randint(1200, 2800) if interested else 0)
        appetite.append(min(category.supply, affordable, wanted))
        minimum.append(min(appetite[-1], 2 if category.supply > 4 else 1))
    reserve_of_all = sum(category.reserve * category.supply for category in categories)
    budget = int(reserve_of_all * (0.25 + 1.5 * size)) * rng.randint(900, 1100) // PER_MILLE
    return Profile(tuple(strength), tuple(appetite), tuple(minimum), budget)
