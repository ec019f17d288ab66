"""Small random cases for the property tests."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from winner_determination import (
    AtLeastOne,
    Bid,
    BidBook,
    Cap,
    Case,
    Category,
    Counterfactual,
    Norm,
    Objective,
    Pricing,
    PricingRule,
    Reference,
    Rounding,
    RoundingRule,
    Weighting,
)

NAMES = ("Alpha", "Beta", "Gamma", "Delta")
ROUNDINGS = (
    *(Rounding(rule) for rule in RoundingRule if rule is not RoundingRule.UP_TO),
    Rounding(RoundingRule.UP_TO, 5),
)


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    limits: bool = True,
    must_win: bool = False,
    in_a_row: bool = False,
    amounts: st.SearchStrategy[int] | None = None,
) -> Case:
    """Up to four bidders with up to four bids each; amounts are small, so ties are frequent.

    ``in_a_row``: single lots, and every bid on neighbours.
    """
    amounts = amounts if amounts is not None else st.integers(0, 12)
    supplies = st.lists(st.integers(0, 3), min_size=1, max_size=3).filter(any)
    reserve = 0 if must_win else draw(st.sampled_from([0, 0, 1, 2]))
    categories = tuple(
        Category(id="ABCD"[k], supply=supply, reserve=reserve * (k % 2 + 1), points=draw(st.integers(0, 2)))
        for k, supply in enumerate(draw(st.lists(st.just(1), min_size=1, max_size=4) if in_a_row else supplies))
    )
    bids: list[Bid] = []
    for bidder in NAMES[: draw(st.integers(1, 4))]:
        for _ in range(draw(st.integers(0, 4))):
            package = draw(runs(categories) if in_a_row else packages(categories))
            if any(package.values()):
                bids.append(Bid(id=f"b{len(bids)}", bidder=bidder, package=package, amount=draw(amounts)))
    book = BidBook.from_bids(categories, bids)
    return Case(
        book=book,
        limits=draw(limits_of(book)) if limits else (),
        pricing=draw(pricings()),
        ties=draw(ties()),
        seed=draw(st.sampled_from(["00", "a1", "b2", "c3"])),
        must_win=frozenset(draw(st.sets(st.sampled_from(book.bidders)))) if must_win and book.bidders else frozenset(),
        counterfactual=draw(st.sampled_from(Counterfactual)) if must_win else Counterfactual.REMOVED,
        reserve_bids=draw(st.booleans()),
    )


def packages(categories: Sequence[Category]) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries({c.id: st.integers(0, c.supply) for c in categories})


@st.composite
def runs(draw: st.DrawFn, categories: Sequence[Category]) -> dict[str, int]:
    start, stop = sorted(draw(st.tuples(*[st.integers(0, len(categories))] * 2)))
    return {c.id: 1 for c in categories[start:stop]}


@st.composite
def limits_of(draw: st.DrawFn, book: BidBook) -> tuple[Cap | AtLeastOne, ...]:
    """None, or up to two caps and sets of which one bid must be awarded, alone or together."""
    if not len(book) or draw(st.booleans()):
        return ()
    return tuple(draw(st.lists(st.one_of(caps(book), covers(book)), min_size=1, max_size=2)))


@st.composite
def caps(draw: st.DrawFn, book: BidBook) -> Cap:
    group = draw(st.sets(st.sampled_from(NAMES), min_size=1))
    weights = {c.id: Fraction(draw(st.integers(0, 4)), 2) for c in book.categories}
    return Cap(bidders=tuple(sorted(group)), weights=weights, maximum=Fraction(draw(st.integers(0, 10)), 2))


@st.composite
def covers(draw: st.DrawFn, book: BidBook) -> AtLeastOne:
    rows = draw(st.sets(st.integers(0, len(book) - 1), min_size=1, max_size=3))
    return AtLeastOne(tuple((book.bidder_of(row), book.package(row)) for row in sorted(rows)))


@st.composite
def ties(draw: st.DrawFn) -> tuple[Objective, ...]:
    some = draw(st.lists(st.sampled_from([o for o in Objective if o is not Objective.SEED]), unique=True, max_size=2))
    return (*some, Objective.SEED)


@st.composite
def pricings(draw: st.DrawFn) -> Pricing:
    """Mostly core prices: the other rules are steps on the way to them."""
    given_weights = st.fixed_dictionaries({name: st.fractions(Fraction(1, 9), 9, max_denominator=9) for name in NAMES})
    return Pricing(
        rule=draw(st.sampled_from([*[PricingRule.CORE] * 6, PricingRule.VICKREY, PricingRule.PAY_AS_BID])),
        reference=draw(st.sampled_from(Reference)),
        norm=draw(st.sampled_from(Norm)),
        weights=draw(st.one_of(st.sampled_from(Weighting), given_weights)),
        minimum_revenue=draw(st.booleans()),
        rounding=draw(st.sampled_from(ROUNDINGS)),
    )
