"""The CCA's rulebook as a document."""

import re
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from auctions.formats.cca.rulebook import Rulebook, Unit
from auctions.formats.contract import Bidder
from auctions.formats.registry import format_named
from tests.rulebooks import small_rulebook
from winner_determination.documents import Document, DocumentError

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
        ({"caps": [{"categories": {"A": -1}, "max": 1}]}, "caps[0]: weights are 0 or more"),
        (
            {"caps": [{"categories": {"A": 1}, "max": 1, "together": True}]},
            "caps[0]: a cap that bidders keep to together names the bidders",
        ),
        ({"classes": [{"id": "x"}] * 2}, "class x is listed twice"),
        ({"classes": [{"id": "x", "credit": 1}]}, "classes[0]: a bidding credit is a share from 0 to below 1"),
        (
            {"set_asides": [{"category": "A", "lots": 1, "bidder_class": "x"}]},
            "set_asides[0].bidder_class: unknown class x; there are none",
        ),
        (
            {"classes": [{"id": "x"}], "set_asides": [{"category": "C", "lots": 1, "bidder_class": "x"}]},
            "set_asides[0].category.C: unknown category; there are A, B",
        ),
        (
            {"classes": [{"id": "x"}], "set_asides": [{"category": "A", "lots": 2, "bidder_class": "x"}] * 2},
            "set_asides: 4 lots of A are set aside, the supply is 3",
        ),
        ({"excluded": [{"A": 1, "C": 1}]}, "excluded[0].C: unknown category; there are A, B"),
        ({"excluded": [{"A": 4}]}, "excluded[0].A: 1 to 3 lots would pass (given 4)"),
        ({"excluded": [{}]}, "excluded[0]: names no lots"),
        (
            {"reserved_portfolios": {"bidder_class": "x", "portfolios": [{"A": 1}]}},
            "reserved_portfolios.bidder_class: unknown class x; there are none",
        ),
        (
            {
                "classes": [{"id": "x"}],
                "reserved_portfolios": {"bidder_class": "x", "portfolios": [{"A": 1}]},
                "clock": {"intra_round": True},
            },
            "clock.intra_round: looks at the sum of the bids, and so goes with neither reserved_portfolios",
        ),
        (
            {
                "classes": [{"id": "x"}],
                "set_asides": [{"category": "A", "lots": 1, "bidder_class": "x"}],
                "clock": {"undersell": "partial"},
            },
            "clock.undersell: looks at the sum of the bids",
        ),
        (
            {"clock": {"intra_round": True, "undersell": "partial"}},
            "clock.intra_round: goes with undersell allowed only",
        ),
        ({"deposits": {"eligibility": [{"above": 5, "per_point": 1}]}}, "deposits: a deposit schedule starts at 0"),
        ({"deposits": {"supplementary_share": 1.5}}, "deposits: a deposit is a share of a bid above 0 and at most 1"),
        ({"activity": {"requirement": "most"}}, "activity.requirement"),
        ({"activity": {"requirement": 1.2}}, "activity: an activity requirement is above 0 and at most 1"),
        (
            {"activity": {"requirement": [{"from_round": 2, "share": 1}]}},
            "activity: the activity requirement starts at round 1",
        ),
        (
            {"increments": {"steps": [{"excess": 2, "percent": 5}]}},
            "increments: an increment table starts at an excess of at most 1",
        ),
        ({"increments": {"lowest": 9, "highest": 8}}, "increments: lowest is 0 or more and at most highest"),
        ({"increments": {"lowest": "1/3"}}, "increments: percentages have at most two decimals (given 0.33"),
        ({"extensions": {"minutes": 0}}, "extensions.minutes: "),
        ({"supplementary": {"max_packages": 0}}, "supplementary.max_packages: "),
        ({"winner_determination": {"ties": ["seed", "most_lots"]}}, "winner_determination: seed decides every tie"),
        ({"winner_determination": {"ties": ["seed", "seed"]}}, "winner_determination: an objective is named twice"),
        ({"seed_commitment": "abc"}, "seed_commitment: "),
        ({"supplementary": {"caps": ["absolute"]}}, "supplementary.caps[0]: "),
    ],
)
def test_what_contradicts_itself_is_refused_with_its_place(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentError) as error:
        read(**changes)
    assert str(error.value).startswith(message)


def said_by(annotation: Any) -> Iterator[str]:
    """The fields of every model in an annotation, the models of these fields included, and every word they allow."""
    if isinstance(annotation, type) and issubclass(annotation, Document):
        for name, field in annotation.model_fields.items():
            yield name
            yield from said_by(field.annotation)
    elif isinstance(annotation, type) and issubclass(annotation, StrEnum):
        yield from (member.value for member in annotation)
    else:
        for part in get_args(annotation):
            yield from [part] if isinstance(part, str) else said_by(part)


def section(title: str) -> str:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    return text[text.index(f"## `{title}`\n") :].split("\n## ")[0]


def test_every_field_of_the_rulebook_has_its_line_in_the_table() -> None:
    table = DOCUMENTATION.read_text(encoding="utf-8").split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(Rulebook.model_fields)


WITH_PARTS = [
    name for name, field in Rulebook.model_fields.items() if list(said_by(field.annotation)) not in ([], ["cca"])
]


def test_the_walk_goes_into_parts_of_parts() -> None:
    assert "pricing" in WITH_PARTS
    assert {
        "uplink_start",
        "up_to",
        "per_point",
        "portfolios",
        "percent_of_supply",
        "fewest_winners",
        "partial",
    } <= set(said_by(Rulebook))


@pytest.mark.parametrize("name", [name for name in WITH_PARTS if name != "unit"])
def test_every_part_of_a_field_and_every_word_it_allows_is_documented_in_its_section(name: str) -> None:
    text = section(name) + (section("pricing") if name == "assignment" else "")  # which prices in the same words
    undocumented = [word for word in said_by(Rulebook.model_fields[name].annotation) if f"`{word}`" not in text]
    assert undocumented == []


def test_the_parts_of_unit_and_what_is_said_of_bidders_are_documented() -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    assert [word for word in Unit.model_fields if f"`{word}`" not in text] == []
    assert [word for word in Bidder.model_fields if f"`{word}`" not in section("bidders")] == []


def test_the_schema_says_how_shares_are_written() -> None:
    schema = format_named("cca").rulebook_schema()
    written = schema["$defs"]["Increments"]["properties"]["lowest"]
    assert {each["type"] for each in written["anyOf"]} == {"integer", "number", "string"}
