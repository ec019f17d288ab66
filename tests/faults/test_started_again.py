"""In the demonstration whatever ends is started again, and what keeps ending is not."""

from concurrent.futures import ThreadPoolExecutor

import httpx

from config.embedded import postgresql, redis
from config.embedded.demonstration import PATIENCE, keep_running
from tests.faults.site import PATIENCE as SECONDS
from tests.faults.site import Site, site, until


def is_ready(own: Site) -> bool:
    try:
        return httpx.get(f"{own.address}readyz", timeout=SECONDS).status_code == 200
    except httpx.TransportError:
        return False


def test_every_server_and_program_that_is_killed_comes_back_by_itself_until_one_keeps_dying() -> None:
    with site() as own, ThreadPoolExecutor(1) as pool:
        watching = pool.submit(keep_running, own.installation)
        parts = ["web", "clock", "solver", redis.NAME, postgresql.NAME]
        assert len(parts) == PATIENCE

        for part in parts:
            own.kill(part)
            until(lambda: not own.installation.dead() and is_ready(own))

        assert not watching.done()
        while not watching.done():
            until(lambda: watching.done() or not own.installation.dead())
            if not watching.done():
                own.kill("clock")
        assert watching.result() == 1
