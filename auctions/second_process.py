"""``auctions.second_method`` as a process, which is ended when its time is up."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from typing import IO, Any

from winner_determination.progress import Tell

ROOT = Path(__file__).resolve().parent.parent


class SecondMethodFailed(Exception):
    """It came to no result; the message is a sentence for an officer."""


def by_another_method(
    case: Mapping[str, Any], result: Mapping[str, Any], *, seconds: float, tell: Tell
) -> dict[str, Any]:
    """What ``auctions.second_method`` prints; ``tell`` is told how far it is, from another thread.

    Raises SecondMethodFailed where it found nothing in time.
    """
    read_end, write_end = os.pipe()
    said: list[str] = []
    with os.fdopen(read_end, encoding="utf-8") as lines:
        command = [sys.executable, "-m", "auctions.second_method", "--progress"]
        with subprocess.Popen(  # noqa: S603 (our own command, no shell)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=write_end,
            text=True,
            cwd=ROOT,
            start_new_session=True,  # a solver that it started is a process, too, and ends with it
        ) as process:
            os.close(write_end)
            reader = Thread(target=_listen, args=(lines, tell, said), daemon=True)
            reader.start()
            try:
                printed, _ = process.communicate(json.dumps({"case": case, "result": result}), timeout=seconds)
            except subprocess.TimeoutExpired as error:
                os.killpg(process.pid, signal.SIGKILL)
                raise SecondMethodFailed(f"It was not verified within {seconds:g} seconds.") from error
        reader.join()
    if process.returncode != 0:
        raise SecondMethodFailed(said[-1] if said else f"It ended with status {process.returncode}.")
    found: dict[str, Any] = json.loads(printed)
    return found


def _listen(lines: IO[str], tell: Tell, said: list[str]) -> None:
    """Progress comes as JSON objects, one a line; anything else is why it failed."""
    for line in lines:
        if line.startswith("{"):
            tell(json.loads(line))
        elif line.strip():
            said.append(line.strip())
