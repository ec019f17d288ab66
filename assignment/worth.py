"""What an option is worth to its bidder: the best of its bids that fit it.

A bid names lots in one or more bands. It fits an option that gives exactly these lots there. Bids on different bands
add up, so an option across bands is worth the largest sum over fitting bids that name no band twice; without any it is
worth 0 (R-A2).
"""

from collections.abc import Iterable, Mapping

from assignment.case import AssignmentCase, OptionBid
from assignment.choices import Choice

Bands = tuple[str, ...]


class Worth:
    """The bids of one bidder on one group of bands, ready to value options."""

    def __init__(self, bids: Iterable[OptionBid]) -> None:
        self._amounts: dict[Bands, dict[tuple[Choice, ...], int]] = {}
        for bid in bids:
            bands = tuple(sorted(bid.lots))
            self._amounts.setdefault(bands, {})[tuple(bid.lots[band] for band in bands)] = bid.amount
        self._families = list(_disjoint(sorted(self._amounts)))

    def named(self, band: str) -> Iterable[Choice]:
        """The lots of ``band`` that some bid names."""
        for bands, amounts in self._amounts.items():
            if band in bands:
                place = bands.index(band)
                yield from (lots[place] for lots in amounts)

    def of(self, option: Mapping[str, Choice | None]) -> int:
        """Worth of an option; None stands for lots that no bid of the bidder names."""
        return max(sum(self._amount(bands, option) for bands in family) for family in self._families)

    def _amount(self, bands: Bands, option: Mapping[str, Choice | None]) -> int:
        lots = tuple(option.get(band) for band in bands)
        return 0 if None in lots else self._amounts[bands].get(lots, 0)  # type: ignore[arg-type]


def worth_of(case: AssignmentCase, bidder: str, lots: Mapping[str, Choice]) -> int:
    """What a bidder's lots in all bands are worth to it by its bids."""
    return Worth(bid for bid in case.bids if bid.bidder == bidder).of(lots)


def most_to_pay(bids: Iterable[tuple[Iterable[str], int]]) -> int:
    """The most that (bands, amount) bids of one bidder can cost it: the largest sum that names no band twice."""
    highest: dict[Bands, int] = {}
    for bands, amount in bids:
        key = tuple(sorted(bands))
        highest[key] = max(amount, highest.get(key, 0))
    return max(sum(highest[bands] for bands in family) for family in _disjoint(sorted(highest)))


def _disjoint(sets: list[Bands]) -> Iterable[tuple[Bands, ...]]:
    """Every family of ``sets`` in which no band occurs twice, the empty one included."""
    if not sets:
        yield ()
        return
    for family in _disjoint(sets[1:]):
        yield family
        if not any(set(sets[0]) & set(other) for other in family):
            yield (sets[0], *family)
