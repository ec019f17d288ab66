from collections.abc import Iterator

import pytest

from tests.config.played_auction import VARIABLES, Play, played_on
from tests.faults.site import site


@pytest.fixture(scope="session")
def played() -> Iterator[Play]:
    """An auction that was played on servers of its own, which still run."""
    with site(variables=VARIABLES) as own:
        yield played_on(own)
