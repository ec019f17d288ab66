"""Clearband's own processes on embedded servers: two workers and the web server, started and stopped together, and each
started again where it ended.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from config.embedded import postgresql, processes, redis, services
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
    "--quiet",
    "--app",
    "config",
    "worker",
    "--without-gossip",
    "--without-mingle",
)
CLOCK = Program("clock", (*WORKER, "--hostname", "clock@%h", "--queues", "clock", "--pool", "solo", "--beat"), 8)
SOLVER = Program(
    "solver",
    (*WORKER, "--hostname", "solver@%h", "--queues", "work", "--concurrency", str(max(2, os.cpu_count() or 2))),
    5,
)


def web(listener: socket.socket, settings: str = "config/gunicorn.py") -> Program:
    """gunicorn on a socket that is held open here: while its processes are replaced, requests wait in it."""
    bind = f"fd://{listener.fileno()}"
    return Program(
        "web",
        (sys.executable, "-m", "gunicorn", "--config", settings, "--bind", bind, "--graceful-timeout", "3"),
        8,
    )


@dataclass(frozen=True)
class Installation:
    """Clearband on the servers of one data folder, at one address."""

    data: DataFolder
    environment: Mapping[str, str]  # of the application
    listener: socket.socket
    programs: tuple[Program, ...]

    @classmethod
    def prepared(
        cls,
        data: DataFolder,
        environment: Mapping[str, str],
        listener: socket.socket,
        *,
        web_settings: str = "config/gunicorn.py",
    ) -> "Installation":
        """Make the tables as their owner; everything after it runs as the application. Raises StartError."""
        manage(environment, "migrate", "--no-input", "--verbosity", "0")
        manage(environment, "grant_application", postgresql.APPLICATION)
        programs = (CLOCK, SOLVER, web(listener, web_settings))
        return cls(data, {**environment, "DATABASE_URL": postgresql.application_url(data)}, listener, programs)

    @property
    def address(self) -> str:
        return address_of(self.listener)

    def start(self) -> None:
        """Start all programs and wait until the pages answer. Raises StartError; what was started runs on."""
        for program in self.programs:
            self._start(program)
        self._wait_until_ready()

    def stop(self) -> None:
        """Web first, so that nobody is promised anything."""
        for program in reversed(self.programs):
            processes.stop(self.data, program.name, within=program.ends_within)

    def dead(self) -> list[str]:
        """The servers and programs that ended."""
        names = [*SERVERS, *(program.name for program in self.programs)]
        return [name for name in names if processes.find(self.data, name) is None]

    def start_again(self, name: str) -> None:
        """Start one that ended. Raises StartError."""
        if name in SERVERS:
            services.start_what_ended(self.data, durable=True)
        else:
            self._start(next(program for program in self.programs if program.name == name))

    def _start(self, program: Program) -> None:
        keep_open = [self.listener.fileno()]
        processes.start(
            self.data,
            program.name,
            program.command,
            environment=self.environment,
            folder=CHECKOUT,
            keep_open=keep_open,
        )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        answer: object = "no answer"
        while time.monotonic() < deadline:
            for name in self.dead():
                raise StartError(f"{name} ended by itself.\n{processes.last_lines(self.data, name)}")
            try:
                with urllib.request.urlopen(f"{self.address}readyz", timeout=5) as response:  # noqa: S310  our own address
                    if response.status == 200:
                        return
            except urllib.error.HTTPError as error:
                answer = json.loads(error.read() or "{}")
            except OSError as error:
                answer = error
            time.sleep(0.3)
        raise StartError(f"Not ready after {READY_WITHIN} seconds: {answer}. Logs are in {self.data.logs}")


def manage(environment: Mapping[str, str], *command: str) -> str:
    """Run one command of manage.py; its output. Raises StartError with everything it said when it fails."""
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
    return done.stdout.rstrip()


@contextmanager
def listening() -> Iterator[socket.socket]:
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
        with listener:
            yield listener
        return
    raise StartError(
        f"Port {first} is taken: name another in CLEARBAND_PORT." if asked else f"No port free from {first} on."
    )


def address_of(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}/"
