"""Small random cases for the property tests."""

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
    Weighting,
)

NAMES = ("Alpha", "Beta", "Gamma", "Delta")


@st.composite
def cases(
    draw: st.DrawFn, *, limits: bool = True, must_win: bool = False, amounts: st.SearchStrategy[int] | None = None
) -> Case:
    """Up to four bidders with up to four bids each; amounts are small, so ties are frequent."""
    amounts = amounts if amounts is not None else st.integers(0, 12)
    supplies = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3).filter(any))
    reserve = draw(st.sampled_from([0, 0, 1, 2]))
    categories = tuple(
        Category(
            id="ABC"[k], supply=s, reserve=0 if must_win else reserve * (k % 2 + 1), points=draw(st.integers(0, 2))
        )
        for k, s in enumerate(supplies)
    )
    bids: list[Bid] = []
    bidders = NAMES[: draw(st.integers(1, 4))]
    for bidder in bidders:
        for _ in range(draw(st.integers(0, 4))):
            package = {c.id: draw(st.integers(0, c.supply)) for c in categories}
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


@st.composite
def limits_of(draw: st.DrawFn, book: BidBook) -> tuple[Cap | AtLeastOne, ...]:
    if not len(book) or draw(st.booleans()):
        return ()
    if draw(st.booleans()):
        group = tuple(draw(st.sets(st.sampled_from(NAMES), min_size=1)))
        weights = {c.id: Fraction(draw(st.integers(0, 4)), 2) for c in book.categories}
        return (Cap(bidders=tuple(sorted(group)), weights=weights, maximum=Fraction(draw(st.integers(0, 5)))),)
    rows = draw(st.sets(st.integers(0, len(book) - 1), min_size=1, max_size=3))
    return (AtLeastOne(tuple((book.bidder_of(row), book.package(row)) for row in sorted(rows))),)


@st.composite
def ties(draw: st.DrawFn) -> tuple[Objective, ...]:
    some = draw(st.lists(st.sampled_from([o for o in Objective if o is not Objective.SEED]), unique=True, max_size=2))
    return (*some, Objective.SEED)


@st.composite
def pricings(draw: st.DrawFn) -> Pricing:
    return Pricing(
        rule=PricingRule.CORE,
        reference=draw(st.sampled_from(Reference)),
        norm=draw(st.sampled_from(Norm)),
        weights=draw(st.sampled_from(Weighting)),
        minimum_revenue=draw(st.booleans()),
    )
