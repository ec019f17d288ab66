"""docs/security.md names the test that shows each claim; each of them exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ITEM = re.compile(r"^\| (\d+\.\d+\.\d+[^|]*) \|[^|]*\|([^|]*)\|$", re.MULTILINE)


def test_every_test_that_the_page_names_exists() -> None:
    missing = [
        f"{file}::{name}"
        for file, name in NAMED.findall(PAGE)
        if not (ROOT / file).is_file() or f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]

    assert missing == []


def test_every_item_of_the_asvs_has_its_test() -> None:
    items = ITEM.findall(PAGE)

    assert len(items) >= 30
    assert [item for item, shown in items if not NAMED.search(shown)] == []
