"""How gunicorn serves the pages: ``gunicorn --config config/gunicorn.py``. WEB_CONCURRENCY (processes) and WEB_THREADS
are read from the environment.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config import logs

wsgi_app = "config.wsgi:application"
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
keepalive = 5  # seconds: pages poll
timeout = 60  # seconds without a sign of life before a process is replaced
graceful_timeout = 20  # seconds that open requests get when the server stops
max_requests = 20_000  # then a process is replaced, all at different times
max_requests_jitter = 2_000

# What a request may bring before any of our code sees it.
limit_request_line = 4_094  # bytes
limit_request_fields = 100
limit_request_field_size = 8_190  # bytes

accesslog = None  # config.request_log writes the lines
errorlog = "-"
logconfig_dict = logs.json_lines(os.environ.get("LOG_LEVEL", "INFO"))
control_socket_disable = True  # it would lie in the home folder, shared by every server of the user

# Each process counts its requests in files of its own; whichever is asked for /metrics adds them up.
_COUNTS = "PROMETHEUS_MULTIPROC_DIR"
if _COUNTS not in os.environ:
    os.environ[_COUNTS] = tempfile.mkdtemp(prefix="clearband-counts-")


def pre_fork(server: Any, worker: Any) -> None:
    """A process takes over the lowest number that is free, and with it the counts of the one that had it before."""
    taken = {other.number for other in server.WORKERS.values()}
    worker.number = min(set(range(len(taken) + 1)) - taken)


def post_fork(server: Any, worker: Any) -> None:
    from prometheus_client import values

    values.ValueClass = values.MultiProcessValue(lambda: worker.number)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ[_COUNTS], ignore_errors=True)
