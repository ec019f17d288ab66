"""Files of the Combinatorial Auction Test Suite: read exactly, decided like any case, refused with the line."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winner_determination import DocumentError, Method, determine_winners, read_case
from winner_determination.cats import cats_case, looks_like_cats

FILES = Path(__file__).parents[1] / "cases" / "cats"
SMALL = sorted(FILES.glob("small_*_8x20_s1.txt"))

AUCTION = """%% two goods; bids 0 and 1 exclude each other
% Goods: 2
goods 2
bids 4
dummy 1

0\t10.5\t0\t2\t#
1\t12.25\t0\t1\t2\t#
2\t3\t1\t#
3\t2.5\t1\t#
"""


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "winner_determination", *arguments], capture_output=True, text=True, check=False
    )


@pytest.fixture
def auction(tmp_path: Path) -> str:
    file = tmp_path / "auction.txt"
    file.write_text(AUCTION, encoding="utf-8")
    return str(file)


def test_a_dummy_good_is_a_bidder_and_a_bid_without_one_a_bidder_of_its_own() -> None:
    bids = cats_case(AUCTION)["bids"]
    assert [(bid["id"], bid["bidder"], bid["package"]) for bid in bids] == [
        ("0", "dummy 2", {"good 0": 1}),
        ("1", "dummy 2", {"good 0": 1, "good 1": 1}),
        ("2", "bid 2", {"good 1": 1}),
        ("3", "bid 3", {"good 1": 1}),
    ]


def test_decimal_amounts_are_scaled_by_the_smallest_power_of_ten_that_makes_all_whole() -> None:
    case = cats_case(AUCTION)
    assert case["scale"] == 100
    assert [bid["amount"] for bid in case["bids"]] == [1050, 1225, 300, 250]


def test_digits_that_floating_point_would_lose_are_kept_and_exponents_are_read() -> None:
    text = "goods 1\nbids 3\n0 99999999.0000001 0 #\n1 1.25e+3 0 #\n2 5E-7 0 #\n"
    case = cats_case(text)
    assert (case["scale"], [bid["amount"] for bid in case["bids"]]) == (10**7, [999999990000001, 12500000000, 5])


@given(
    st.lists(st.tuples(st.integers(0, 10**8), st.integers(0, 6)), min_size=1, max_size=8),
    st.sampled_from(["\t", " ", "   "]),
)
@settings(max_examples=40, deadline=None)
def test_every_amount_is_its_decimal_times_the_scale(amounts: list[tuple[int, int]], gap: str) -> None:
    exact = [Fraction(digits, 10**places) for digits, places in amounts]
    written = [f"{digits}e-{places}" for digits, places in amounts]
    lines = [gap.join((str(i), amount, "0", "#")) for i, amount in enumerate(written)]
    case = cats_case("\n".join(["goods 1", f"bids {len(lines)}", "dummy 0", *lines]))
    assert [Fraction(bid["amount"], case["scale"]) for bid in case["bids"]] == exact
    assert case["scale"] == 1 or any(bid["amount"] % 10 for bid in case["bids"])


def test_bids_of_one_dummy_good_do_not_win_together(auction: str) -> None:
    ended = command(auction)
    result = json.loads(ended.stdout)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (result["value"], result["scale"]) == (1350, 100)  # 10.50 + 3, not 10.50 + 12.25
    assert {w["bid"]: w["price"] for w in result["winners"]} == {"0": 1050, "2": 300}  # they pay their bids


def test_pricing_is_chosen_on_the_command_line(auction: str) -> None:
    vickrey = json.loads(command(auction, "--pricing", "vickrey").stdout)
    assert {w["bid"]: w["price"] for w in vickrey["winners"]} == {"0": 0, "2": 250}
    core = json.loads(command(auction, "--pricing", "core").stdout)
    assert core["core"]["minimum_revenue"] == 250


def test_the_converted_case_is_a_case(auction: str, tmp_path: Path) -> None:
    converted, decided = tmp_path / "case.json", tmp_path / "result.json"
    assert command(auction, "--case-only", "--pricing", "core", "--out", str(converted)).returncode == 0
    assert json.loads(converted.read_text(encoding="utf-8"))["format"] == "clearband.wdp/1"
    assert command(str(converted), "--out", str(decided)).returncode == 0
    assert json.loads(decided.read_text(encoding="utf-8")) == json.loads(command(auction, "--pricing", "core").stdout)
    assert command("verify", auction, str(decided), "--pricing", "core").returncode == 0


def test_a_case_states_its_pricing_itself(auction: str, tmp_path: Path) -> None:
    converted = tmp_path / "case.json"
    command(auction, "--case-only", "--out", str(converted))
    ended = command(str(converted), "--pricing", "core")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("--pricing: ") and ended.stderr.count("\n") == 1


@pytest.mark.parametrize("file", SMALL, ids=lambda file: file.stem)
def test_the_methods_agree_on_the_given_small_files(file: Path) -> None:
    document = cats_case(file.read_text(encoding="utf-8"))
    found = [
        determine_winners(read_case({**document, "method": method}))
        for method in (Method.DYNAMIC, Method.BRANCH, Method.MILP, Method.SECOND_OPINION)
    ]
    assert found[0].value > 0 and found[0].proved_optimal
    assert len({(allocation.value, allocation.rows) for allocation in found}) == 1


@pytest.mark.parametrize("file", sorted(FILES.glob("*.txt")), ids=lambda file: file.stem)
def test_every_given_file_is_recognised_and_read_whole(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    case = cats_case(text)
    assert looks_like_cats(text)
    assert len(case["bids"]) == text.count("#")
    assert len(read_case(case).book) == len(case["bids"])


BID = "goods 2\nbids 1\ndummy 1\n\n"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("goods 2\nbids two\n", "line 2: bids needs one whole number"),
        ("goods 2\ngoods 2\n", "line 2: goods is given twice"),
        ("% nothing\ngoods 2\n0 5 0 #\n", "line 3: the number of bids must come before the bids"),
        ("goods 2\n", "the file: the number of bids must come before the bids"),
        ("goods 2\nbids 2\n0 5 0 #\n", "bids: the file says 2 and has 1"),
        (BID + "0 5 0\n", "line 5: a bid is its number, its amount and its goods, ended by #"),
        (BID + "0 5 3 #\n", "line 5: goods are numbered 0 to 2, there is no 3"),
        (BID + "0 5 -1 #\n", "line 5: goods are numbered 0 to 2, there is no -1"),
        (BID + "0 5 1 1 #\n", "line 5: the bid names good 1 twice"),
        (BID + "0 5 2 #\n", "line 5: the bid asks for no good"),
        (BID + "0 -5 1 #\n", "line 5: the amount must be a number of at least 0, not -5"),
        (BID + "0 1/2 1 #\n", "line 5: the amount must be a number of at least 0, not 1/2"),
        (BID + "0 nan 1 #\n", "line 5: the amount must be a number of at least 0, not nan"),
        (BID + "x 5 1 #\n", "line 5: the number of a bid must be a whole number, not x"),
        ("goods 1\nbids 2\n0 5 0 #\n0 6 0 #\n", "line 4: bid 0 is given twice, first in line 3"),
        (
            "goods 1\nbids 1\ndummy 2\n0 5 0 1 2 #\n",
            "line 4: the bid has several dummy goods, but a bid belongs to one bidder",
        ),
        (
            "goods 1\nbids 2\n0 1e-9 0 #\n1 5000000 0 #\n",
            "line 4: the amount, times the 1000000000 that makes all amounts whole, must be at most 1000000000000000, "
            "not 5000000000000000",
        ),
        ("goods 1\nbids 1\n0 1e16 0 #\n", "line 3: the amount must be at most 1000000000000000, not 10000000000000000"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(text: str, refusal: str) -> None:
    with pytest.raises(DocumentError) as refused:
        cats_case(text)
    assert str(refused.value) == refusal


def test_the_command_line_names_file_and_line_and_ends_with_status_2(tmp_path: Path) -> None:
    file = tmp_path / "broken.txt"
    file.write_text(BID + "0 5 0\n", encoding="utf-8")
    ended = command(str(file))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"{file}: line 5: a bid is ") and ended.stderr.count("\n") == 1
