"""What is known while a solve is still running."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from winner_determination.case import Method


class Stage(StrEnum):
    """What a solve is busy with, in this order; it skips what its pricing rule does not ask for."""

    DECIDING = "deciding"
    BREAKING_TIES = "breaking_ties"
    OPPORTUNITY_COSTS = "opportunity_costs"
    CORE = "core"
    PRICING = "pricing"


@dataclass(frozen=True)
class Part:
    """One of the problems that a computation solves one after the other, such as bands of an assignment."""

    name: str
    number: int  # from 1
    of: int


@dataclass(frozen=True)
class Standing:
    """The best allocation in hand: ``chosen`` rows, their value, and a bound that no allocation exceeds.

    Value and bound count winning amounts plus the reserve of unsold lots.
    """

    stage: Stage
    method: Method
    chosen: tuple[int, ...]
    value: int
    bound: int
    done: int = 0  # opportunity costs known, or coalitions found that hold the core prices
    of: int | None = None  # opportunity costs that there will be; None where a stage cannot be counted
    part: Part | None = None

    @property
    def gap(self) -> int:
        """What a better allocation could be worth more, bid units."""
        return self.bound - self.value

    @property
    def winners_are_decided(self) -> bool:
        return self.stage not in (Stage.DECIDING, Stage.BREAKING_TIES)


Watch = Callable[[Standing], None]
"""Is told of every better allocation, bound and step, from the solving thread: it must be quick."""


Tell = Callable[[dict[str, Any]], None]
"""Is told of a standing as JSON (``standing_document``)."""


def unwatched(standing: Standing) -> None:
    """For solves that nobody waits for."""


def standing_document(standing: Standing) -> dict[str, Any]:
    """The standing as JSON, without the bids: how far a solve is, not what it finds."""
    part = standing.part
    return {
        "stage": str(standing.stage),
        "method": str(standing.method),
        "value": standing.value,
        "bound": standing.bound,
        "gap": standing.gap,
        "done": standing.done,
        "of": standing.of,
        "part": part and {"name": part.name, "number": part.number, "of": part.of},
    }


def print_standing(standing: Standing) -> None:
    """To standard error: results go to standard output."""
    sys.stderr.write(f"{standing_line(standing)}\n")


def standing_line(standing: Standing) -> str:
    """The standing in one line, for a terminal."""
    stage = str(standing.stage).replace("_", " ")
    part = standing.part
    place = f"{part.name} ({part.number} of {part.of}), " if part and part.of > 1 else ""
    match standing.stage:
        case Stage.OPPORTUNITY_COSTS:
            return f"{place}{stage}: {standing.done} of {standing.of}"
        case Stage.CORE:
            return f"{place}{stage}: {standing.done} coalition{'' if standing.done == 1 else 's'} found"
        case Stage.PRICING:
            return f"{place}{stage}"
    return f"{place}{stage}: {standing.value} in hand, at most {standing.bound}"
