"""The embedded servers start, are shared, and leave nothing behind. Every test has a folder of its own."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from config.embedded import postgresql, processes, redis, services
from config.embedded.places import CHECKOUT, DataFolder, PlaceError, home, own_folder
from config.embedded.testing import PREFIX


@pytest.fixture
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataFolder]:
    """A folder below this checkout's, as every other; cleared away whatever the test did."""
    from config.embedded import testing

    folder = DataFolder(home() / f"{PREFIX}{os.urandom(4).hex()}")
    yield folder
    testing.discard(folder)


def processes_of(data: DataFolder) -> list[str]:
    """Every process of the machine whose command line names the folder."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        words = " ".join(process.info["cmdline"] or [])
        if str(data.root) in words and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(words)
    return found


def holder(data: DataFolder) -> "subprocess.Popen[bytes]":
    """Another process that uses the servers of ``data`` until it is ended; returns when they answer."""
    code = (
        "import sys, time, signal; from pathlib import Path\n"
        "from config.embedded import services; from config.embedded.places import DataFolder\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n"
        "with services.running(DataFolder(Path(sys.argv[1])), durable=False):\n"
        "    print('up', flush=True); time.sleep(600)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(data.root)], cwd=CHECKOUT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    return process


def test_after_the_last_user_no_process_is_left(data: DataFolder) -> None:
    with services.running(data, durable=False) as environment:
        assert postgresql.is_up(data)
        assert redis.is_up(data)
        assert environment["CLEARBAND_EMBEDDED"] == "1"

    assert processes_of(data) == []
    assert processes.recorded(data) == []


def test_a_second_start_finds_the_data_of_the_first(data: DataFolder) -> None:
    with services.running(data, durable=True), psycopg.connect(postgresql.url(data)) as connection:
        connection.execute("CREATE TABLE kept (price int)")
        connection.execute("INSERT INTO kept VALUES (42)")
    key = data.secret_key()

    with services.running(data, durable=True), psycopg.connect(postgresql.url(data)) as connection:
        row = connection.execute("SELECT price FROM kept").fetchone()

    assert row == (42,)
    assert data.secret_key() == key


def test_servers_stay_while_anybody_uses_them_and_stop_with_the_last(data: DataFolder) -> None:
    other = holder(data)
    with services.running(data, durable=False):
        other.terminate()
        other.wait()
        still_up = postgresql.is_up(data) and redis.is_up(data)

    assert still_up
    assert processes_of(data) == []


def test_what_a_killed_run_left_is_taken_over_and_stopped(data: DataFolder) -> None:
    killed = holder(data)
    killed.kill()
    killed.wait()
    server = processes.find(data, postgresql.NAME)
    assert server is not None

    with services.running(data, durable=False):
        assert processes.find(data, postgresql.NAME) == server

    assert processes_of(data) == []


def test_a_database_server_that_was_killed_is_started_again(data: DataFolder) -> None:
    killed = holder(data)
    server = processes.find(data, postgresql.NAME)
    assert server is not None
    server.kill()
    killed.kill()
    killed.wait()

    with services.running(data, durable=False), psycopg.connect(postgresql.url(data)) as connection:
        answer = connection.execute("SELECT 1").fetchone()

    assert answer == (1,)
    assert processes_of(data) == []


def test_the_record_of_another_process_with_the_same_number_is_not_ours(data: DataFolder) -> None:
    data.create()
    (data.processes / "web.json").write_text(f'{{"pid": {os.getpid()}, "born": {time.time() - 1e6}}}')

    processes.stop(data, "web")

    assert processes.find(data, "web") is None
    assert processes.recorded(data) == []


def test_a_program_that_does_not_listen_to_reason_is_killed_with_its_children(data: DataFolder) -> None:
    data.create()
    stubborn = "trap '' TERM; sleep 600 & while true; do sleep 1; done"
    processes.start(data, "stubborn", ["/bin/sh", "-c", stubborn], environment={"PATH": os.environ["PATH"]})
    process = processes.find(data, "stubborn")
    assert process is not None
    time.sleep(0.3)
    family = [process, *process.children(recursive=True)]

    processes.stop(data, "stubborn", by=signal.SIGTERM, within=0.5)

    assert len(family) >= 2
    assert not any(member.is_running() and member.status() != psutil.STATUS_ZOMBIE for member in family)


def test_nobody_else_gets_in_and_no_folder_above_is_opened(data: DataFolder) -> None:
    above = [*CHECKOUT.parents, CHECKOUT]
    before = [stat.filemode(folder.stat().st_mode) for folder in above]

    with services.running(data, durable=False):
        modes = {folder.name: stat.filemode(folder.stat().st_mode) for folder in (data.postgresql, data.sockets)}

    assert [stat.filemode(folder.stat().st_mode) for folder in above] == before
    assert modes == {"postgresql": "drwx------", "sockets": "drwx------"}
    assert stat.filemode((data.root / "secret_key").stat().st_mode) == "-rw-------"


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(PlaceError, match="is a link or another user's"):
        own_folder(tmp_path / "data", 0o700)


def test_a_path_too_long_for_a_socket_gets_a_short_folder_for_its_sockets(tmp_path: Path) -> None:
    deep = DataFolder(tmp_path / ("a" * 90))

    assert len(os.fsencode(deep.redis_socket)) < 100
    assert not deep.sockets.is_relative_to(deep.root)


def test_programs_that_postgresqls_user_cannot_reach_are_copied_and_run(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root runs PostgreSQL as another user")
    monkeypatch.setattr(postgresql, "_open_to_all", lambda program: False)

    with services.running(data, durable=False), psycopg.connect(postgresql.url(data)) as connection:
        answer = connection.execute("SELECT 1").fetchone()

    assert answer == (1,)
    assert (data.root / "programs" / postgresql.PROGRAMS / "initdb").exists()
