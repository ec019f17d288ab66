"""``python -m auctions``: exit status, one line for each place, JSON for programs; no database, no settings."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from auctions.__main__ import main
from auctions.bundle.archive import archive_of
from tests.auctions.bundle import small
from tests.auctions.bundle.recording import ANOTHER_KEY, public_key
from winner_determination.documents import DocumentError

ROOT = Path(__file__).parents[3]
Zipped = Callable[[small.Files], str]


@pytest.fixture
def zipped(tmp_path: Path) -> Zipped:
    def write(files: small.Files, name: str = "bundle.zip") -> str:
        (tmp_path / name).write_bytes(archive_of(files))
        return str(tmp_path / name)

    return write


def test_a_stranger_verifies_without_database_and_settings(zipped: Zipped) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "auctions", "verify", zipped(small.files())],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.endswith("HOLDS: 0 findings\n")


def test_importing_it_loads_no_django() -> None:
    code = "import sys, auctions.__main__; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_folder_into_which_it_was_unpacked_is_as_good(zipped: Zipped, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(zipped(small.files())) as archive:
        archive.extractall(folder)

    assert main(["verify", "--quick", str(folder)]) == 0
    (folder / "prices.csv").write_text("round,price\n", encoding="utf-8")
    assert main(["verify", "--quick", str(folder)]) == 1


def test_what_does_not_hold_is_a_line_with_file_and_place_and_exit_status_1(
    zipped: Zipped, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = small.files()["prices.csv"].replace(b",10,", b",11,", 1)

    status = main(["verify", "--quick", zipped({**small.files(), "prices.csv": changed})])

    out = capsys.readouterr().out
    assert status == 1
    assert "FAILS        same story: every other file says what the journal says\n" in out
    assert "  prices.csv line 2 proposed: is 11, expected 10\n" in out
    assert "NOT CHECKED  outcomes: left out\n" in out


def test_the_report_as_json_has_the_same_findings(zipped: Zipped, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["verify", "--quick", "--json", zipped({**small.files(), "README.md": b""})])

    report = json.loads(capsys.readouterr().out)
    assert (status, report["format"], report["holds"]) == (1, "clearband.verification/1", False)
    steps = {step["step"]: step for step in report["steps"]}
    assert steps["files"]["findings"][0]["file"] == "README.md"
    assert steps["chain"] == {
        "step": "chain",
        "states": "every entry's hash covers its content and the entry before it",
        "outcome": "holds",
        "because": "",
        "findings": [],
    }


def test_a_key_that_the_reader_names_must_have_signed(zipped: Zipped) -> None:
    bundle = zipped(small.files())

    assert main(["verify", "--quick", "--key", small.record().receipts[0].public_key, bundle]) == 0
    assert main(["verify", "--quick", "--key", public_key(ANOTHER_KEY), bundle]) == 1


def test_a_receipt_brought_along_must_stand_in_the_bundle(zipped: Zipped, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.json"
    receipt.write_text(small.record().receipts[0].model_dump_json(exclude_none=True), encoding="utf-8")

    assert main(["verify", "--quick", "--receipt", str(receipt), zipped(small.files())]) == 0
    shorter = small.record().bundle(entries=2)
    assert main(["verify", "--quick", "--receipt", str(receipt), zipped(shorter)]) == 1


def test_two_bundles_are_compared(tmp_path: Path) -> None:
    old, new = tmp_path / "old.zip", tmp_path / "new.zip"
    old.write_bytes(archive_of(small.record().bundle(entries=7)))
    new.write_bytes(archive_of(small.files()))

    assert main(["verify-diff", str(old), str(new)]) == 0
    assert main(["verify-diff", str(new), str(old)]) == 1


def test_a_refused_ballot_is_asked_about_again(
    zipped: Zipped, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ballot = tmp_path / "ballot.json"
    ballot.write_text('{"package": {"A": 2}}', encoding="utf-8")
    question = ["ask", zipped(small.files()), str(ballot), "--after", "2", "--bidder"]

    assert main([*question, "Delta"]) == 1
    assert main([*question, "Beta"]) == 0
    refused, accepted = capsys.readouterr().out.splitlines()
    assert refused.startswith("refused: ") and "(R-C" in refused
    assert accepted == "accepted: after entry 2 the rules take this ballot of Beta"
    with pytest.raises(DocumentError, match="--after: there is no entry 99 to ask after; there are 2 to 26"):
        main(["ask", zipped(small.files()), str(ballot), "--after", "99", "--bidder", "Beta"])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip at all", archive_of({"other.txt": b""})])
def test_what_is_no_bundle_cannot_be_read(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    file.write_bytes(content)

    with pytest.raises(DocumentError, match=r"bundle\.zip"):
        main(["verify", str(file)])


def test_a_file_that_is_not_there_is_one_line_and_exit_status_2() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "auctions", "verify", "nowhere.zip"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (2, "nowhere.zip: cannot be read (No such file or directory)\n")
