"""Winner determination and core prices, timed against others: ``python -m benchmarks.wdp``.

Three parts, each contestant in a process of its own, one after the other on the same case: generic lots (winners, all
opportunity costs, core prices; Clearband before and after PuLP with CBC), files of the Combinatorial Auction Test Suite
(winners), and a national map of licences (everything). The whole run writes ``benchmarks/results/wdp.json`` and the
tables of ``docs/benchmarks.md``; ``--quick`` times a few small cases and prints the tables only.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from statistics import mean
from typing import Any

from benchmarks.machine import machine
from benchmarks.report import write_results, write_section
from benchmarks.timed import Answer, Timed, timed
from benchmarks.wdp_contestants import CATS, Contestant, Instance, Job
from benchmarks.wdp_instances import Kind
from benchmarks.wdp_tables import tables

PACKAGES = ("highspy", "numpy", "PuLP", "pyscipopt")
SEEDS = (1, 2, 3, 4, 5)
BIDS_EACH = (500, 2000, 4000)
PRICE_TOLERANCE = 1e-5  # of the highest price: the peer computes in floating point

Record = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What is timed, and for how long at most."""

    limit: float  # seconds for one job
    generic_lots: tuple[Instance, ...]
    cats: tuple[Instance, ...]
    national_map: tuple[Instance, ...]


def whole_plan() -> Plan:
    return Plan(
        limit=60,
        generic_lots=tuple(Instance(kind, n, seed) for n in BIDS_EACH for kind in Kind for seed in SEEDS),
        cats=tuple(Instance(file.stem) for file in sorted(CATS.glob("mid_*.txt"))),
        national_map=tuple(Instance("map", 500, seed) for seed in SEEDS[:2]),
    )


def quick_plan() -> Plan:
    return Plan(
        limit=10,
        generic_lots=tuple(Instance(kind, 300, 1) for kind in Kind),
        cats=tuple(Instance(file.stem) for file in sorted(CATS.glob("small_*_16x50_s1.txt"))[:3]),
        national_map=(Instance("map", 8, 1),),
    )


def run_plan(plan: Plan) -> Record:
    """Time everything in ``plan``; one line of progress on standard error for each case."""
    priced = (Contestant.CLEARBAND, Contestant.PULP_CBC)
    with_prices = partial(race, prices=True, limit=plan.limit)
    return {
        "format": "clearband.benchmark-wdp/1",
        "machine": machine(PACKAGES),
        "limit_seconds": plan.limit,
        "generic_lots": [with_prices(case, [*priced, Contestant.CLEARBAND]) for case in plan.generic_lots],
        "cats": [race(case, installed_contestants(), prices=False, limit=plan.limit) for case in plan.cats],
        "national_map": [with_prices(case, priced) for case in plan.national_map],
    }


def installed_contestants() -> list[Contestant]:
    """All of them, SCIP where it is installed: nothing but this benchmark needs it."""
    return [c for c in Contestant if c is not Contestant.SCIP or find_spec("pyscipopt")]


def race(instance: Instance, order: Sequence[Contestant], *, prices: bool, limit: float) -> Record:
    """Time the contestants in ``order`` (one may come twice) on ``instance``, each for at most ``limit`` seconds, and
    compare what they answer."""
    runs: dict[Contestant, list[Timed]] = {}
    for contestant in order:
        runs.setdefault(contestant, []).append(timed(Job(contestant, instance, prices), limit=limit))
    ours = runs[Contestant.CLEARBAND][0].answer
    record = {
        "case": instance.name,
        "bids_each": instance.bids_each,
        "seed": instance.seed,
        "contestants": {contestant: _facts(done, limit=limit) for contestant, done in runs.items()},
        "winners": len(ours["winners"]) if ours else None,
        "method": ours["method"] if ours else None,
        "differences": {
            contestant: differences(ours, done[0].answer)
            for contestant, done in runs.items()
            if contestant is not Contestant.CLEARBAND and ours and done[0].answer
        },
    }
    _progress(record)
    return record


def differences(ours: Answer, theirs: Answer) -> list[str]:
    """Where two answers to one case disagree; empty where they agree. Allocations of equal value may differ where
    Clearband reports a tie: prices are then not compared."""
    if ours["value"] != theirs["value"]:
        return [f"value: {ours['value']} against {theirs['value']}"]
    if ours["winners"] != theirs["winners"]:
        return [] if ours["tied"] else ["winners differ although no tie is reported"]
    return list(_price_differences(ours, theirs)) if "core" in ours and "core" in theirs else []


def _price_differences(ours: Answer, theirs: Answer) -> Iterator[str]:
    tolerance = PRICE_TOLERANCE * max(ours["core"].values(), default=0)
    for name in ("vickrey", "core"):
        for bidder, price in ours[name].items():
            if abs(price - theirs[name][bidder]) > tolerance:
                yield f"{name} of {bidder}: {price} against {theirs[name][bidder]}"


def _facts(done: list[Timed], *, limit: float) -> Record:
    """Seconds are the mean of the runs, a failure counting as the limit; memory is the most of any."""
    return {
        "seconds": round(mean(limit if run.failure else run.seconds for run in done), 4),
        "cpu_seconds": round(mean(run.cpu_seconds for run in done), 4),
        "peak_megabytes": round(max(run.peak_megabytes for run in done)),
        "failure": next((run.failure for run in done if run.failure), None),
    }


def _progress(record: Record) -> None:
    times = ", ".join(f"{name} {facts['seconds']:.2f} s" for name, facts in record["contestants"].items())
    failures = [facts["failure"] for facts in record["contestants"].values() if facts["failure"]]
    wrong = [line for lines in record["differences"].values() for line in lines]
    print(f"{record['case']} {record['bids_each']} seed {record['seed']}: {times}", *failures, *wrong, file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wdp", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few small cases, in under a minute; nothing is written")
    quick = parser.parse_args().quick
    results = run_plan(quick_plan() if quick else whole_plan())
    text = tables(results)
    print(text)
    if not quick:
        write_results("wdp", results)
        write_section("benchmarks.md", "wdp", text)


if __name__ == "__main__":
    main()
