"""What a rulebook says of time and of who learns what (R-C8)."""

from functools import cached_property

from pydantic import Field

from auctions.rules.disclosure import DemandShown, DisclosurePolicy
from winner_determination.documents import Document


class Schedule(Document):
    """Planned length of the rounds in minutes; the host may open a round for longer or shorter."""

    clock_minutes: int = Field(default=30, ge=1)
    supplementary_minutes: int = Field(default=180, ge=1)
    assignment_minutes: int = Field(default=60, ge=1)


class Disclosure(Document):
    """Who learns what, and when (R-C8)."""

    total_demand: DemandShown = DemandShown.EXACT
    bands: tuple[int, ...] = Field(default=(), description="lower ends of the bands of excess demand, for ``banded``")
    bidders_known: bool = True
    prices_public: bool = False
    demand_public: bool = False

    @cached_property
    def policy(self) -> DisclosurePolicy:
        return DisclosurePolicy(
            demand=self.total_demand,
            bands=self.bands,
            bidders_known=self.bidders_known,
            prices_public=self.prices_public,
            demand_public=self.demand_public,
        )
