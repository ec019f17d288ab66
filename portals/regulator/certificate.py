"""What a computation says of its own result: method, value and bound, proof, checks in integers, hashes, time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auctions.models import Solve
from journal.canonical import digest
from portals.regulator.solving import method_words
from winner_determination.case import Method


@dataclass(frozen=True)
class Certificate:
    """Of one stage's result. Value and bound in bid units; ``bound`` is None where the result states no own bound."""

    solve: Solve
    methods: str
    value: int
    bound: int | None
    proved: bool
    checks: tuple[tuple[str, bool], ...]  # what was recomputed from the bids in integers, and whether it holds
    started_at: datetime | None
    finished_at: datetime | None
    input_hash: str
    result_hash: str

    @property
    def seconds(self) -> float | None:
        """How long the computation took."""
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


def certificate_of(solve: Solve) -> Certificate:
    """The certificate of a solve that is done; an assignment may have been solved in several problems."""
    result = solve.result or {}
    parts = [part for step in result["steps"] for part in step] if "steps" in result else [result]
    return Certificate(
        solve=solve,
        methods=", ".join(dict.fromkeys(method_words(Method(part["method"])) for part in parts)),
        value=result["value"],
        bound=result.get("bound"),
        proved=result["proved_optimal"],
        checks=_checks(parts),
        started_at=solve.started_at,
        finished_at=solve.finished_at,
        input_hash=solve.input_hash,
        result_hash=digest(result),
    )


def _checks(parts: list[Mapping[str, Any]]) -> tuple[tuple[str, bool], ...]:
    """Each check by its words; it holds where it holds in every problem."""
    names = dict.fromkeys(name for part in parts for name in part["checks"])
    return tuple((name.replace("_", " "), all(part["checks"].get(name) for part in parts)) for name in names)
