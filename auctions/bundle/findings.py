"""What a check says: places that do not hold, and a report of all steps for people and for programs."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from auctions.formats.frozen import differences

LONGEST_VALUE = 200  # characters of a value as it is printed


@dataclass(frozen=True)
class Finding:
    """One place that does not hold: the file, the place in it (such as ``entry 7 body.act``), and what was expected."""

    file: str
    place: str
    reason: str

    def __str__(self) -> str:
        return f"{' '.join(filter(None, (self.file, self.place)))}: {self.reason}"


class Outcome(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Step:
    """One step of a check: what it states, and where that does not hold."""

    name: str
    states: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    because: str = ""  # why it was not checked


@dataclass(frozen=True)
class Report:
    """All steps. ``facts`` is what a reader compares with what was published elsewhere: key, head, counts."""

    facts: Mapping[str, Any]
    steps: tuple[Step, ...]

    @property
    def holds(self) -> bool:
        return all(step.outcome is not Outcome.FAILS for step in self.steps)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for step in self.steps for finding in step.findings)

    def document(self) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "format": "clearband.verification/1",
            "holds": self.holds,
            **self.facts,
            "steps": [
                {
                    "step": step.name,
                    "states": step.states,
                    "outcome": step.outcome.value,
                    "because": step.because,
                    "findings": [
                        {"file": each.file, "place": each.place, "reason": each.reason} for each in step.findings
                    ],
                }
                for step in self.steps
            ],
        }

    def text(self) -> str:
        """The report for people: a line for each step, and one for each finding below it."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        yield from (f"{name:12} {value}" for name, value in self.facts.items())
        for step in self.steps:
            yield f"{step.outcome.upper():12} {step.name}: {step.because or step.states}"
            yield from (f"  {finding}" for finding in step.findings)
        yield f"{'HOLDS' if self.holds else 'DOES NOT HOLD'}: {len(self.findings)} findings"


def compared(file: str, found: Any, expected: Any, *, within: str = "") -> Iterator[Finding]:
    """Every deepest place at which the JSON value ``found``, which stands at ``within``, is not ``expected``."""
    for place, was, should in differences(found, expected, within):
        yield Finding(file, place, f"is {shown(was)}, expected {shown(should)}")


def shown(value: Any) -> str:
    """A value as findings print it."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]} ..."


def first(findings: Iterable[Finding], most: int = 50) -> tuple[Finding, ...]:
    """The first of many: enough to see what is wrong."""
    return tuple(finding for finding, _ in zip(findings, range(most), strict=False))
