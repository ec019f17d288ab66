"""``python -m assignment``: files in, files out."""

import json
from pathlib import Path
from typing import Any

import pytest

from assignment.__main__ import main
from assignment.result_document import result_document
from assignment.stage import solve
from assignment.verification import verification_document, verify
from tests.assignment.cases import band, bid, case, document
from winner_determination.documents import DocumentError

GIVEN = document([band(3)], {"Alpha": 2, "Beta": 1}, bid("Alpha", "A1+A2", 5), bid("Beta", "A1", 3), seed="1")


def written(folder: Path, name: str, content: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(content))
    return str(path)


def test_a_case_gives_a_result_that_verifies(tmp_path: Path) -> None:
    given, result, report = (
        written(tmp_path, "case.json", GIVEN),
        str(tmp_path / "result.json"),
        tmp_path / "report.json",
    )

    assert main([given, "--out", result]) == 0
    assert main(["verify", given, result, "--out", str(report)]) == 0
    assert json.loads(report.read_text())["agrees"]


def test_a_tampered_result_is_found_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, result = written(tmp_path, "case.json", GIVEN), tmp_path / "result.json"
    main([given, "--out", str(result)])
    tampered = json.loads(result.read_text()) | {"prices": {"Alpha": 1, "Beta": 0}}

    assert main(["verify", given, written(tmp_path, "tampered.json", tampered)]) == 1
    wrong = [check for check in json.loads(capsys.readouterr().out)["checks"] if not check["agrees"]]
    assert wrong == [
        {
            "check": "prices",
            "agrees": False,
            "claimed": {"Alpha": 1, "Beta": 0},
            "recomputed": {"Alpha": 3, "Beta": 0},
        }
    ]


def test_a_plan_that_gives_a_lot_twice_is_found_out_without_a_solver() -> None:
    read = case([band(3)], {"Alpha": 2, "Beta": 1})
    claimed = result_document(solve(read)) | {"assignments": {"Alpha": {"A": ["A1", "A2"]}, "Beta": {"A": ["A2"]}}}
    checks = verification_document(verify(read, claimed))["checks"]

    failed = [check["check"] for check in checks if not check["agrees"]]
    assert "lots of A, each given once" in failed
    assert "Beta has a feasible option in A" in failed


def test_options_lists_what_everybody_may_bid_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["options", written(tmp_path, "case.json", GIVEN)])

    listed = json.loads(capsys.readouterr().out)["options"]
    assert [each["option"]["A"] for each in listed["Alpha"]] == [["A1", "A2"], ["A2", "A3"]]
    assert [each["option"]["A"] for each in listed["Beta"]] == [["A1"], ["A3"]]


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "CaseModel"


@pytest.mark.parametrize("words", [[], ["options"], ["verify", "case.json"], ["a.json", "b.json"]])
def test_a_command_that_is_none_is_refused(words: list[str]) -> None:
    with pytest.raises(DocumentError, match=r"give CASE\.json, options CASE\.json, or verify CASE\.json RESULT\.json"):
        main(words)
