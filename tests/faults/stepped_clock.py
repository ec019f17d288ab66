"""``config/gunicorn.py`` with a clock that can be stepped: each process reads the seconds from the file that CLOCK_STEP
names, again and again, and moves its clock by so many. Waiting and time limits run on, as after a real step.
"""

import os
import threading
import time
from pathlib import Path
from typing import Any

import time_machine

from config.gunicorn import *  # noqa: F403

LOOKS_EVERY = 0.05  # seconds


def post_worker_init(worker: Any) -> None:
    threading.Thread(target=follow, args=(Path(os.environ["CLOCK_STEP"]),), daemon=True).start()


def follow(file: Path) -> None:
    stepped, travel = 0.0, None
    while True:
        wanted = float(file.read_text())
        if wanted != stepped:
            if travel is not None:
                travel.stop()
            travel = time_machine.travel(time.time() + wanted, tick=True)
            travel.start()
            stepped = wanted
        time.sleep(LOOKS_EVERY)
