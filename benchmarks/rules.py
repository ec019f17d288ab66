"""The activity rules, timed: ``make bench-rules``, half a minute.

Caps of a whole supplementary list against the naive second implementation of the tests, consistency of clock choices
against networkx's search for a negative cycle, and the whole command line. Every answer is compared with the peer's.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import permutations, product
from random import Random
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any, TypeVar

import networkx as nx

from auctions.rules.activity import ClockActivity, check_activity
from auctions.rules.eligibility import play_round
from auctions.rules.history import BidderHistory, Category, Package, Prices, amount_of, quantities_of
from auctions.rules.revealed_preference.choices import Choices, choices_of
from auctions.rules.revealed_preference.quasilinear import is_consistent
from auctions.rules.supplementary import CapRules, Resolution, SupplementaryCap, cap_of, resolve
from benchmarks.machine import in_words, machine
from benchmarks.report import ROOT, table, write_results, write_section
from tests.auctions.rules.naive import NaiveBidder, key

T = TypeVar("T")

LOTS = (Category("A", 6, 4, 750), Category("B", 4, 3, 300), Category("C", 14, 1, 130), Category("D", 9, 1, 20))
ALL_POINTS = sum(category.supply * category.points for category in LOTS)
PACKAGES, ROUNDS = 4_000, 60
BIDDERS, LONG = 20, 100
REPEATS = 5
CAPS = {
    "relative, final": frozenset({SupplementaryCap.RELATIVE, SupplementaryCap.FINAL}),
    "relative, intermediate, final": frozenset(SupplementaryCap) - {SupplementaryCap.GARP},
    "garp": frozenset({SupplementaryCap.GARP}),
}


def main() -> None:
    """Measure, print the tables, write ``benchmarks/results/rules.json`` and ``docs/benchmarks/rules.md``."""
    facts = machine(["numpy", "networkx", "pydantic"])
    results = {"machine": facts, "caps": measured_caps(), "consistency": measured_consistency(), "command": command()}
    text = f"{in_words(facts)}\n\n{tables(results)}"
    print(text)
    write_results("rules", results)
    write_section("benchmarks/rules.md", "rules", text)


def measured_caps() -> list[dict[str, Any]]:
    """Seconds for the caps of a whole list, of one more package, and of the list by the naive implementation."""
    random = Random("caps")  # noqa: S311 reproducible, not secret
    history = a_history(random, ROUNDS, reducing=True)
    packages = random.sample([p for p in product(*(range(c.supply + 1) for c in LOTS)) if any(p)], PACKAGES)
    bids = [(p, max(history.reserve(p), history.clock_bids.get(p, 0)) + random.randint(0, 500)) for p in packages]
    rows = []
    for name, caps in CAPS.items():
        rules = CapRules(caps)
        seconds, resolution = timed(partial(resolve, history, bids, rules))
        one, _ = timed(partial(cap_of, resolution, packages[0]))
        naive, differing = (None, None) if name == "garp" else naively(history, bids, resolution)
        rows.append({"caps": name, "list": seconds, "what_if": one, "naive": naive, "differing": differing})
    return rows


def naively(history: BidderHistory, bids: list[tuple[Package, int]], resolution: Resolution) -> tuple[float, int]:
    """Seconds of the naive implementation, package by package, and on how many packages it differs."""
    twin = NaiveBidder({category.id: category.points for category in LOTS}, history.initial_eligibility)
    for played in history.rounds:
        prices = dict(zip("ABCD", played.prices, strict=True))
        twin.play(prices, quantities_of(LOTS, played.package))
    named = [quantities_of(LOTS, package) for package, _ in bids]
    listed = {key(package): amount for package, (_, amount) in zip(named, bids, strict=True)}
    caps = {cap.value for cap in resolution.rules.caps}
    seconds, answers = timed(lambda: [twin.cap(package, caps, listed) for package in named], repeats=1)
    return seconds, sum(bid.cap != cap for bid, cap in zip(resolution.bids, answers, strict=True))


def measured_consistency() -> list[dict[str, Any]]:
    """Seconds to decide for 20 bidders whether their choices fit values, and by networkx."""
    rows = []
    for name, noise in (("best packages", 0.0), ("one in fifty at random", 0.02), ("all at random", 1.0)):
        random = Random(name)  # noqa: S311 reproducible, not secret
        choices = [choices_of(a_history(random, LONG, noise=noise)) for _ in range(BIDDERS)]
        graphs = [graph_of(chosen) for chosen in choices]
        seconds, verdicts = timed(partial(decided, choices))
        peer, found = timed(partial(decided_by_networkx, graphs), repeats=1)
        differing = sum(ours != theirs for ours, theirs in zip(verdicts, found, strict=True))
        rows.append(
            {"choices": name, "consistent": sum(verdicts), "seconds": seconds, "networkx": peer, "differing": differing}
        )
    return rows


def decided(choices: list[Choices]) -> list[bool]:
    return [is_consistent(chosen) for chosen in choices]


def decided_by_networkx(graphs: "list[nx.DiGraph[int]]") -> list[bool]:
    return [not nx.negative_edge_cycle(graph) for graph in graphs]


def graph_of(chosen: Choices) -> "nx.DiGraph[int]":
    """The graph of R-R1 by its formula."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    for s, u in permutations(range(len(chosen.numbers)), 2):
        at = chosen.prices[s]
        graph.add_edge(s, u, weight=amount_of(chosen.packages[u], at) - amount_of(chosen.packages[s], at))
    return graph


def command() -> dict[str, Any]:
    """Seconds of ``python -m auctions.rules`` on 100 rounds of 20 bidders, from start to the whole result."""
    work = partial(
        subprocess.run,
        [sys.executable, "-m", "auctions.rules", "-"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        input=json.dumps(a_document()).encode(),
    )
    start = getrusage(RUSAGE_CHILDREN)
    seconds, done = timed(work)
    end = getrusage(RUSAGE_CHILDREN)
    processor = (end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime) / REPEATS
    desks = [bidder["revealed_preference"] for bidder in json.loads(done.stdout)["bidders"].values()]
    consistent = sum(desk["quasilinear_consistent"] for desk in desks)
    return {"seconds": seconds, "processor_seconds": processor, "consistent": consistent}


def a_document() -> dict[str, Any]:
    """A history of 100 rounds in which 20 bidders follow relaxed activity and mostly their values."""
    random = Random("document")  # noqa: S311 reproducible, not secret
    prices = rising(random, LONG)
    histories = [a_history(random, LONG, noise=0.1, prices=prices, rule=ClockActivity.RELAXED) for _ in range(BIDDERS)]
    return {
        "format": "clearband.history/1",
        "categories": [{"id": c.id, "supply": c.supply, "points": c.points, "reserve": c.reserve} for c in LOTS],
        "rules": {"clock_activity": "relaxed"},
        "eligibility": {f"P{number}": ALL_POINTS for number in range(BIDDERS)},
        "rounds": [
            {
                "number": place + 1,
                "prices": dict(zip("ABCD", row, strict=True)),
                "bids": {
                    f"P{number}": quantities_of(LOTS, history.rounds[place].package)
                    for number, history in enumerate(histories)
                },
            }
            for place, row in enumerate(prices)
        ],
    }


def rising(random: Random, rounds: int) -> list[Prices]:
    """Prices that rise from the reserve by up to 5 % a round, in some categories."""
    prices = [tuple(category.reserve for category in LOTS)]
    while len(prices) < rounds:
        prices.append(tuple(p + random.choice([0, 1, 1]) * random.randint(1, p // 20 + 1) for p in prices[-1]))
    return prices


def a_history(
    random: Random,
    rounds: int,
    *,
    noise: float = 0.0,
    reducing: bool = False,
    prices: list[Prices] | None = None,
    rule: ClockActivity = ClockActivity.NONE,
) -> BidderHistory:
    """A bidder whose values fall with each further lot, choosing its best package at every price.

    A share ``noise`` of its choices is any package. ``reducing`` lets it want everything first and ever less.
    """
    values = [[random.uniform(1, 12) * c.reserve * 0.9**lot for lot in range(c.supply)] for c in LOTS]
    values = [sorted(row, reverse=True) for row in values]
    history = BidderHistory(LOTS, ALL_POINTS)
    for at in prices or rising(random, rounds):
        package = tuple(sum(value > price for value in row) for row, price in zip(values, at, strict=True))
        if random.random() < noise:
            package = tuple(random.randint(0, category.supply) for category in LOTS)
        if reducing:
            package = tuple(max(1, lots) for lots in package)
        refused = check_activity(history, at, package, rule)
        history = play_round(history, at, history.final_package if refused else package)
    return history


def timed(work: Callable[[], T], *, repeats: int = REPEATS) -> tuple[float, T]:
    """Least seconds of some runs, the one that met least of the machine's other load, and the answer."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), answer


def tables(results: dict[str, Any]) -> str:
    """The results as Markdown."""
    caps = [
        [
            row["caps"],
            f"{row['list']:.3f}",
            f"{1e6 * row['what_if']:.0f}",
            "" if row["naive"] is None else f"{row['naive']:.1f}",
            "" if row["naive"] is None else f"{row['naive'] / row['list']:.0f}",
            "" if row["differing"] is None else str(row["differing"]),
        ]
        for row in results["caps"]
    ]
    consistency = [
        [
            row["choices"],
            str(row["consistent"]),
            f"{row['seconds']:.3f}",
            f"{row['networkx']:.2f}",
            f"{row['networkx'] / row['seconds']:.0f}",
            str(row["differing"]),
        ]
        for row in results["consistency"]
    ]
    command = results["command"]
    return "\n\n".join(
        [
            f"A list of {PACKAGES:,} packages after {ROUNDS} clock rounds:",
            table(["caps", "list, s", "one what-if, µs", "naive, s", "times", "caps that differ"], caps),
            f"Do the choices of {BIDDERS} bidders in {LONG} rounds fit values?",
            table(["choices", "consistent bidders", "s", "networkx, s", "times", "verdicts that differ"], consistency),
            f"`python -m auctions.rules`, {LONG} rounds of {BIDDERS} bidders, {BIDDERS - command['consistent']} of "
            f"them inconsistent, everything the desk shows, from start to the whole result: {command['seconds']:.2f} s "
            f"({command['processor_seconds']:.2f} s of processor time).",
        ]
    )


if __name__ == "__main__":
    main()
