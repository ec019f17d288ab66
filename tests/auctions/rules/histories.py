"""Random clock histories for property tests: prices that rise, choices that mostly follow values, sometimes not."""

from fractions import Fraction
from random import Random

from auctions.rules.activity import ClockActivity, check_activity
from auctions.rules.eligibility import ActivityRequirement, RequirementRounding, RequirementStep, play_round
from auctions.rules.history import BidderHistory, Category, Package, amount_of


def random_categories(random: Random) -> tuple[Category, ...]:
    return tuple(
        Category(name, supply=random.randint(1, 4), points=random.randint(1, 3), reserve=random.randint(1, 9))
        for name in "ABC"[: random.randint(2, 3)]
    )


def random_package(random: Random, categories: tuple[Category, ...]) -> Package:
    return tuple(random.randint(0, category.supply) for category in categories)


def random_requirement(random: Random) -> ActivityRequirement:
    share = Fraction(random.choice([60, 70, 80, 90, 100, 100]), 100)
    return ActivityRequirement((RequirementStep(1, share),), random.choice(list(RequirementRounding)))


def random_history(
    random: Random,
    categories: tuple[Category, ...],
    rule: ClockActivity,
    requirement: ActivityRequirement,
    rounds: int,
) -> BidderHistory:
    """A history that ``rule`` allowed: of a few random packages the one worth most, seldom another one."""
    everything = tuple(category.supply for category in categories)
    values = [random.randint(category.reserve, 30) for category in categories]
    history = BidderHistory(categories, sum(c.points * n for c, n in zip(categories, everything, strict=True)))
    prices = tuple(category.reserve for category in categories)
    for _ in range(rounds):
        options = [random_package(random, categories) for _ in range(4)]
        allowed = [option for option in options if not check_activity(history, prices, option, rule)]
        package = _choice(random, allowed, values, prices)
        history = play_round(history, prices, package, requirement)
        prices = tuple(price + random.randint(0, 3) for price in prices)
    return history


def _choice(random: Random, options: list[Package], values: list[int], prices: tuple[int, ...]) -> Package:
    nothing = (0,) * len(prices)
    if not options:
        return nothing
    if random.random() < 0.2:
        return random.choice(options)
    return max(
        [*options, nothing], key=lambda package: (amount_of(package, values) - amount_of(package, prices), package)
    )
