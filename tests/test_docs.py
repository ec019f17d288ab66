"""The worked numbers of the documentation are executed: a page that does not compute is a failing test.

A block ```` ```json case=NAME ```` holds an input document of a command line, ```` ```json expect=NAME ```` the part of
its result that the page claims. The sessions in ```` ```pycon ```` blocks of a page are one doctest.
"""

import doctest
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```json (case|expect)=(\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SESSION = re.compile(r"^```pycon\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMANDS = {
    "clearband.wdp/1": "winner_determination",
    "clearband.assignment/1": "assignment",
    "clearband.history/1": "auctions.rules",
    "clearband.auction/1": "auctions.formats",
}


def worked_numbers() -> list[Any]:
    """Every case of every page with what the page expects of it."""
    found = []
    for page in sorted((ROOT / "docs").rglob("*.md")):
        blocks = {(kind, name): text for kind, name, text in BLOCK.findall(page.read_text(encoding="utf-8"))}
        for kind, name in blocks:
            if kind == "case":
                place = f"{page.relative_to(ROOT)}:{name}"
                found.append(pytest.param(blocks["case", name], blocks["expect", name], id=place))
    return found


def missing(expected: Any, got: Any, place: str = "") -> list[str]:
    """Where ``got`` lacks what is ``expected``: objects may have more fields, lists must be as long."""
    if isinstance(expected, dict) and isinstance(got, dict):
        return [line for key, value in expected.items() for line in missing(value, got.get(key), f"{place}.{key}")]
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        pairs = enumerate(zip(expected, got, strict=True))
        return [line for i, (want, have) in pairs for line in missing(want, have, f"{place}[{i}]")]
    return [] if expected == got else [f"{place}: the page says {expected}, the command {got}"]


@pytest.mark.parametrize(("case", "expect"), worked_numbers())
def test_the_worked_numbers_of_the_docs_are_what_the_commands_compute(case: str, expect: str, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(case, encoding="utf-8")
    module = COMMANDS[json.loads(case)["format"]]
    ended = subprocess.run(
        [sys.executable, "-m", module, str(file)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert missing(json.loads(expect), json.loads(ended.stdout)) == []


def sessions() -> list[Any]:
    """Every page with Python sessions, these joined."""
    pages = sorted((ROOT / "docs").rglob("*.md"))
    found = {page: "\n".join(SESSION.findall(page.read_text(encoding="utf-8"))) for page in pages}
    return [pytest.param(text, id=str(page.relative_to(ROOT))) for page, text in found.items() if text]


@pytest.mark.parametrize("session", sessions())
def test_the_python_sessions_of_the_docs_print_what_they_say(session: str) -> None:
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(doctest.DocTestParser().get_doctest(session, {}, "the page's session", None, None))
    assert runner.summarize(verbose=False).failed == 0


def test_every_page_of_the_docs_is_reachable_by_a_link() -> None:
    pages = {page.resolve() for page in (ROOT / "docs").rglob("*.md")}
    linked = {
        (page.parent / target).resolve()
        for page in [ROOT / "README.md", *pages]
        for target in re.findall(r"\]\(([^)#\s]+\.md)", page.read_text(encoding="utf-8"))
    }
    assert sorted(str(page.relative_to(ROOT)) for page in pages - linked) == []
