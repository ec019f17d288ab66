"""Fields of the wizard's pages: what stands at a place of the draft, as people read and type it.

What cannot be read as what it should be is kept as it was typed: then the rulebook's own model refuses it, in its own
words, and nothing that somebody typed is lost.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import Any

from auctions.drafts.document import Content
from auctions.drafts.places import value_at, with_value, without

WHOLE = re.compile(r"-?\d{1,18}")
NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,6})?")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")
OF_CATEGORY = re.compile(r"(\d+)\s*[x×]?\s*(\S.*)")
OF_ROUND = re.compile(r"(\d+)\s*:\s*(\S+)")

Choices = Sequence[tuple[str, str]]


class Kind(Enum):
    TEXT = "text"
    WHOLE = "whole"  # 250000, 250,000
    MHZ = "mhz"
    SHARE = "share"  # 0.7, 7/10, 70 %
    REQUIREMENT = "requirement"  # a share, or "1: 0.7, 10: 1"
    CHOICE = "choice"
    FLAG = "flag"
    NAMES = "names"  # separated by commas
    NUMBERS = "numbers"
    LOTS = "lots"  # 10 A, 5 B


@dataclass(frozen=True)
class Field:
    """One field. ``nullable``: left empty it says null, which is not the default."""

    place: str
    label: str
    kind: Kind = Kind.TEXT
    hint: str = ""
    choices: Choices = ()
    nullable: bool = False
    value: str = ""  # as it is shown
    refusals: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Name of the element, made of letters that every selector can name."""
        return re.sub(r"[^a-z0-9]+", "-", self.place.lower()).strip("-")

    @property
    def width(self) -> int | None:
        return {Kind.WHOLE: 10, Kind.MHZ: 5, Kind.SHARE: 5}.get(self.kind)

    @property
    def is_number(self) -> bool:
        return self.kind in {Kind.WHOLE, Kind.MHZ}

    @property
    def options(self) -> Choices:
        """The choices, with what stands there although it is none of them."""
        known = {value for value, _ in self.choices}
        return self.choices if self.value in known else [(self.value, self.value), *self.choices]

    def shown(self, content: Content) -> "Field":
        """The field with what stands at its place."""
        return replace(self, value=_shown(self.kind, value_at(content, self.place)))

    def written(self, content: Content, typed: str | None) -> Content:
        """The draft with what was typed at the place. ``None``: the form did not have the field, or an empty box."""
        if self.kind is Kind.FLAG:
            value: Any = typed is not None
        elif typed is None:
            return content
        else:
            value = _read(self.kind, typed.strip(), nullable=self.nullable)
        if value is None and not self.nullable:
            left: Content = without(content, self.place)
            return left
        changed: Content = with_value(content, self.place, value)
        return changed


def _shown(kind: Kind, value: Any) -> str:
    match kind, value:
        case _, None:
            return ""
        case Kind.FLAG, _:
            return "1" if value is True else ""
        case Kind.WHOLE, int():
            return f"{value:,}"
        case Kind.MHZ, int() | float():
            return f"{value:g}" if abs(value) < 10_000 else str(value)
        case ((Kind.NAMES | Kind.NUMBERS), list()):
            return ", ".join(map(str, value))
        case Kind.LOTS, dict():
            return ", ".join(f"{lots} {category}" for category, lots in value.items())
        case Kind.REQUIREMENT, list():
            return ", ".join(f"{step.get('from_round')}: {step.get('share')}" for step in value)
        case _, str():
            return value
        case _:
            return json.dumps(value)


def _read(kind: Kind, typed: str, *, nullable: bool) -> Any:
    if not typed:
        return [] if kind in {Kind.NAMES, Kind.NUMBERS} and not nullable else None
    match kind:
        case Kind.WHOLE:
            return _whole(typed)
        case Kind.MHZ:
            return float(typed) if NUMBER.fullmatch(typed) else typed
        case Kind.SHARE:
            return _share(typed)
        case Kind.REQUIREMENT:
            return _requirement(typed)
        case Kind.NAMES:
            return _parts(typed)
        case Kind.NUMBERS:
            return [_whole(part) for part in _parts(typed)]
        case Kind.LOTS:
            return _lots(typed)
        case Kind.CHOICE:
            return _choice(typed)
        case _:
            return typed


def _choice(typed: str) -> Any:
    """A word, or what else stood there before the page was made: it is sent back as JSON."""
    try:
        return json.loads(typed) if typed.startswith(("{", "[")) else typed
    except ValueError:
        return typed


def _parts(typed: str) -> list[str]:
    return [part.strip() for part in typed.split(",") if part.strip()]


def _whole(typed: str) -> int | str:
    plain = "".join(typed.split()).replace(",", "")
    return int(plain) if WHOLE.fullmatch(plain) else typed


def _share(typed: str) -> str:
    percent = PERCENT.fullmatch(typed)
    return str(Fraction(percent[1]) / 100) if percent else typed


def _requirement(typed: str) -> Any:
    steps = [OF_ROUND.fullmatch(part) for part in _parts(typed)]
    if ":" not in typed or not all(steps):
        return _share(typed)
    return [{"from_round": int(step[1]), "share": _share(step[2])} for step in steps if step]


def _lots(typed: str) -> Any:
    found = [OF_CATEGORY.fullmatch(part) for part in _parts(typed)]
    return {part[2]: int(part[1]) for part in found if part} if all(found) else typed
