"""What every test may ask for. The servers are embedded, made for the run, and start when the first test asks for the
database.

Tests of the pure folders know nothing of Django: where only such folders are named on the command line, Django is not
even loaded.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django import DjangoDbBlocker

TESTS = Path(__file__).parent
PURE = (
    "winner_determination",
    "assignment",
    "auctions/rules",
    "auctions/formats",
    "auctions/lab",
    "auctions/bundle",
    "auctions/sealing",
    "capacity/clearing",
)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

cleanup = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Point Django at this run's servers before pytest-django looks for it; nothing is started here."""
    if all(_is_pure(Path(argument.split("::")[0])) for argument in config.args):
        return
    import django

    from config.embedded import testing

    data = cleanup.enter_context(testing.folder())
    os.environ.update(testing.environment(data))
    django.setup()


def pytest_unconfigure() -> None:
    cleanup.close()


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[str, str]]:
    """PostgreSQL and Redis of this run, answering. Yields the environment for a process that is to use them."""
    from config.embedded import services, testing

    with testing.folder() as data, services.running(data, durable=False):
        yield testing.environment(data)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, servers: dict[str, str]) -> None:
    """pytest-django asks for this before it makes the test database; by then the server must answer."""


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """The system's Chromium. Where there is none, browser tests are reported as not run; under CI=true they fail."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        reason = "no Chromium on this machine (Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; the tests next to it use the database as always.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """Tests run as the application's database role, which may not change the record. The record refuses to be emptied,
    too; between tests that commit it has to be.
    """
    from tests import emptying, roles

    with django_db_blocker.unblock():
        roles.become_the_application()
    with emptying.permitted():
        yield
    with django_db_blocker.unblock():
        roles.become_the_owner()


@pytest.fixture
def tables_may_differ() -> None:
    """For a test that breaks the record on purpose: the tripwire is not looked at when it ends."""


@pytest.fixture(autouse=True)
def _tripwire(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with a database, tables are what the journal says (tests/tripwire.py)."""
    database = next((name for name in ("transactional_db", "db") if name in request.fixturenames), None)
    marked = request.node.get_closest_marker("django_db")
    if "tables_may_differ" in request.fixturenames or (database is None and marked is None):
        yield
        return
    from tests import tripwire

    request.getfixturevalue("_django_db_helper")  # whatever was asked for: its end comes after this fixture's
    tripwire.forget()
    yield
    tripwire.check()


@pytest.fixture(autouse=True)
def _easy_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving a key from a passphrase takes a second; here it takes none."""
    from auctions.sealing import passphrases

    monkeypatch.setattr(passphrases, "MODERATE", passphrases.LEAST)


def _is_pure(argument: Path) -> bool:
    return any(argument.resolve().is_relative_to(TESTS / folder) for folder in PURE)
