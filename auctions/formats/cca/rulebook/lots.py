"""What is for sale: categories of generic lots, the specific lots behind them, and the unit of all amounts."""

from typing import Any, Literal

from pydantic import Field, model_validator

from assignment.band_document import BandModel, read_band
from winner_determination.documents import Document, validate


class Unit(Document):
    """What one unit of an amount is worth: ``multiple`` units of money of ``currency``."""

    currency: str = "EUR"
    multiple: int = Field(default=1, ge=1)

    @property
    def label(self) -> str:
        return self.currency if self.multiple == 1 else f"{self.currency} x {self.multiple:,}"


class Lot(Document):
    """A specific lot with its real frequencies in MHz; ``uplink_*`` where it is paired."""

    id: str
    start: float | None = None
    end: float | None = None
    uplink_start: float | None = None
    uplink_end: float | None = None


class Holding(Document):
    """Existing spectrum of a bidder, in MHz: lots on both sides of it are contiguous for this bidder."""

    holder: str
    start: float
    end: float


class Category(Document):
    """Lots so alike that bidders bid for a number of them; which ones is the assignment stage's business."""

    id: str = Field(min_length=1)
    name: str = ""
    description: str = ""
    supply: int = Field(ge=1)
    reserve: int = Field(ge=0, description="opening price per lot")
    points: int = Field(ge=0, description="eligibility points per lot")
    lots: tuple[Lot, ...] = Field(
        default=(), description="the specific lots in order of frequency; none: nothing to assign"
    )
    contiguous: bool = True
    fallback: Literal["fragmented_supply", "always", "never"] = "fragmented_supply"
    guard_after: tuple[str, ...] = Field(default=(), description="lots that a guard gap follows")
    excluded: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="by bidder, the lots that it may not get"
    )
    holdings: tuple[Holding, ...] = Field(default=(), description="existing spectrum in or beside the band")

    @model_validator(mode="after")
    def _lots_match_supply(self) -> "Category":
        if self.lots and len(self.lots) != self.supply:
            raise ValueError(f"{len(self.lots)} lots are listed but the supply is {self.supply}")
        if len({lot.id for lot in self.lots}) != len(self.lots):
            raise ValueError("two lots have the same id")
        if self.lots:
            read_band(validate(BandModel, self.band), "band")
        return self

    @property
    def band(self) -> dict[str, Any]:
        """The specific lots as a band of the assignment stage (R-A1): frequencies where every lot has them."""
        lots = [lot.model_dump(include={"id", "start", "end"}) for lot in self.lots]
        rules = self.model_dump(mode="json", include={"contiguous", "fallback", "guard_after", "excluded", "holdings"})
        return {"category": self.id, "lots": lots, **rules}
