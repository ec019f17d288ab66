"""The files that say again what the journal says: every field and every cell of them."""

import csv
import io
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from auctions.bundle.contents import MANIFEST, README, SCHEMA, derived_statements
from auctions.bundle.documents import VERSION
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Finding, compared, shown
from winner_determination.documents import DocumentError, parse_json

EXPLANATIONS = (README, SCHEMA)  # may read otherwise in another version of the platform


def following(evidence: Evidence) -> Iterator[Finding]:
    """Every other file, and what the manifest says of the journal, is made from the journal anew and compared."""
    course, manifest = evidence.course, evidence.manifest
    stated = manifest.model_dump(mode="json")
    for name, expected in derived_statements(course, evidence.receipts).items():
        yield from compared(MANIFEST, stated[name], expected, within=name)
    files = evidence.expected
    for name, content in files.items():
        if name not in EXPLANATIONS or manifest.platform.version == VERSION:
            yield from _in_file(evidence, name, content)
    for name in sorted(evidence.bundle.files.keys() - files.keys() - {MANIFEST}):
        yield Finding(name, "", "is none of a bundle's files")


def _in_file(evidence: Evidence, name: str, expected: bytes) -> Iterator[Finding]:
    if evidence.bundle.files.get(name) == expected:
        return
    found, should = evidence.text(name), expected.decode()
    differences = tuple(_in_text(name, found, should))
    yield from differences or [Finding(name, _first_line(found, should), "is written otherwise")]


def _in_text(name: str, found: str, expected: str) -> Iterator[Finding]:
    if name.endswith(".json"):
        yield from compared(name, parse_json(found, name=name), parse_json(expected, name=name))
    elif name.endswith(".csv"):
        yield from _in_cells(name, _rows(name, found), _rows(name, expected))


def _in_cells(name: str, found: list[list[str]], expected: list[list[str]]) -> Iterator[Finding]:
    """Lines as a spreadsheet counts them: the header is line 1."""
    header = expected[0]
    for number, (row, should) in enumerate(zip_longest(found, expected), start=1):
        if row is None or should is None:
            what = "is missing" if row is None else "is one too many"
            yield Finding(name, f"line {number}", f"{what}: {', '.join(row or should)}")
        elif len(row) != len(should):
            yield Finding(name, f"line {number}", f"has {len(row)} cells, expected {len(should)}")
        else:
            for column, cell, right in zip(header, row, should, strict=True):
                if cell != right:
                    yield Finding(name, f"line {number} {column}", f"is {shown(cell)}, expected {shown(right)}")


def _rows(name: str, text: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise DocumentError(name, f"cannot be read as CSV: {error}") from error


def _first_line(found: str, expected: str) -> str:
    pairs: Any = zip_longest(found.split("\n"), expected.split("\n"))
    return next((f"line {number}" for number, (one, other) in enumerate(pairs, start=1) if one != other), "")
