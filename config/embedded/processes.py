"""Start a program, write down that it runs, and stop it: also from another process, also after whoever started it was
killed.

A record is ``processes/NAME.json`` with the process id and the time it was born, so that a number the system gave
away again is never mistaken for ours. Every program leads a session of its own: Ctrl-C in a terminal reaches the one
who started it, who stops the rest in order.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from config.embedded.places import DataFolder

LAST_LINES = 15


class StartError(Exception):
    """A program that did not start or did not answer; the text ends with the last lines of its log."""


def start(
    data: DataFolder,
    name: str,
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    user: int | None = None,
    group: int | None = None,
    folder: Path | None = None,
    keep_open: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Run ``command`` in a session of its own, output to ``log/NAME.log``, and record it."""
    with (data.logs / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603  the callers in this package build the command
            list(command),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user,
            group=group,
            extra_groups=None if user is None else [],
            umask=0o077,
            cwd=folder,
            pass_fds=keep_open,
        )
    with suppress(psutil.NoSuchProcess):
        born = psutil.Process(process.pid).create_time()
        _record(data, name).write_text(json.dumps({"pid": process.pid, "born": born}))
    return process


def find(data: DataFolder, name: str) -> psutil.Process | None:
    """The process recorded as ``name`` if it still runs."""
    try:
        record = json.loads(_record(data, name).read_text())
        process = psutil.Process(record["pid"])
        same = abs(process.create_time() - record["born"]) < 1
    except (OSError, ValueError, psutil.Error):
        return None
    return process if same and _runs(process) else None


def stop(data: DataFolder, name: str, *, by: signal.Signals = signal.SIGTERM, within: float = 10) -> None:
    """Ask ``name`` to end with signal ``by``; after ``within`` seconds it and everything it started is killed."""
    process = find(data, name)
    if process is not None:
        with suppress(psutil.NoSuchProcess):
            family = [process, *process.children(recursive=True)]
            process.send_signal(by)
            _wait_for_end([process], within)
            for member in family:
                with suppress(psutil.NoSuchProcess):
                    member.kill()
            _wait_for_end(family, 5)
    _record(data, name).unlink(missing_ok=True)


def recorded(data: DataFolder) -> list[str]:
    return sorted(record.stem for record in data.processes.glob("*.json"))


def last_lines(data: DataFolder, name: str) -> str:
    """The end of a program's log, to show why it failed."""
    log = data.logs / f"{name}.log"
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(f"    {line}" for line in [f"{log} ends with:", *lines[-LAST_LINES:]])


def _record(data: DataFolder, name: str) -> Path:
    return data.processes / f"{name}.json"


def _runs(process: psutil.Process) -> bool:
    """False also for a process that ended and that its parent has not waited for: there may be nobody who ever does."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _wait_for_end(family: Sequence[psutil.Process], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while any(map(_runs, family)) and time.monotonic() < deadline:
        time.sleep(0.02)
    for process in family:
        with suppress(ChildProcessError):  # it was another's child
            os.waitpid(process.pid, os.WNOHANG)
