"""The assignment stage, timed: ``python -m benchmarks.assignment``.

Options, plan, opportunity costs and core prices of ten winners in forty lots, Clearband and PuLP with CBC one after the
other on the same case, each in a process of its own. The whole run writes ``benchmarks/results/assignment.json`` and
the table of ``docs/benchmarks/assignment.md``; ``--quick`` times one case of each kind and prints the table only.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.assignment_instances import Kind, instance
from benchmarks.machine import in_words, machine
from benchmarks.report import table, write_results, write_section
from benchmarks.timed import Answer, Timed, timed

SEEDS = (1, 2, 3)
LIMIT = 45.0  # seconds
PRICE_TOLERANCE = 1e-5  # of the highest price: the peer computes in floating point
IN_WORDS = {
    Kind.ONE_BAND: "one band of 40 lots, a bid on every run",
    Kind.TWO_BANDS: "two bands of 20 lots, 200 joint bids each",
    Kind.ANY_LOTS: "40 lots, any of them, 200 bids each",
}

Record = dict[str, Any]


@dataclass(frozen=True)
class Clearband:
    """Options, plan and prices as the command line computes them."""

    kind: Kind
    seed: int

    def prepare(self) -> Callable[[], Answer]:
        from assignment import count_options, read_case, solve  # not timed

        document = instance(self.kind, self.seed)

        def work() -> Answer:
            case = read_case(document)
            options = sum(count_options(case, bidder) for bidder in case.winners)
            result = solve(case)
            (part,) = result.parts
            prices = {bidder: float(price) for bidder, price in (result.exact_prices or {}).items()}
            return {
                "value": result.value,
                "vickrey": result.vickrey,
                "core": prices,
                "options": options,
                "method": str(part.result.method),
                "tied": part.result.ties.optimal_allocations_tied,
            }

        return work


@dataclass(frozen=True)
class PulpCbc:
    """The same question put to CBC."""

    kind: Kind
    seed: int

    def prepare(self) -> Callable[[], Answer]:
        from benchmarks.peers.pulp_assignment import PulpAssignment  # not timed

        document = instance(self.kind, self.seed)

        def work() -> Answer:
            model = PulpAssignment(document)
            bid = model.best({})
            vickrey = model.opportunity_costs(bid)
            return {"value": sum(bid.values()), "vickrey": vickrey, "core": model.core_prices(bid, vickrey)}

        return work


def race(kind: Kind, seed: int) -> Record:
    """Both on one case, one after the other; one line of progress on standard error."""
    ours, theirs = timed(Clearband(kind, seed), limit=LIMIT), timed(PulpCbc(kind, seed), limit=LIMIT)
    sys.stderr.write(f"{kind} {seed}: {ours.seconds:.2f} s against {theirs.seconds:.2f} s {theirs.failure or ''}\n")
    return {
        "case": str(kind),
        "seed": seed,
        "clearband": _facts(ours),
        "pulp_cbc": _facts(theirs),
        "options": ours.answer and ours.answer["options"],
        "method": ours.answer and ours.answer["method"],
        "differences": differences(ours.answer, theirs.answer) if ours.answer and theirs.answer else None,
    }


def differences(ours: Answer, theirs: Answer) -> list[str]:
    """Where the answers disagree; prices are compared where Clearband reports no tie."""
    if ours["value"] != theirs["value"]:
        return [f"value: {ours['value']} against {theirs['value']}"]
    tolerance = PRICE_TOLERANCE * max(ours["core"].values(), default=0)
    return [
        f"{name} of {bidder}: {price} against {theirs[name][bidder]}"
        for name in ("vickrey", "core")
        for bidder, price in ours[name].items()
        if not ours["tied"] and abs(price - theirs[name][bidder]) > tolerance
    ]


def tables(record: Record) -> str:
    """The table of the page: medians over the seeds, the slowest beside."""
    rows = []
    for kind in dict.fromkeys(each["case"] for each in record["races"]):
        races = [each for each in record["races"] if each["case"] == kind]
        compared = [each["differences"] for each in races if each["differences"] is not None]
        ours, theirs = _seconds(races, "clearband"), _seconds(races, "pulp_cbc")
        late = sum(each["pulp_cbc"]["failure"] is not None for each in races)
        rows.append(
            [
                IN_WORDS[Kind(kind)],
                races[0]["method"] or "",
                f"{median(ours):.2f}",
                f"{max(ours):.2f}",
                f"{'>' if late else ''}{median(theirs):.1f}",
                f"{late} of {len(races)}",
                f"{'>' if late else ''}{median(theirs) / median(ours):.0f}",
                f"{sum(map(bool, compared))} of {len(compared)}",
            ]
        )
    header = [
        "case",
        "method",
        "s",
        "slowest, s",
        "PuLP + CBC, s",
        f"not done in {record['limit_seconds']:g} s",
        "times",
    ]
    return f"{in_words(record['machine'])}\n\n{table([*header, 'answers that differ'], rows)}"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.assignment", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one case of each kind, nothing written")
    quick = parser.parse_args(arguments).quick
    facts = machine(("highspy", "numpy", "PuLP"))
    races = [race(kind, seed) for kind in Kind for seed in SEEDS[: 1 if quick else None]]
    record = {
        "format": "clearband.benchmark-assignment/1",
        "machine": facts,
        "limit_seconds": LIMIT,
        "races": races,
    }
    if not quick:
        write_results("assignment", record)
        write_section("benchmarks/assignment.md", "assignment", tables(record))
    print(tables(record))
    return 0


def _facts(done: Timed) -> Record:
    return {
        "seconds": round(done.seconds, 3),
        "cpu_seconds": round(done.cpu_seconds, 3),
        "peak_megabytes": round(done.peak_megabytes),
        "failure": done.failure,
        "answer": done.answer and {name: done.answer[name] for name in ("value", "vickrey", "core")},
    }


def _seconds(races: Sequence[Record], contestant: str) -> list[float]:
    return [each[contestant]["seconds"] for each in races]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
