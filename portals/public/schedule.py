"""The course of an auction as its schedule shows it: stages with their rounds and times."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from auctions.models import Round


class Standing(StrEnum):
    DONE = "done"
    NOW = "now"
    TO_COME = "to come"


@dataclass(frozen=True)
class StageRow:
    """One stage: its rounds so far, when the first opened and when the last closed."""

    stage: str
    rounds: int
    opened_at: datetime | None
    closed_at: datetime | None
    standing: Standing


def stage_rows(stages: Iterable[str], rounds: Iterable[Round], facts: Mapping[str, Any]) -> tuple[StageRow, ...]:
    """The stages in order. Stages before the present one are done, later ones are to come."""
    played = list(rounds)
    finished = facts["status"] == "finished"
    rows: list[StageRow] = []
    reached = False
    for stage in stages:
        here = stage == facts["stage"] and not finished
        of_stage = [one for one in played if one.stage == stage]
        closed = [one.closed_at for one in of_stage]
        standing = Standing.NOW if here else Standing.TO_COME if reached else Standing.DONE
        rows.append(
            StageRow(
                stage=stage,
                rounds=len(of_stage),
                opened_at=of_stage[0].opened_at if of_stage else None,
                closed_at=None if here or None in closed or not closed else closed[-1],
                standing=standing,
            )
        )
        reached = reached or here
    return tuple(rows)
