"""docs/verification.md keeps up with the code: every step, file and column has its line."""

import re
from pathlib import Path

import pytest

from auctions.bundle.readme import FILES, readme
from auctions.bundle.tables import TABLES
from auctions.bundle.verification import QUESTIONS

TEXT = (Path(__file__).parents[3] / "docs" / "verification.md").read_text(encoding="utf-8")
WORDS = {word for line in re.findall(r"^\| (.*?) \|", TEXT, re.MULTILINE) for word in re.findall(r"`([^`]+)`", line)}


def test_every_step_has_its_line_in_the_order_of_the_report() -> None:
    table = TEXT[TEXT.index("| step | what holds |") : TEXT.index("A finding names file")]

    assert re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE) == [question.name for question in QUESTIONS]


def test_every_file_has_its_line() -> None:
    assert sorted(FILES.keys() - WORDS) == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_every_column_has_its_line_here_and_in_the_bundle(table: object) -> None:
    assert isinstance(table, type(TABLES[0]))
    section = readme()[readme().index(f"## {table.file}") :]

    assert sorted(({table.file} | table.columns.keys()) - WORDS) == []
    assert [name for name in table.columns if f"- `{name}`: " not in section] == []
