"""``make load``: 200 bidders submit in the last ten seconds of a round, over HTTP, on PostgreSQL with gunicorn.

Two minutes. Starts servers of its own, signs everybody in, opens a round of one minute, and checks afterwards: every
receipt that was given is in the journal and signed, no bid was taken after the deadline, every refusal says why. Writes
``benchmarks/results/load.json`` and the figures of ``docs/reliability.md``; fails where a check does.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from statistics import quantiles
from typing import Any

import psutil

from benchmarks.load.crowd import Course, plans, play, sign_in
from benchmarks.machine import in_words, machine
from benchmarks.report import table, write_results, write_section
from config.embedded import postgresql
from tests.faults.site import Site, processes_of, site

SLUG, BIDS = "crowd", {"C": 2, "E": 1}
SECONDS, ACROSS = 10.0, 0.4  # before the deadline; around it
GOAL = 1.0  # seconds within which 99 of 100 answers to a submit must come
KINDS = {
    "form": "the round's page",
    "poll": "its status, every two seconds",
    "check": "check this bid",
    "submit": "submit",
    "receipt": "the receipt",
}
WEB = {"WEB_CONCURRENCY": str(max(2, os.cpu_count() or 2)), "WEB_THREADS": "8"}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--bidders", type=int, default=200)
    parser.add_argument("--print", action="store_true", help="write nothing")
    chosen = parser.parse_args(arguments)
    facts = machine(["Django", "gunicorn", "psycopg", "httpx"])
    with site(variables={name: os.environ.get(name, usual) for name, usual in WEB.items()}) as own:
        results = {"machine": facts, **measured(own, chosen.bidders)}
    text = f"{in_words(facts).removesuffix('; one thread a solve.')}.\n\n{figures(results)}"
    print(text)
    if not chosen.print:
        write_results("load", results)
        write_section("reliability.md", "load", text)
    return 0 if results["submit_within_goal"] else 1


def measured(own: Site, bidders: int) -> dict[str, Any]:
    """Play the round, check what came of it, and say how long it took."""
    own.stage("crowd", SLUG, str(bidders))
    people = sign_in(own.address, SLUG, bidders)
    own.stage("open", SLUG, "1")
    deadline = deadline_of(own)
    courses = [
        Course(person, plan)
        for person, plan in zip(people, plans(deadline, bidders, seconds=SECONDS, across=ACROSS), strict=True)
    ]
    with processor_time(own) as used:
        play(courses, quantities=BIDS)
    outcome = checked(own, courses, deadline)
    timings = {kind: summary([s for c in courses for k, _, s in c.timings if k == kind]) for kind in KINDS}
    in_the_end = sum(deadline - SECONDS <= asked < deadline for c in courses for _, asked, _ in c.timings)
    return {
        "bidders": bidders,
        "processes": int(own.installation.environment["WEB_CONCURRENCY"]),
        "threads": int(own.installation.environment["WEB_THREADS"]),
        **outcome,
        "seconds": timings,
        "requests_a_second": in_the_end / SECONDS,
        "processor_seconds": used,
        "submit_within_goal": timings["submit"]["p99"] < GOAL,
    }


def checked(own: Site, courses: Sequence[Course], deadline: float) -> dict[str, Any]:
    """What was given is kept, nothing was taken late, and who was refused knows why. Fails otherwise."""
    answers = [(course, course.answer) for course in courses if course.answer is not None]
    given = [(course, answer.receipt) for course, answer in answers if answer.receipt is not None]
    receipts = [course.person.file_of(receipt) for course, receipt in given]
    own.honours(SLUG, receipts)
    own.check_record(SLUG)
    placed = [entry for entry in own.entries(SLUG) if entry.link.kind == "bid_placed"]
    _must({e.link.sequence for e in placed} == {r.sequence for r in receipts}, "receipts and journal differ")
    accepted = [datetime.fromisoformat(receipt.received_at).timestamp() for receipt in receipts]
    _must(max(accepted) < deadline, "a bid was taken after the deadline")
    refused = [answer for _, answer in answers if answer.receipt is None]
    _must(
        all(answer.status == 409 and answer.says("Your bid was not placed") for answer in refused), "no clear refusal"
    )
    return {
        "receipts": len(receipts),
        "in_the_journal": len(placed),
        "refused_after_the_deadline": len(refused),
        "last_bid_before_the_deadline": round(deadline - max(accepted), 3),
    }


def deadline_of(own: Site) -> float:
    moment: datetime = own.rows("SELECT deadline FROM auctions_round WHERE closed_at IS NULL")[0]["deadline"]
    return moment.timestamp()


def _must(hold: bool, otherwise: str) -> None:
    if not hold:
        raise SystemExit(f"FAILED: {otherwise}")


def summary(seconds: list[float]) -> dict[str, float]:
    cut = quantiles(seconds, n=100, method="inclusive")
    return {"requests": len(seconds), "p50": cut[49], "p95": cut[94], "p99": cut[98], "max": max(seconds)}


@contextmanager
def processor_time(own: Site) -> Iterator[dict[str, float]]:
    """Processor seconds of each side within the block."""
    sides = {"gunicorn": processes_of("web", own.data), "postgresql": processes_of(postgresql.NAME, own.data)}
    before = {side: spent(family) for side, family in sides.items()} | {"clients": spent([psutil.Process()])}
    used: dict[str, float] = {}
    start = time.monotonic()
    yield used
    used["wall"] = time.monotonic() - start
    sides = {"gunicorn": processes_of("web", own.data), "postgresql": processes_of(postgresql.NAME, own.data)}
    for side, family in {**sides, "clients": [psutil.Process()]}.items():
        used[side] = spent(family) - before[side]


def spent(family: Sequence[psutil.Process]) -> float:
    return sum(times.user + times.system for times in (process.cpu_times() for process in family))


def figures(results: dict[str, Any]) -> str:
    """The results as Markdown."""
    rows = [
        [words, str(s["requests"]), *(f"{1000 * s[cut]:,.0f}" for cut in ("p50", "p95", "p99", "max"))]
        for kind, words in KINDS.items()
        for s in [results["seconds"][kind]]
    ]
    used = results["processor_seconds"]
    return "\n\n".join(
        [
            f"{results['bidders']} bidders; gunicorn with {results['processes']} processes of {results['threads']} "
            f"threads; the clients ran on the same cores. {results['receipts']} receipts were given, "
            f"{results['in_the_journal']} bids are in the journal, the last of them "
            f"{results['last_bid_before_the_deadline']} s before the deadline; "
            f"{results['refused_after_the_deadline']} came after it and were refused, each with the reason. In the "
            f"last ten seconds {results['requests_a_second']:.0f} requests a second.",
            table(["answer, milliseconds", "requests", "half", "95 of 100", "99 of 100", "all"], rows),
            f"Processor seconds over the {used['wall']:.0f} s of the round: gunicorn {used['gunicorn']:.0f}, "
            f"PostgreSQL {used['postgresql']:.0f}, the clients {used['clients']:.0f}.",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
