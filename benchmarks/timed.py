"""A job timed in a process of its own, which is killed with everything it started when its time is up."""

import gc
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Protocol, cast

RSS_UNITS_A_MEGABYTE = 1e6 if sys.platform == "darwin" else 1e6 / 1024

Answer = dict[str, Any]


class Job(Protocol):
    """Something picklable to time."""

    def prepare(self) -> Callable[[], Answer]:
        """Do what is not timed (imports, making the case) and return the rest."""
        ...


@dataclass(frozen=True)
class Timed:
    """What came of a job. ``answer`` is None where it did not end in time, or failed."""

    seconds: float  # wall clock; the limit where it did not end in time
    cpu_seconds: float  # of the process and those it started
    peak_megabytes: float  # resident memory of the largest of them
    answer: Answer | None
    failure: str | None  # one line


def timed(job: Job, *, limit: float) -> Timed:
    """Run ``job`` for at most ``limit`` seconds."""
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(there, job))
    process.start()
    there.close()
    pid = cast(int, process.pid)
    try:
        here.recv()  # prepared
        result: Timed = here.recv() if here.poll(limit) else Timed(limit, limit, 0, None, f"not done in {limit:g} s")
    except EOFError:
        return Timed(0, 0, 0, None, "the process died")
    finally:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        process.join()
    return result


def _run(there: Connection, job: Job) -> None:
    os.setsid()
    work = job.prepare()
    gc.collect()
    gc.freeze()  # what preparing left behind is not searched for garbage while the clock runs
    there.send("prepared")
    start, cpu = time.perf_counter(), _cpu_seconds()
    answer, failure = None, None
    try:
        answer = work()
    except Exception as error:  # a solver may fail in any way: that is a result
        failure = f"{type(error).__name__}: {error}".splitlines()[0]
    there.send(Timed(time.perf_counter() - start, _cpu_seconds() - cpu, _peak(), answer, failure))


def _cpu_seconds() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in _usages())


def _peak() -> float:
    return max(usage.ru_maxrss for usage in _usages()) / RSS_UNITS_A_MEGABYTE


def _usages() -> list[resource.struct_rusage]:
    return [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
