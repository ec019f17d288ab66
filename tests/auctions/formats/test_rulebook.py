"""The CCA's rulebook as a document."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from auctions.formats.cca.rulebook import Rulebook
from auctions.formats.registry import format_named
from tests.rulebooks import small_rulebook
from winner_determination.documents import DocumentError

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "rulebook.md"


def read(**changes: Any) -> Rulebook:
    rulebook = format_named("cca").read_rulebook(small_rulebook(**changes))
    assert isinstance(rulebook, Rulebook)
    return rulebook


def test_a_share_is_the_decimal_that_was_meant() -> None:
    assert read(activity={"requirement": 0.7}).activity.requirement == Fraction(7, 10)


def test_a_frozen_rulebook_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        read().title = "another"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"categories": [{"id": "A", "supply": 0, "reserve": 1, "points": 1}]}, "categories[0].supply: "),
        ({"categories": [{"id": "A", "supply": 1, "reserve": 1.5, "points": 1}]}, "categories[0].reserve: "),
        (
            {"categories": [{"id": "A", "supply": 1, "reserve": 1, "points": 1}] * 2},
            "category A is listed twice",
        ),
        (
            {"categories": [{"id": "A", "supply": 2, "reserve": 1, "points": 1, "lots": [{"id": "A1"}]}]},
            "categories[0]: 1 lots are listed but the supply is 2",
        ),
        ({"caps": [{"categories": {"C": 1}, "max": 1}]}, "caps[0].categories.C: unknown category; there are A, B"),
        ({"activity": {"requirement": "most"}}, "activity.requirement"),
        ({"seed_commitment": "abc"}, "seed_commitment: "),
        ({"supplementary": {"caps": ["absolute"]}}, "supplementary.caps[0]: "),
    ],
)
def test_what_contradicts_itself_is_refused_with_its_place(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentError) as error:
        read(**changes)
    assert str(error.value).startswith(message)


def fields_of(schema: dict[str, Any]) -> set[str]:
    """Every field name of a JSON Schema and of the definitions it uses."""
    definitions = [schema, *schema.get("$defs", {}).values()]
    return {name for definition in definitions for name in definition.get("properties", {})}


def test_every_field_of_the_rulebook_is_documented() -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    undocumented = sorted(name for name in fields_of(Rulebook.model_json_schema()) if f"`{name}`" not in text)
    assert undocumented == []
