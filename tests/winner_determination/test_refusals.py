"""What does not fit is refused with its place, before anything is computed."""

import json
from pathlib import Path
from typing import Any

import pytest

from winner_determination import DocumentError, read_case
from winner_determination.documents import read_json

BID: dict[str, Any] = {"id": "b1", "bidder": "Alpha", "package": {"A": 1}, "amount": 28}
CASE: dict[str, Any] = {
    "format": "clearband.wdp/1",
    "categories": [{"id": "A", "supply": 2, "reserve": 10}],
    "bids": [BID],
}
CAP = {"bidders": ["Alpha"], "categories": {"A": 1}, "max": 1}


def bid(**change: Any) -> dict[str, Any]:
    return {"bids": [BID, {**BID, "id": "b2", **change}]}


def category(**change: Any) -> dict[str, Any]:
    return {"categories": [{**CASE["categories"][0], **change}]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (bid(package={"A": 3}), "bids[1].package.A: supply is 2, the package asks for 3"),
        (bid(package={"B": 1}), "bids[1].package.B: there is no such category"),
        (bid(package={"A": -1}), "bids[1].package.A: should be greater than or equal to 0 (given -1)"),
        (bid(package={"A": 0.5}), "bids[1].package.A: should be a valid integer (given 0.5)"),
        (bid(package={}), "bids[1].package: asks for no lot at all"),
        (bid(package={"A": 0}), "bids[1].package: asks for no lot at all"),
        (bid(amount=5.5), "bids[1].amount: should be a valid integer (given 5.5)"),
        (bid(amount=-1), "bids[1].amount: should be greater than or equal to 0 (given -1)"),
        (bid(amount="5"), "bids[1].amount: should be a valid integer (given '5')"),
        (bid(amount=True), "bids[1].amount: should be a valid integer (given True)"),
        (bid(amount=10**15 + 1), f"bids[1].amount: should be less than or equal to {10**15} (given {10**15 + 1})"),
        (bid(id="b1"), "bids[1].id: b1 is given twice"),
        (bid(bidder=""), "bids[1].bidder: String should have at least 1 character"),
        (bid(surprise=1), "bids[1].surprise: unknown field"),
        ({"bids": [{"id": "b1", "bidder": "Alpha", "amount": 1}]}, "bids[0].package: missing"),
        ({"surprise": 1}, "surprise: unknown field"),
        ({"format": "clearband.wdp/2"}, "format: should be 'clearband.wdp/1'"),
        (category(supply=-1), "categories[0].supply: should be greater than or equal to 0 (given -1)"),
        (category(reserve=10**15), f"categories: the supply at reserve is worth {2 * 10**15}, more than {10**15}"),
        (category(points=10**15), f"categories: the supply has {2 * 10**15} points, more than {10**15}"),
        ({"categories": CASE["categories"] * 2}, "categories[1].id: A is given twice"),
        ({"limits": [{"bidders": ["Alpha"], "max": 1}]}, "limits[0]: needs bidders, categories and max, or at_least"),
        ({"limits": [{**CAP, "at_least_one_of": []}]}, "limits[0]: give either bidders, categories and max, or at_"),
        ({"limits": [{"at_least_one_of": []}]}, "limits[0].at_least_one_of: names no option"),
        ({"limits": [{**CAP, "categories": {"B": 1}}]}, "limits[0].categories.B: there is no such category"),
        ({"limits": [{**CAP, "max": -1}]}, "limits[0].max: must not be negative, not -1"),
        ({"limits": [{**CAP, "max": "1"}]}, "limits[0].max: should be a valid number (given '1')"),
        ({"limits": [{**CAP, "max": float("inf")}]}, "limits[0].max: should be a finite number"),
        ({"limits": [{**CAP, "bidders": ["Alpha", "Alpha"]}]}, "limits[0].bidders: names a bidder twice"),
        ({"pricing": {"rule": "nice"}}, "pricing.rule: should be 'core', 'vickrey' or 'pay_as_bid' (given 'nice')"),
        ({"pricing": {"rounding": {"up_to": 0}}}, "pricing.rounding: "),
        ({"pricing": {"weights": {"Beta": 1}}}, "pricing.weights: has no weight for Alpha"),
        ({"pricing": {"weights": {"Alpha": 0}}}, "pricing.weights.Alpha: must be more than 0"),
        ({"ties": ["seed", "most_points"]}, "ties: seed decides every tie and can only come last"),
        ({"ties": ["most_lots", "most_lots"]}, "ties: names an objective twice"),
        ({"ties": ["luck"]}, "ties[0]: should be "),
        ({"must_win": ["Beta"]}, "must_win[0]: Beta has no bid"),
        ({"method": "guess"}, "method: should be "),
    ],
)
def test_a_document_that_does_not_fit_is_refused_with_its_place(change: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_case({**CASE, **change})
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "is not JSON: Expecting property name enclosed in double quotes at line 1 column 2"),
        ('{"a": 1, "a": 2}', "a: given twice in one object"),
        ('{"a": NaN}', "NaN: is not a number that JSON allows"),
        ('{"a": ' + "9" * 5000 + "}", "holds a number of too many digits"),
        ("[" * 100_000, "is nested too deeply"),
        (b"\xff", "is not UTF-8 text (byte 0)"),
        (None, "cannot be read (No such file or directory)"),
    ],
)
def test_a_file_that_is_not_json_is_refused_by_name(tmp_path: Path, text: str | bytes | None, reason: str) -> None:
    file = tmp_path / "case.json"
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(DocumentError) as refused:
        read_json(file)
    assert str(refused.value).endswith(reason)


def test_half_of_a_surrogate_pair_is_no_text() -> None:
    with pytest.raises(DocumentError, match="surrogate"):
        read_case(json.loads(json.dumps(CASE).replace("Alpha", "\\ud800")))
