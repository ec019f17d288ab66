"""Ready-made rulebooks, each field with its provenance: a JSON file of this folder each.

No preset claims to be the rules of the auction whose style it is in: what was not read in the rules' own text says so.
"""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from auctions.formats.registry import format_named
from winner_determination.documents import Document, DocumentError, read_json, validate

FOLDER = Path(__file__).parent


class Mark(StrEnum):
    """Where a field comes from."""

    READ = "read"  # in the text of the source
    RECALLED = "recalled"  # from a document whose text was not at hand
    COMPUTED = "computed"  # from what was read or recalled
    CONSTRUCTED = "constructed"  # by us


class Provenance(Document):
    """The mark of a field and its source."""

    mark: Mark
    source: str


class Preset(Document):
    """A rulebook and what each of its fields, named like ``categories.reserve``, rests on.

    A field that is not named, nor what contains it, is the rulebook's default.
    """

    title: str
    about: str
    provenance: dict[str, Provenance]
    rulebook: dict[str, Any]

    def rules(self) -> Document:
        """The rulebook, validated by its format."""
        rulebook: Document = format_named(self.rulebook.get("format")).read_rulebook(self.rulebook)
        return rulebook


def preset_names() -> tuple[str, ...]:
    """The names of all presets, in alphabetical order."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.json")))


def preset(name: str) -> Preset:
    """The preset with a name. Raises DocumentError listing the presets there are."""
    if name not in preset_names():
        raise DocumentError("preset", f"should be one of {', '.join(preset_names())} (given {name!r})")
    return validate(Preset, read_json(FOLDER / f"{name}.json"))


def catalogue() -> dict[str, Any]:
    """All presets with their provenance, as ``python -m auctions.formats --presets`` prints them."""
    return {"format": "clearband.presets/1", "presets": list(_entries())}


def _entries() -> Iterator[dict[str, Any]]:
    for name in preset_names():
        found = preset(name)
        yield {"name": name, **found.model_dump(mode="json", exclude={"rulebook"})}
