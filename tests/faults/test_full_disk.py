"""The database's disk is full: bids are refused with a page that says so, nothing is half done, and once there is room
it goes on.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from config.embedded import postgresql
from config.embedded.places import DataFolder
from tests.faults.conftest import SLUG
from tests.faults.people import Person
from tests.faults.site import Site, site, until

MEGABYTES = 200  # a new cluster and its log take about a hundred
MOST_BIDS = 60  # until the room in what was written before is used up


class SmallDisk:
    """A file system in memory for PostgreSQL's data."""

    def __init__(self) -> None:
        self.folder: Path | None = None

    def mount(self, data: DataFolder) -> None:
        data.create()
        data.postgresql.mkdir()
        options = f"size={MEGABYTES}m,mode=0700"
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(data.postgresql)]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("this user may mount no file system here")
        self.folder = data.postgresql

    @property
    def ballast(self) -> Path:
        assert self.folder is not None
        return self.folder / "ballast"

    def fill(self) -> None:
        with suppress(OSError), self.ballast.open("wb", buffering=0) as ballast:
            while True:
                ballast.write(bytes(4096))

    def unmount(self) -> None:
        if self.folder is not None:
            subprocess.run(["umount", str(self.folder)], check=True)
            shutil.rmtree(self.folder.parent)


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    disk = SmallDisk()
    yield disk
    disk.unmount()


@pytest.fixture
def own(disk: SmallDisk) -> Iterator[Site]:
    with site(disk.mount) as found:
        found.stage("crowd", SLUG, "1")
        found.stage("open", SLUG, "60")
        yield found


def test_a_bid_is_refused_clearly_and_placed_once_there_is_room(own: Site, disk: SmallDisk) -> None:
    with Person(own.address, SLUG, 1).sign_in() as person:
        forms = [person.bid(C=1 + number % 3) for number in range(MOST_BIDS)]
        disk.fill()

        given = []
        for form in forms:
            answer = person.submit(form)
            if answer.receipt is None:
                break
            given.append(answer.receipt)

        assert answer.status == 503
        assert answer.says("Nothing can be recorded at the moment")
        assert own.installation.dead() in ([], [postgresql.NAME])  # it ends where its own log finds no room
        disk.ballast.unlink()
        for name in own.installation.dead():
            own.start_again(name)
        until(lambda: person.browser.get(person.round).status_code == 200)
        assert own.bids_of_form(SLUG, form["form_key"]) == 0
        given.append(str(person.submit(form).receipt))
        own.honours(SLUG, [person.file_of(receipt) for receipt in given])
        own.check_record(SLUG)
