"""``python -m winner_determination``: JSON in, JSON out and nothing else, one line for what does not fit."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import highspy
import pytest

from winner_determination.__main__ import main
from winner_determination.documents import run

CASE: dict[str, Any] = {
    "format": "clearband.wdp/1",
    "categories": [{"id": "A", "supply": 2, "reserve": 10}],
    "bids": [
        {"id": "b1", "bidder": "Alpha", "package": {"A": 1}, "amount": 28},
        {"id": "b2", "bidder": "Beta", "package": {"A": 2}, "amount": 40},
        {"id": "b3", "bidder": "Gamma", "package": {"A": 1}, "amount": 15},
    ],
}


@dataclass(frozen=True)
class Ended:
    status: object
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """The command line, with all that it and the solvers below it print."""

    def call(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["winner_determination", *arguments])
        with pytest.raises(SystemExit) as ended:
            run(main)
        return Ended(ended.value.code, *capfd.readouterr())

    return call


@pytest.fixture
def case(tmp_path: Path) -> str:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE))
    return str(file)


@pytest.fixture
def result(case: str, tmp_path: Path) -> Path:
    file = tmp_path / "result.json"
    main([case, "--out", str(file)])
    return file


def test_the_module_runs_as_a_program(case: str) -> None:
    program = [sys.executable, "-m", "winner_determination", case]
    assert json.loads(subprocess.run(program, capture_output=True, check=True).stdout)["value"] == 43


@pytest.mark.parametrize("method", ["auto", "dynamic", "branch", "milp", "second_opinion"])
def test_every_method_prints_its_result_as_json_and_nothing_else(tmp_path: Path, command: Command, method: str) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({**CASE, "method": method}))
    ended = command(str(file))
    assert (ended.status, ended.err) == (0, "")
    assert {w["bidder"]: (w["amount"], w["vickrey"], w["price"]) for w in json.loads(ended.out)["winners"]} == {
        "Alpha": (28, 25, 26),  # opportunity cost 40 - 15; in the core 26 1/2, cut down
        "Gamma": (15, 12, 13),  # 40 - 28; together they must match the 40 of Beta: 3 more, shared equally
    }


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            {"bids": [{**CASE["bids"][0], "package": {"A": 3}}]},
            "bids[0].package.A: supply is 2, the package asks for 3",
        ),
        (
            {"limits": [{"at_least_one_of": [{"bidder": "Delta", "package": {"A": 1}}]}]},
            "no allocation meets the limits and awards every bidder that must win one of its bids",
        ),
    ],
)
def test_what_cannot_be_solved_ends_with_status_2_and_one_line(
    tmp_path: Path, command: Command, change: dict[str, Any], line: str
) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({**CASE, **change}))
    assert command(str(file)) == Ended(2, "", line + "\n")


def test_a_result_written_to_a_file_is_the_one_printed(case: str, result: Path, command: Command) -> None:
    assert command(case) == Ended(0, result.read_text(), "")


def test_a_file_that_cannot_be_written_is_refused_by_name(case: str, tmp_path: Path, command: Command) -> None:
    file = tmp_path / "no" / "result.json"
    assert command(case, "--out", str(file)) == Ended(2, "", f"{file}: cannot be written (No such file or directory)\n")


def test_verify_says_what_agrees_and_ends_with_status_0(case: str, result: Path, command: Command) -> None:
    ended = command("verify", case, str(result))
    assert ended.status == 0
    assert "recomputed by second_opinion" in ended.out and "agrees   winners.Alpha.price: 26" in ended.out


def test_verify_says_what_differs_and_ends_with_status_1(case: str, result: Path, command: Command) -> None:
    told = json.loads(result.read_text())
    told["winners"][0]["price"] = 27
    result.write_text(json.dumps(told))
    ended = command("verify", case, str(result))
    assert ended.status == 1
    assert "DIFFERS  winners.Alpha.price: stated 27, recomputed 26" in ended.out


def test_the_dumped_model_has_the_same_optimum_in_another_program(case: str, tmp_path: Path, command: Command) -> None:
    dumped = tmp_path / "model.mps"
    value = json.loads(command(case, "--dump", str(dumped)).out)["value"]
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.readModel(str(dumped))
    highs.run()
    nothing_sold = CASE["categories"][0]["supply"] * CASE["categories"][0]["reserve"]
    assert highs.getInfo().objective_function_value + nothing_sold == pytest.approx(value)
    assert all(name in dumped.read_text() for name in ("MAX", "bidder_2", "resource_0", "bid_2"))


def test_a_model_file_of_another_kind_is_refused(case: str, command: Command) -> None:
    assert command(case, "--dump", "model.txt") == Ended(2, "", "model.txt: the name of a model file ends in .mps\n")


def test_the_schema_describes_every_field_of_a_case(command: Command) -> None:
    schema = json.loads(command("--schema").out)
    assert set(schema["properties"]) >= {"format", "categories", "bids", "limits", "pricing", "ties", "seed", "method"}
    assert schema["additionalProperties"] is False
