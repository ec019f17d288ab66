"""One installation for the faults that leave nothing behind; ``make test-faults`` alone runs what is here."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.faults.people import Person
from tests.faults.site import Site, site

HERE = Path(__file__).parent
BIDDERS = 8
SLUG = "crowd"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def own() -> Iterator[Site]:
    """Servers for the session, with an auction whose first round stays open. Results are verified for a moment only:
    the second method takes minutes, and the worker's processes are wanted here.
    """
    with site(variables={"VERIFY_WITHIN": "1"}) as found:
        found.stage("crowd", SLUG, str(BIDDERS))
        found.stage("open", SLUG, "60")
        yield found


@pytest.fixture
def person(own: Site) -> Iterator[Callable[[int], Person]]:
    """Signs the person of the bidder with this number in."""
    with ExitStack() as browsers:
        yield lambda number: browsers.enter_context(Person(own.address, SLUG, number)).sign_in()


@pytest.fixture(scope="session")
def undisturbed(own: Site) -> Mapping[str, Any]:
    """The result of the long solve where nothing happens meanwhile."""
    return own.start_solving("undisturbed").result_in_the_end()
