"""``python -m config.embedded demo|reset|test|run``: Clearband on servers of its own.

demo            everything, until Ctrl-C: servers, worker, web; prints the address and the sign-ins
reset           throw the demonstration's data away
test ARGS       pytest on servers that are started for the run
run CMD ARGS    one command on the demonstration's servers, which are started if they are not running
"""

import argparse
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import NoReturn

from config.embedded import demonstration, places, services, testing
from config.embedded.places import CHECKOUT, PlaceError
from config.embedded.processes import StartError


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m config.embedded", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("verb", choices=["demo", "reset", "test", "run"])
    parser.add_argument("command", nargs=argparse.REMAINDER, help="for run and test")
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    try:
        match chosen.verb:
            case "demo":
                return demonstration.run()
            case "reset":
                return _reset()
            case "test":
                return _test(chosen.command)
            case _:
                return _run(chosen.command or parser.error("run needs a command"))
    except (StartError, PlaceError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _reset() -> int:
    data = places.demonstration()
    if not data.root.exists():
        return 0
    data.create()
    with (data.root / "users.lock").open("ab") as users:
        if not services.try_lock(users):
            print(f"The demonstration is in use{demonstration.where(data)}: stop it first.", file=sys.stderr)
            return 1
        demonstration.stop_leftovers(data)
        services.stop(data)
        shutil.rmtree(data.root)
    return 0


def _test(arguments: Sequence[str]) -> int:
    with testing.folder() as data:
        return _wait_for([sys.executable, "-m", "pytest", *arguments], testing.environment(data))


def _run(command: Sequence[str]) -> int:
    with services.running(places.demonstration(), durable=True) as environment:
        interpreter = [sys.executable] if command[0].endswith(".py") else []
        return _wait_for([*interpreter, *command], environment)


def _wait_for(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run ``command`` to its end. A terminal's Ctrl-C reaches it directly, so we only wait; if we are told to leave,
    so is it.
    """
    with subprocess.Popen(list(command), env=dict(environment), cwd=CHECKOUT) as process:  # noqa: S603  the caller's own command
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
            except SystemExit:
                process.terminate()
                process.wait()
                raise


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
