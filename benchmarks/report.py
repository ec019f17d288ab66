"""Where results go: JSON beside the benchmarks, tables into a page between two markers."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def write_results(name: str, results: dict[str, Any]) -> None:
    """Write ``benchmarks/results/NAME.json``."""
    text = json.dumps(results, indent=1, ensure_ascii=False) + "\n"
    (ROOT / "benchmarks" / "results" / f"{name}.json").write_text(text, encoding="utf-8")


def write_section(page: str, name: str, text: str) -> None:
    """Replace what ``docs/PAGE`` has between ``<!-- NAME:begin -->`` and ``<!-- NAME:end -->``."""
    file, begin, end = ROOT / "docs" / page, f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, found, rest = file.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{file.name} lacks the markers {begin} and {end}")
    file.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, the first column to the left and all others to the right."""
    ruler = ["---", *("---:" for _ in header[1:])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, ruler, *rows))
