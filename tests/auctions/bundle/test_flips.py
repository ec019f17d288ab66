"""Any single change is found, and its place is named: field by field, cell by cell, byte by byte."""

import csv
import io
import json
from collections.abc import Iterator, Set
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auctions.bundle.archive import Bundle, archive_of, read_bundle
from auctions.bundle.contents import MANIFEST, RECEIPTS, json_file
from auctions.bundle.documents import JournalLine
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Outcome
from auctions.bundle.steps import record
from auctions.bundle.verification import SOLVING, verify
from tests.auctions.bundle import small
from tests.auctions.bundle.recording import ANOTHER_KEY, KEY, public_key
from winner_determination.documents import DocumentError

JOURNAL = "journal.jsonl"
DERIVED = [name for name in small.files() if name.endswith(".json") and name not in (MANIFEST, RECEIPTS)]
TABLES = [name for name in small.files() if name.endswith(".csv")]
NOT_IN_THE_JOURNAL = {("platform", "name"), ("platform", "version"), ("scope",), ("signature",)}


HONEST = Evidence(Bundle("small.zip", small.files()))
OF_THE_JOURNAL = SOLVING | {"chain", "genesis", "times", "entries", "four eyes", "certificates", "published"}


def found(files: small.Files, name: str, left_out: Set[str] = frozenset()) -> list[str]:
    """What the steps that look at files say of one of them. Journal and receipts, where they are untouched, are read
    and checked once for all flips.
    """
    left_out = OF_THE_JOURNAL | left_out
    evidence = Evidence(Bundle("small.zip", files, archive_of(files)))
    if files[JOURNAL] == small.files()[JOURNAL]:
        vars(evidence).update(lines=HONEST.lines, course=HONEST.course)
        if files[RECEIPTS] == small.files()[RECEIPTS]:
            vars(evidence).update(receipts=HONEST.receipts, expected=HONEST.expected)
            left_out |= {"receipts"}
    report = verify(evidence, left_out=frozenset(left_out))
    return [str(finding) for finding in report.findings if finding.file == name]


def place_of(path: tuple[str | int, ...]) -> str:
    """The path as findings write it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def document(name: str) -> Any:
    return json.loads(small.files()[name])


@pytest.mark.parametrize("name", DERIVED)
def test_every_changed_field_of_a_file_is_named_even_if_whoever_changed_it_holds_the_key(name: str) -> None:
    for path in small.leaves(document(name)):
        forged = {**small.files(), name: json_file(small.with_leaf_changed(document(name), path))}

        assert any("has the SHA-256" in line for line in found(forged, name)), path
        assert any(f"{name} {place_of(path)}:" in line for line in found(small.signed_again(forged), name)), path


@pytest.mark.parametrize("name", TABLES)
def test_every_changed_cell_of_a_table_is_named_by_line_and_column(name: str) -> None:
    rows = list(csv.reader(io.StringIO(small.files()[name].decode())))
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            changed = [[*other] for other in rows]
            changed[line - 1][column] = cell + "1"
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(changed)
            forged = small.signed_again({**small.files(), name: text.getvalue().encode()})

            assert any(f"{name} line {line} {rows[0][column]}:" in each for each in found(forged, name)), (line, column)


def test_every_changed_field_of_the_journal_is_found_in_its_entry() -> None:
    """Up to the changed entry and the next one: the chain before is as it was."""
    for number, line in enumerate(small.files()[JOURNAL].decode().splitlines()):
        for path in small.leaves(json.loads(line)):
            (changed,) = Evidence(Bundle("one", {JOURNAL: small.flipped_line(line, path)})).lines
            evidence = Evidence(Bundle("small.zip", {}))
            vars(evidence).update(lines=(*HONEST.lines[:number], changed, *HONEST.lines[number + 1 : number + 2]))

            places = [finding.place for finding in record.chain(evidence)]

            assert any(place.startswith(f"entry {changed.sequence}") for place in places), (number, path)


def test_every_changed_field_of_a_receipt_is_named_or_breaks_its_signature() -> None:
    for path in small.leaves(document(RECEIPTS)):
        changed = json_file(small.with_leaf_changed(document(RECEIPTS), path))

        lines = found(small.signed_again({**small.files(), RECEIPTS: changed}), RECEIPTS, left_out={"same story"})

        assert any(line.startswith(f"receipts.json [{path[0]}]") for line in lines), path


def test_every_changed_field_of_the_manifest_breaks_its_signature() -> None:
    for path in small.leaves(document(MANIFEST)):
        forged = {**small.files(), MANIFEST: json_file(small.with_leaf_changed(document(MANIFEST), path))}

        try:
            assert any("signature" in line for line in found(forged, MANIFEST)), path
        except DocumentError as unreadable:
            assert str(unreadable).startswith(f"{MANIFEST} {place_of(path)}")


def test_every_field_of_the_manifest_that_the_journal_decides_is_named_even_if_it_is_signed_again() -> None:
    for path in small.leaves(document(MANIFEST)):
        if path[0] in ("files", "public_key", "format") or path in NOT_IN_THE_JOURNAL:
            continue
        changed = json_file(small.with_leaf_changed(document(MANIFEST), path))

        lines = found(small.signed_again({**small.files(), MANIFEST: changed}), MANIFEST)

        assert any(line.startswith(f"{MANIFEST} {place_of(path)}:") for line in lines), path


def test_a_manifest_made_anew_by_somebody_without_the_key_is_refused() -> None:
    forged = small.signed_again({**small.files(), "README.md": b"pay here\n"}, ANOTHER_KEY)

    assert [line for line in found(forged, MANIFEST) if "public_key" in line] == [
        f"manifest.json public_key: is {public_key(ANOTHER_KEY)}, expected {public_key(KEY)},"
        " which the journal's first entry names (or name another by --key)"
    ]


def test_a_file_that_is_missing_or_one_too_many_is_named() -> None:
    without = {name: content for name, content in small.files().items() if name != "prices.csv"}

    assert found(without, "prices.csv")[0] == "prices.csv: is missing"
    assert found({**small.files(), "more.txt": b""}, "more.txt")[0] == "more.txt: is not in the manifest"


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_changed_byte_anywhere_in_the_zip_is_found(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    archive = archive_of(small.files())
    place = data.draw(st.integers(0, len(archive) - 1))
    changed = bytearray(archive)
    changed[place] ^= data.draw(st.integers(1, 255))
    file = tmp_path_factory.getbasetemp() / "changed.zip"
    file.write_bytes(changed)

    try:
        findings = verify(Evidence(read_bundle(str(file))), left_out=SOLVING).findings
    except DocumentError as unreadable:
        assert str(unreadable)
    else:
        assert findings


@settings(max_examples=30, deadline=None)
@given(
    entry=st.sampled_from(small.record().lines),
    value=st.sampled_from([None, [], {}, "", "x", -1, 10**6, 0.5, True, [{}]]),
    data=st.data(),
)
def test_a_body_that_no_host_wrote_is_a_finding_and_never_a_crash(
    entry: JournalLine, value: Any, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(list(nodes(entry.body))))
    journal = small.journal_file(small.changed_entry(entry.sequence, lambda body: put(body, path, value)))

    report = small.checked(small.signed_again({**small.files(), JOURNAL: journal}), quick=True)

    assert {step.name for step in report.steps if step.outcome is Outcome.HOLDS} >= {"archive", "files", "chain"}


def nodes(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path to every value inside, those that hold others too."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*place, key)
        yield from nodes(each, (*place, key))


def put(holder: Any, path: tuple[str | int, ...], value: Any) -> None:
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(small.files())), st.data())
def test_a_changed_byte_anywhere_in_a_file_is_found_and_the_file_named(name: str, data: st.DataObject) -> None:
    changed = bytearray(small.files()[name])
    place = data.draw(st.integers(0, len(changed) - 1))
    changed[place] ^= data.draw(st.integers(1, 255))

    try:
        assert found({**small.files(), name: bytes(changed)}, name)
    except DocumentError as unreadable:
        assert str(unreadable).startswith(MANIFEST)
