"""Files of clock rounds: documented columns, undisclosed numbers left out, no formula in a cell."""

from typing import Any

from portals.public.data_files import rounds_csv, rounds_document


def facts(*rounds: dict[str, Any], category: str = "A") -> dict[str, Any]:
    return {
        "title": "Two bands",
        "unit": {"currency": "EUR", "multiple": 1, "label": "EUR"},
        "categories": [{"id": category, "supply": 2}],
        "rounds": list(rounds),
    }


def test_a_line_holds_round_category_supply_price_demand_and_excess() -> None:
    known = facts({"number": 1, "prices": {"A": 10}, "demand": {"A": 3}, "excess": {"A": 1}})

    assert rounds_csv(known).splitlines() == ["round,category,supply,price,demand,excess", "1,A,2,10,3,1"]


def test_r_c8_undisclosed_demand_is_an_empty_cell() -> None:
    hidden = facts({"number": 1, "prices": {"A": 10}, "demand": None, "excess": None})
    signs = facts({"number": 1, "prices": {"A": 10}, "demand": None, "excess": {"A": True}})

    assert rounds_csv(hidden).splitlines()[1] == "1,A,2,10,,"
    assert rounds_csv(signs).splitlines()[1] == "1,A,2,10,,yes"


def test_the_json_file_names_format_unit_and_supply() -> None:
    document = rounds_document(facts())

    assert document["format"] == "clearband.rounds/1"
    assert document["supply"] == {"A": 2}


def test_an_ordinary_name_stays_as_it_is() -> None:
    known = facts({"number": 1, "prices": {"A(i)": 10}, "demand": None, "excess": None}, category="A(i)")

    assert rounds_csv(known).splitlines()[1].startswith("1,A(i),2,10")
