"""The next round as the auctioneer would open it: new prices beside the last, judged by the rules, nothing opened."""

from collections.abc import Mapping
from dataclasses import dataclass

from auctions.formats.contract import Step, StepKind


@dataclass(frozen=True)
class PriceRow:
    """One category: what was demanded at which price, and the price it would have next, in bid units a lot."""

    category: str
    supply: int
    demand: int | None
    excess: int | None
    price: int | None  # None before the first round
    next_price: int | None  # None where what was typed is no price

    @property
    def increase(self) -> int | None:
        return None if self.price is None or self.next_price is None else self.next_price - self.price

    @property
    def percent(self) -> str | None:
        """The increase in per cent of the last price, to a tenth."""
        if self.increase is None or not self.price:
            return None
        tenths = (2000 * self.increase + self.price) // (2 * self.price)
        return f"{tenths // 10}.{tenths % 10}" if tenths >= 0 else f"-{-tenths // 10}.{-tenths % 10}"


def opening_step(steps: tuple[Step, ...]) -> Step | None:
    """The step that opens the next round, if the rules offer it now."""
    return next((step for step in steps if step.kind is StepKind.OPEN_ROUND), None)


def price_rows(step: Step, prices: Mapping[str, int | None]) -> list[PriceRow]:
    """The proposal's rows with ``prices`` in place of the proposed ones; no rows where the round has no prices."""
    return [
        PriceRow(
            category=row["category"],
            supply=row["supply"],
            demand=row["demand"],
            excess=row["excess"],
            price=row["price"],
            next_price=prices[row["category"]],
        )
        for row in step.proposal.get("rows", ())
    ]
