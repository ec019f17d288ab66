"""The demonstration auction: the lots of a real auction, bids simulated and said to be so."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from examples.generate_uk_4g_2013 import generate

FILE = Path(__file__).parents[2] / "examples" / "uk-4g-2013.json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    ended = subprocess.run([sys.executable, "-m", "auctions.formats", str(FILE)], capture_output=True, check=True)
    printed: dict[str, Any] = json.loads(ended.stdout)
    return printed


def test_the_committed_file_is_what_the_committed_generator_writes(document: dict[str, Any]) -> None:
    assert generate() == document


def test_lots_and_reserves_are_the_published_ones(document: dict[str, Any]) -> None:
    categories = document["rulebook"]["categories"]
    assert [(c["id"], c["supply"]) for c in categories] == [("A(i)", 4), ("A(ii)", 1), ("C", 14), ("E", 9)]
    assert sum(c["supply"] * c["reserve"] for c in categories) == 1_360_900  # GBP 1.36bn in thousands
    assert {c["reserve"] / c["points"] for c in categories} == {100}  # points in proportion to the reserves
    assert len(document["bidders"]) == 7


def test_the_file_says_that_its_bids_are_simulated(document: dict[str, Any]) -> None:
    assert "BIDDERS AND BIDS ARE SIMULATED" in document["about"]
    assert "simulated" in document["rulebook"]["notice"]
    assert "simulated" in document["rulebook"]["title"]


def test_it_runs_over_twenty_clock_rounds_and_five_bidders_list_thirty_packages(result: dict[str, Any]) -> None:
    assert len(result["rounds"]) > 20
    lists = [len(bidder["supplementary"]) for bidder in result["bidders"]]
    assert sum(packages >= 30 for packages in lists) >= 5


def test_the_outcome_is_proved_complete_and_adds_up(result: dict[str, Any]) -> None:
    principal, assignment = result["principal"], result["assignment"]
    assert principal["proved_optimal"] and assignment["proved_optimal"]
    base = sum(winner["price"] for winner in principal["winners"])
    assert result["total"] == {
        "base": base,
        "assignment": sum(assignment["prices"].values()),
        "credits": {},
        "total": base + sum(assignment["prices"].values()),
    }
    lots = Counter(lot for bands in assignment["assignments"].values() for of_band in bands.values() for lot in of_band)
    assert set(lots.values()) == {1}


def test_nothing_is_refused_on_the_way(result: dict[str, Any]) -> None:
    assert result["refused"] == []
