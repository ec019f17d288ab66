"""What a rulebook says of the supplementary round and of who wins (R-S1 to R-S7, R-W1 to R-W4)."""

from pydantic import Field, model_validator

from auctions.rules.supplementary import CapRules, SupplementaryCap
from winner_determination.case import Objective
from winner_determination.documents import Document


class SupplementaryRound(Document):
    """The sealed round after the clock stage (R-S1 to R-S7)."""

    caps: tuple[SupplementaryCap, ...] = (SupplementaryCap.RELATIVE, SupplementaryCap.FINAL)
    max_packages: int | None = Field(default=4000, ge=1)

    @property
    def cap_rules(self) -> CapRules:
        return CapRules(frozenset(self.caps), self.max_packages)


class WinnerDetermination(Document):
    """Who wins (R-W1 to R-W4). ``reserve_bids``: unsold lots count at their reserve price (R-W2)."""

    reserve_bids: bool = True
    ties: tuple[Objective, ...] = (Objective.MOST_POINTS, Objective.SEED)

    @model_validator(mode="after")
    def _seed_comes_last(self) -> "WinnerDetermination":
        if len(set(self.ties)) < len(self.ties):
            raise ValueError("an objective is named twice")
        if Objective.SEED in self.ties[:-1]:
            raise ValueError("seed decides every tie and can only come last")
        return self
