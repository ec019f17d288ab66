"""The command line ``python -m auctions.rules``: its document, its result, its refusals."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from auctions.rules.documents import HistoryDocument
from auctions.rules.report import judge
from winner_determination.documents import DocumentError

CASES = Path(__file__).parents[2] / "cases" / "cca"
BASE: dict[str, Any] = {
    "format": "clearband.history/1",
    "categories": [{"id": "A", "supply": 3, "points": 2, "reserve": 5}],
    "rules": {"clock_activity": "points", "supplementary_caps": ["relative", "final"]},
    "eligibility": {"Alpha": 6},
    "rounds": [
        {"number": 1, "prices": {"A": 5}, "bids": {"Alpha": {"A": 3}}},
        {"number": 2, "prices": {"A": 7}, "bids": {"Alpha": {"A": 1}}},
    ],
    "supplementary": [{"bidder": "Alpha", "package": {"A": 3}, "amount": 22}],
    "what_if": [{"bidder": "Alpha", "package": {"A": 2}}],
}


def changed(**fields: Any) -> dict[str, Any]:
    return {**BASE, **fields}


def test_the_result_has_every_field_of_the_contract() -> None:
    result = judge(BASE)
    alpha = result["bidders"]["Alpha"]
    assert result["format"] == "clearband.history-result/1"
    assert alpha["rounds"][1] == {
        "number": 2,
        "points": 2,
        "eligibility_before": 6,
        "eligibility_after": 2,
        "accepted": True,
        "refusals": [],
    }
    (bid,) = alpha["supplementary"]
    assert (bid["accepted"], bid["cap"], bid["cap_rule"], bid["cap_round"], bid["cap_chain"]) == (
        False,
        21,
        "R-S4",
        2,
        [2],
    )
    assert (bid["floor"], bid["refusals"][0]["numbers"]["amount"]) == (15, 22)
    assert set(alpha["revealed_preference"]) >= {"quasilinear_consistent", "cycles", "warp", "sarp", "garp", "ccei"}
    assert result["what_if"][0]["cap"] == 14


def test_a_refused_bid_counts_as_no_bid_unless_the_document_keeps_it() -> None:
    rounds = [*BASE["rounds"], {"number": 3, "prices": {"A": 8}, "bids": {"Alpha": {"A": 2}}}]
    dropped, kept = judge(changed(rounds=rounds)), judge(changed(rounds=rounds, on_refusal="keep"))
    (refusal,) = dropped["bidders"]["Alpha"]["rounds"][2]["refusals"]
    assert refusal["rule"] == "R-C3"
    assert dropped["bidders"]["Alpha"]["rounds"][2]["eligibility_after"] == 0
    assert kept["bidders"]["Alpha"]["rounds"][2]["eligibility_after"] == 2
    assert kept["bidders"]["Alpha"]["rounds"][2]["accepted"] is False


def test_a_bidder_absent_from_a_round_bid_nothing() -> None:
    rounds = [{"number": 1, "prices": {"A": 5}, "bids": {}}]
    assert judge(changed(rounds=rounds))["bidders"]["Alpha"]["rounds"][0]["eligibility_after"] == 0


@pytest.mark.parametrize("share", [0.7, [{"from_round": 1, "share": 0.7}]])
def test_r_c3_a_requirement_of_0_7_is_exactly_seven_tenths(share: Any) -> None:
    rules = {"activity_requirement": share, "requirement_rounding": "down"}
    rounds = [{"number": 1, "prices": {"A": 5}, "bids": {"Alpha": {"A": 7}}}]
    document = changed(categories=[{"id": "A", "supply": 9}], rules=rules, eligibility={"Alpha": 20}, rounds=rounds)
    assert judge({**document, "supplementary": []})["bidders"]["Alpha"]["rounds"][0]["eligibility_after"] == 10


def test_a_requirement_of_1_may_be_written_without_a_point() -> None:
    assert judge(changed(rules={"activity_requirement": 1}))["bidders"]["Alpha"]["rounds"][1]["eligibility_after"] == 2


def test_the_what_if_about_the_next_round_names_the_rule() -> None:
    question = {"bidder": "Alpha", "round_prices": {"A": 9}, "package": {"A": 2}}
    (answer,) = judge(changed(what_if=[question]))["what_if"]
    assert answer["allowed"] is False
    assert answer["refusals"][0]["rule"] == "R-C3"
    assert answer["would_pass"] == {"package": {"A": 1}, "lots_changed": 1, "amount_changed": 9}


def test_r_r3_a_refused_clock_bid_is_told_the_nearest_package_where_asked_for() -> None:
    document = changed(rounds=[*BASE["rounds"], {"number": 3, "prices": {"A": 8}, "bids": {"Alpha": {"A": 3}}}])
    played = judge(document, would_pass=True)["bidders"]["Alpha"]["rounds"]
    assert played[2]["would_pass"] == {"package": {"A": 1}, "lots_changed": 2, "amount_changed": 16}
    assert [row for row in (*played[:2], *judge(document)["bidders"]["Alpha"]["rounds"]) if "would_pass" in row] == []


def test_r_s8_the_sure_bid_counts_what_every_bidder_left_unsold() -> None:
    rounds = [*BASE["rounds"], {"number": 3, "prices": {"A": 8}, "bids": {"Alpha": {"A": 1}, "Beta": {"A": 1}}}]
    bidders = {"Alpha": 6, "Beta": 6, "Gamma": 0}
    result = judge(changed(eligibility=bidders, rounds=[rounds[0], {**rounds[2], "number": 2}], supplementary=[]))
    # Two A are unsold, at 8 each with a reserve of 5: 6 beyond the clock amount. The own 15 on 3 A asks for less.
    assert result["bidders"]["Beta"]["sure_bid"] is None  # without a bid in round 1 it had no points in round 2
    assert result["bidders"]["Alpha"]["sure_bid"] == {
        "package": {"A": 1},
        "clock_amount": 8,
        "amount": 14,
        "beyond_ties": 15,
    }
    assert result["bidders"]["Gamma"]["sure_bid"] is None


@pytest.mark.parametrize(
    "fields",
    [{"rules": {"supplementary_caps": ["relative"]}}, {"rounds": []}, {"categories": [{"id": "A", "supply": 1}]}],
    ids=["no final cap", "no rounds", "excess demand"],
)
def test_r_s8_nothing_is_sure_without_a_final_cap_and_a_close_without_excess_demand(fields: dict[str, Any]) -> None:
    bids = {"rounds": [{"number": 1, "prices": {"A": 5}, "bids": {"Alpha": {"A": 1}, "Beta": {"A": 1}}}]}
    document = changed(eligibility={"Alpha": 6, "Beta": 6}, supplementary=[], what_if=[], **{**bids, **fields})
    assert judge(document)["bidders"]["Alpha"]["sure_bid"] is None


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"surprise": 1}, "surprise: unknown field"),
        ({"categories": [{"id": "A", "supply": 3}, {"id": "A", "supply": 1}]}, "categories[1].id"),
        ({"eligibility": {"Alpha": -1}}, "eligibility.Alpha"),
        ({"eligibility": {}}, "rounds[0].bids.Alpha"),
        ({"rules": {"clock_activity": "strict"}}, "rules.clock_activity"),
        ({"rules": {"activity_requirement": 1.2}}, "rules.activity_requirement"),
        ({"rules": {"activity_requirement": [{"from_round": 2, "share": 0.7}]}}, "rules.activity_requirement"),
        ({"rules": {"supplementary_caps": ["final", "final"]}}, "rules.supplementary_caps"),
        ({"rules": {"on_refusal": "keep"}, "on_refusal": "no_bid"}, "on_refusal"),
        ({"rounds": [{"number": 2, "prices": {"A": 5}}]}, "rounds[0].number"),
        ({"rounds": [{"number": 1, "prices": {}}]}, "rounds[0].prices.A: missing"),
        ({"rounds": [{"number": 1, "prices": {"A": 5, "B": 1}}]}, "rounds[0].prices.B"),
        ({"rounds": [{"number": 1, "prices": {"A": 5.5}}]}, "rounds[0].prices.A"),
        ({"rounds": [{"number": 1, "prices": {"A": 5}, "bids": {"Alpha": {"A": 4}}}]}, "rounds[0].bids.Alpha.A"),
        ({"supplementary": [{"bidder": "Alpha", "package": {"B": 1}, "amount": 1}]}, "supplementary[0].package.B"),
        ({"supplementary": BASE["supplementary"] * 2}, "supplementary[1].package"),
        ({"what_if": [{"bidder": "Beta", "package": {"A": 1}}]}, "what_if[0]"),
    ],
)
def test_a_bad_document_is_refused_with_its_place(fields: dict[str, Any], place: str) -> None:
    with pytest.raises(DocumentError) as refused:
        judge(changed(**fields))
    assert place in str(refused.value)


def test_the_revealed_preference_cases_have_these_verdicts() -> None:
    for case in json.loads((CASES / "garp_cases.json").read_text())["cases"]:
        names = [f"g{index}" for index in range(len(case["prices"][0]))]
        rounds = [
            {
                "number": n + 1,
                "prices": dict(zip(names, p, strict=True)),
                "bids": {"Alpha": dict(zip(names, q, strict=True))},
            }
            for n, (p, q) in enumerate(zip(case["prices"], case["quantities"], strict=True))
        ]
        categories = [{"id": name, "supply": 99, "points": 0} for name in names]
        rules = {"clock_activity": "none", "supplementary_caps": []}
        document = {"format": "clearband.history/1", "categories": categories, "rules": rules, "rounds": rounds}
        verdict = judge({**document, "eligibility": {"Alpha": 0}})["bidders"]["Alpha"]["revealed_preference"]
        assert verdict["garp"] is not bool(case["garp_violations"])
        assert verdict["ccei"] == pytest.approx(case["ccei"], abs=1e-12)
        assert [cycle["size"] for cycle in verdict["cycles"]] == [
            -size for _, size in case["quasilinear_negative_cycles"]
        ]


def run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "auctions.rules", *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def test_the_command_reads_standard_input_and_writes_the_result(tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    done = run("-", "--out", str(out), text=json.dumps(BASE))
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(out.read_text()) == judge(BASE)


def test_the_command_refuses_in_one_line_with_status_2() -> None:
    done = run("-", text=json.dumps(changed(surprise=1)))
    assert (done.returncode, done.stderr) == (2, "surprise: unknown field\n")
    assert run().returncode == 2


def test_the_command_prints_the_schema() -> None:
    assert json.loads(run("--schema").stdout) == HistoryDocument.model_json_schema()
