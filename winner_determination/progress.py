"""What is known while a solve is still running."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from winner_determination.case import Method


class Stage(StrEnum):
    """What a solve is busy with."""

    DECIDING = "deciding"
    BREAKING_TIES = "breaking_ties"
    PRICING = "pricing"


@dataclass(frozen=True)
class Standing:
    """The best allocation in hand: ``chosen`` rows, their score, and a bound that no allocation exceeds.

    Score and bound are in bid units without the value of selling nothing.
    """

    stage: Stage
    method: Method
    chosen: tuple[int, ...]
    value: int
    bound: int


Watch = Callable[[Standing], None]
"""Is told of every better allocation and bound, from the solving thread: it must be quick."""


def unwatched(standing: Standing) -> None:
    """For solves that nobody waits for."""
