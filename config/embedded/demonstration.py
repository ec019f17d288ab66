"""The demonstration: everything on this machine, started together, stopped together."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from config.embedded import places, postgresql, processes, redis, services
from config.embedded.places import CHECKOUT, DataFolder
from config.embedded.processes import StartError

HOST, FIRST_PORT, PORTS_TRIED = "127.0.0.1", 8000, 50
READY_WITHIN = 60  # seconds
SERVERS = (postgresql.NAME, redis.NAME)


@dataclass(frozen=True)
class Program:
    """One of our own processes, and how long it may take to end its work."""

    name: str
    command: tuple[str, ...]
    ends_within: float  # seconds


WORKER = (
    sys.executable,
    "-m",
    "celery",
    "--app",
    "config",
    "worker",
    "--loglevel",
    "INFO",
    "--without-gossip",
    "--without-mingle",
)
CLOCK = Program("clock", (*WORKER, "--hostname", "clock@%h", "--queues", "clock", "--pool", "solo", "--beat"), 8)
SOLVER = Program(
    "solver",
    (*WORKER, "--hostname", "solver@%h", "--queues", "work", "--concurrency", str(max(2, os.cpu_count() or 2))),
    5,
)


def web(listener: socket.socket) -> Program:
    bind = f"fd://{listener.fileno()}"
    return Program(
        "web",
        (sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "--bind", bind, "--graceful-timeout", "3"),
        8,
    )


def run() -> int:
    """Start everything, say where it is, wait. Returns when told to stop or when a part died; nothing keeps running."""
    data = places.demonstration()
    data.create()
    with (data.root / "demonstration.lock").open("ab") as lock:
        if not services.try_lock(lock):
            _say(f"The demonstration of this checkout already runs{where(data)}: stop it there, or sign in.")
            return 1
        stop_leftovers(data)
        try:
            with services.running(data, durable=True) as environment, _listen() as listener:
                return _serve(data, environment, listener)
        except KeyboardInterrupt:
            return 0
        finally:
            data.address.unlink(missing_ok=True)


def stop_leftovers(data: DataFolder) -> None:
    """Stop our own processes that a killed run left behind; PostgreSQL and Redis are taken over instead."""
    for name in processes.recorded(data):
        if name not in SERVERS:
            processes.stop(data, name, within=3)


def where(data: DataFolder) -> str:
    """`` at http://...``, or nothing while it is still starting."""
    return f" at {data.address.read_text()}" if data.address.exists() else ""


def _serve(data: DataFolder, environment: dict[str, str], listener: socket.socket) -> int:
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    data.address.write_text(address)
    programs = [CLOCK, SOLVER, web(listener)]
    try:
        _prepare_database(environment)
        environment = {**environment, "DATABASE_URL": postgresql.application_url(data)}
        _prepare(environment)
        _say("Starting the workers and the web server ...")
        for program in programs:
            processes.start(
                data,
                program.name,
                program.command,
                environment=environment,
                folder=CHECKOUT,
                keep_open=[listener.fileno()],
            )
        _wait_until_ready(data, programs, address)
        _say(_manage(environment, "demo_sign_ins", show=True))
        _say(f"ready {address}")
        return _watch(data, programs)
    finally:
        _stop(data, programs)


def _prepare_database(environment: Mapping[str, str]) -> None:
    """As the owner of the tables; everything after it runs as the application."""
    _say("Preparing the database ...")
    _manage(environment, "migrate", "--no-input", "--verbosity", "0")
    _manage(environment, "grant_application", postgresql.APPLICATION)


def _prepare(environment: Mapping[str, str]) -> None:
    _say("Collecting the static files ...")
    _manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
    _say("Loading the demonstration ...")
    _manage(environment, "load_demo")


def _manage(environment: Mapping[str, str], *command: str, show: bool = False) -> str:
    """Run one command of manage.py; its output if ``show``. Raises StartError with everything it said when it fails."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *command],
        cwd=CHECKOUT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StartError(f"manage.py {' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.rstrip() if show else ""


def _wait_until_ready(data: DataFolder, programs: list[Program], address: str) -> None:
    deadline = time.monotonic() + READY_WITHIN
    answer: object = "no answer"
    while time.monotonic() < deadline:
        _find_dead(data, programs)
        try:
            with urllib.request.urlopen(f"{address}readyz", timeout=5) as response:  # noqa: S310  our own address
                if response.status == 200:
                    return
        except urllib.error.HTTPError as error:
            answer = json.loads(error.read() or "{}")
        except OSError as error:
            answer = error
        time.sleep(0.3)
    raise StartError(f"Not ready after {READY_WITHIN} seconds: {answer}. Logs are in {data.logs}")


def _watch(data: DataFolder, programs: list[Program]) -> int:
    while True:
        time.sleep(0.5)
        try:
            _find_dead(data, programs)
        except StartError as error:
            _say(f"{error}\nStopping the rest.")
            return 1


def _find_dead(data: DataFolder, programs: list[Program]) -> None:
    for name in [*SERVERS, *(program.name for program in programs)]:
        if processes.find(data, name) is None:
            raise StartError(f"{name} ended by itself.\n{processes.last_lines(data, name)}")


def _stop(data: DataFolder, programs: list[Program]) -> None:
    """Web first, so that nobody is promised anything; a second Ctrl-C does not cut this short."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _say("Stopping ...")
    for program in reversed(programs):
        processes.stop(data, program.name, within=program.ends_within)


@contextmanager
def _listen() -> Iterator[socket.socket]:
    """A listening socket on CLEARBAND_PORT or the first free port from 8000 on. Raises StartError when the port asked
    for is taken.
    """
    asked = os.environ.get("CLEARBAND_PORT")
    first = int(asked) if asked and asked.isdigit() else FIRST_PORT
    for port in range(first, first + (1 if asked else PORTS_TRIED)):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            listener.close()
            continue
        if port != first:
            _say(f"Port {first} is taken: using {port} instead.")
        with listener:
            yield listener
        return
    raise StartError(
        f"Port {first} is taken: name another in CLEARBAND_PORT." if asked else f"No port free from {first} on."
    )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
