"""``python -m winner_determination``: JSON in, JSON out and nothing else, one line for what does not fit."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CASE: dict[str, Any] = {
    "format": "clearband.wdp/1",
    "categories": [{"id": "A", "supply": 2, "reserve": 10}],
    "bids": [
        {"id": "b1", "bidder": "Alpha", "package": {"A": 1}, "amount": 28},
        {"id": "b2", "bidder": "Beta", "package": {"A": 2}, "amount": 40},
        {"id": "b3", "bidder": "Gamma", "package": {"A": 1}, "amount": 15},
    ],
}


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "winner_determination", *arguments], capture_output=True, text=True, check=False
    )


@pytest.fixture
def written(tmp_path: Path) -> Path:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE))
    return file


@pytest.mark.parametrize("method", ["auto", "dynamic", "milp", "second_opinion"])
def test_every_method_prints_its_result_as_json_and_nothing_else(tmp_path: Path, method: str) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({**CASE, "method": method}))
    ended = command(str(file))
    result = json.loads(ended.stdout)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert {w["bidder"]: (w["amount"], w["vickrey"], w["price"]) for w in result["winners"]} == {
        "Alpha": (28, 25, 26),  # opportunity cost 40 - 15; in the core 26 1/2, cut down
        "Gamma": (15, 12, 13),  # 40 - 28; together they must match the 40 of Beta: 3 more, shared equally
    }


def test_the_model_is_dumped_as_mps(written: Path, tmp_path: Path) -> None:
    dumped = tmp_path / "model.mps"
    assert command(str(written), "--dump", str(dumped)).returncode == 0
    text = dumped.read_text()
    assert all(name in text for name in ("OBJSENSE", "MAX", "bidder_2", "resource_0", "bid_2"))


def test_verify_recomputes_by_another_method_and_agrees(written: Path, tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    command(str(written), "--out", str(result))
    assert command("verify", str(written), str(result)).returncode == 0


@pytest.mark.parametrize("change", [{"price": 27}, {"vickrey": 24}, {"bid": "b2"}])
def test_verify_ends_with_status_1_where_anything_differs(
    written: Path, tmp_path: Path, change: dict[str, Any]
) -> None:
    result = tmp_path / "result.json"
    command(str(written), "--out", str(result))
    document = json.loads(result.read_text())
    document["winners"][0].update(change)
    result.write_text(json.dumps(document))
    assert command("verify", str(written), str(result)).returncode == 1


def bid(**change: Any) -> dict[str, Any]:
    return {"bids": [{**CASE["bids"][0], **change}]}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (bid(package={"A": 3}), "bids[0].package.A: "),
        (bid(package={"B": 1}), "bids[0].package.B: "),
        (bid(amount=5.5), "bids[0].amount: "),
        (bid(amount=-1), "bids[0].amount: "),
        (bid(amount="5"), "bids[0].amount: "),
        (bid(surprise=1), "bids[0].surprise: unknown field"),
        ({"bids": CASE["bids"][:1] * 2}, "bids[1].id: "),
        ({"surprise": 1}, "surprise: unknown field"),
        ({"format": "clearband.wdp/2"}, "format: "),
        ({"limits": [{"bidders": ["Alpha"], "max": 1}]}, "limits[0]: "),
        ({"ties": ["seed", "most_points"]}, "ties: "),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place_and_status_2(
    tmp_path: Path, change: dict[str, Any], place: str
) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({**CASE, **change}))
    ended = command(str(file))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(place) and ended.stderr.count("\n") == 1


def test_the_schema_is_published() -> None:
    assert "must_win" in json.loads(command("--schema").stdout)["properties"]
