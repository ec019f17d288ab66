"""What a rulebook says of the assignment stage (R-A1 to R-A4)."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from winner_determination.case_document import PricingModel
from winner_determination.documents import Document


class AssignmentStage(Document):
    """Which specific lots the winners get (R-A1 to R-A4)."""

    unsold: Literal["contiguous", "any"] = "contiguous"
    pricing: PricingModel = PricingModel(rounding="up")
    sequence: tuple[tuple[str, ...], ...] = Field(
        default=(), description="categories step by step, a round each; none: all in one round (R-A4)"
    )
    joint: bool = Field(default=False, description="one bid may name lots of several categories of a step (R-A4)")

    def check_sequence(self, bands: Sequence[str]) -> None:
        """Raise ValueError unless a sequence, where there is one, names each of ``bands`` once."""
        named = [category for step in self.sequence for category in step]
        if self.sequence and (sorted(named) != sorted(bands) or not all(self.sequence)):
            raise ValueError(f"assignment.sequence: names {', '.join(named)}; name {', '.join(bands)} once each")
