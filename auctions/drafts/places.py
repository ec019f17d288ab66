"""Places in a JSON document, written as refusals name them: ``rulebook.categories[0].supply``.

A form whose fields are called by their places needs no table from refusals to fields.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Path = tuple[str | int, ...]

PLACE = re.compile(r"[a-z_]+(?:\.[^\s.:\[\]]+|\[\d+\])*")
STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def path_of(place: str) -> Path:
    """``a.b[0]`` as ``("a", "b", 0)``."""
    return tuple(int(index) if index else name for name, index in STEP.findall(place))


def value_at(document: Any, place: str) -> Any:
    """What stands at the place; None where nothing does."""
    found = document
    for step in path_of(place):
        if isinstance(step, int):
            found = found[step] if isinstance(found, Sequence) and step < len(found) else None
        else:
            found = found.get(step) if isinstance(found, Mapping) else None
    return found


def with_value(document: Any, place: str, value: Any) -> Any:
    """A copy with ``value`` at the place, made on the way where there is nothing yet."""
    return _changed(document, path_of(place), value)


def without(document: Any, place: str) -> Any:
    """A copy in which nothing stands at the place: a field is left out, the rows after a row move up."""
    *outer, last = path_of(place)
    parent = document
    for step in outer:
        parent = _child(parent, step)
    if isinstance(last, int):
        remaining: Any = [row for index, row in enumerate(parent or []) if index != last]
    else:
        remaining = {name: value for name, value in (parent or {}).items() if name != last}
    return _changed(document, tuple(outer), remaining)


def _changed(document: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    step, inner = path[0], path[1:]
    changed = _changed(_child(document, step), inner, value)
    if isinstance(step, int):
        rows = list(document) if isinstance(document, list) else []
        return [*rows[:step], changed, *rows[step + 1 :]]
    return {**(document if isinstance(document, Mapping) else {}), step: changed}


def _child(document: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return document[step] if isinstance(document, list) and step < len(document) else None
    return document.get(step) if isinstance(document, Mapping) else None
