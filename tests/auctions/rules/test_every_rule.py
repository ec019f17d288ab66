"""Every rule has a function that names it, a section on a page, and a test."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
RULES = [
    *(f"R-C{number}" for number in range(1, 10)),
    *(f"R-D{number}" for number in range(1, 3)),
    *(f"R-S{number}" for number in range(1, 9)),
    *(f"R-R{number}" for number in range(1, 4)),
]
FUNCTIONS = [
    node
    for folder in (ROOT / "auctions" / "rules", ROOT / "tests" / "auctions" / "rules")
    for file in folder.rglob("*.py")
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    if isinstance(node, ast.FunctionDef)
]
DOCSTRINGS = "\n".join(ast.get_docstring(node) or "" for node in FUNCTIONS)
TESTS = " ".join(node.name for node in FUNCTIONS if node.name.startswith("test_"))
PAGES = [page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "rules").glob("*.md")]
HEADINGS = "\n".join(line for page in PAGES for line in page.splitlines() if line.startswith("#"))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_function_a_section_and_a_test(rule: str) -> None:
    named = re.compile(rf"\b{rule}\b")
    assert named.search(DOCSTRINGS)
    assert named.search(HEADINGS)
    assert f"_{rule.lower().replace('-', '_')}_" in TESTS
