"""The web server's clock is stepped while a round is open: rounds end by the database's clock and by no other."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faults.conftest import SLUG
from tests.faults.people import NoForm, Person
from tests.faults.site import Site, site, until

MINUTE = 60.0
Step = Callable[[float], None]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds by how many seconds the web server's clock is off."""
    made = tmp_path_factory.mktemp("clock") / "step"
    made.write_text("0")
    return made


@pytest.fixture(scope="module")
def own(file: Path) -> Iterator[Site]:
    stepped = "tests/faults/stepped_clock.py"
    with site(web_settings=stepped, variables={"CLOCK_STEP": str(file)}) as found:
        found.stage("crowd", SLUG, "3")
        found.stage("open", SLUG, "2")
        yield found


@pytest.fixture
def step(file: Path) -> Iterator[Step]:
    def by(seconds: float) -> None:
        part = file.with_suffix(".part")
        part.write_text(str(seconds))
        part.replace(file)
        time.sleep(0.5)  # until every process has looked

    yield by
    by(0)


def seconds_left(person: Person) -> int:
    """What the page's countdown shows."""
    answer = person.browser.get(f"{person.round}status/")
    return int(answer.headers["Clearband-Seconds-Left"])


@pytest.mark.parametrize("minutes", [10, -10])
def test_a_step_moves_no_deadline_and_ends_no_session(own: Site, step: Step, minutes: int) -> None:
    with Person(own.address, SLUG, 1).sign_in() as person:
        before, form = seconds_left(person), person.bid(C=1)

        step(minutes * MINUTE)

        assert 0 <= before - seconds_left(person) < 20
        receipt = person.file_of(str(person.submit(form).receipt))
    off = datetime.fromisoformat(receipt.received_at) - datetime.now(UTC)
    assert abs(off.total_seconds()) < MINUTE
    own.honours(SLUG, [receipt])


def test_a_step_beyond_the_idle_limit_costs_a_sign_in_and_no_bid(own: Site, step: Step) -> None:
    with Person(own.address, SLUG, 2).sign_in() as person:
        form = person.bid(C=1)
        step(2 * 60 * MINUTE)

        answer = person.submit(form)

        assert re.match("/sign-in/", str(answer.receipt))  # sent there
        assert own.bids_of_form(SLUG, form["form_key"]) == 0
        person.sign_in()
        assert "/receipts/" in str(person.submit({**form, **person.look(), "form_key": form["form_key"]}).receipt)


def test_a_clock_that_is_slow_takes_no_late_bid(own: Site, step: Step) -> None:
    with Person(own.address, SLUG, 3).sign_in() as person:
        form = person.bid(C=1)
        step(-10 * MINUTE)
        until(lambda: own.rows("SELECT closed_at FROM auctions_round")[0]["closed_at"] is not None, within=3 * MINUTE)

        answer = person.submit(form)

        assert answer.status == 409
        assert answer.says("Clock round 1 is closed.")
        with pytest.raises(NoForm):
            person.look()
