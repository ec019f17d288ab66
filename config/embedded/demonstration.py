"""The demonstration: everything on this machine, started together, kept running, stopped together."""

import os
import signal
import socket
import sys
import time
from collections import deque

from config.embedded import places, processes, services
from config.embedded.places import DataFolder
from config.embedded.processes import StartError
from config.embedded.programs import FIRST_PORT, SERVERS, Installation, address_of, listening, manage

PATIENCE, WITHIN = 5, 60.0  # what ended more often than that in so many seconds is not started again


def run() -> int:
    """Start everything, say where it is, wait. Returns when told to stop or when a part keeps dying; nothing keeps
    running.
    """
    data = places.demonstration()
    data.create()
    with (data.root / "demonstration.lock").open("ab") as lock:
        if not services.try_lock(lock):
            _say(f"The demonstration of this checkout already runs{where(data)}: stop it there, or sign in.")
            return 1
        stop_leftovers(data)
        try:
            with services.running(data, durable=True) as environment, listening() as listener:
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
    address = address_of(listener)
    data.address.write_text(address)
    port = listener.getsockname()[1]
    if port != FIRST_PORT and not os.environ.get("CLEARBAND_PORT"):
        _say(f"Port {FIRST_PORT} is taken: using {port} instead.")
    _say("Preparing the database ...")
    installation = Installation.prepared(data, environment, listener)
    _say("Collecting the static files ...")
    manage(installation.environment, "collectstatic", "--no-input", "--verbosity", "0")
    _say("Loading the demonstration ...")
    manage(installation.environment, "load_demo")
    try:
        _say("Starting the workers and the web server ...")
        installation.start()
        _say(manage(installation.environment, "demo_sign_ins"))
        _say(f"ready {address}")
        return keep_running(installation)
    finally:
        _stop(installation)


def keep_running(installation: Installation) -> int:
    """Start again what ends, as a service manager does on a real server. Returns when one keeps ending."""
    ends: deque[float] = deque(maxlen=PATIENCE)
    while True:
        time.sleep(0.5)
        for name in installation.dead():
            _say(f"{name} ended by itself.\n{processes.last_lines(installation.data, name)}")
            if len(ends) == PATIENCE and time.monotonic() - ends[0] < WITHIN:
                _say("This happens too often. Stopping the rest.")
                return 1
            ends.append(time.monotonic())
            try:
                installation.start_again(name)
            except StartError as error:
                _say(f"{error}\nStopping the rest.")
                return 1
            _say(f"{name} was started again.")


def _stop(installation: Installation) -> None:
    """A second Ctrl-C does not cut this short."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _say("Stopping ...")
    installation.stop()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
