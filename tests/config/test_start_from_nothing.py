"""The commands of docs/operations/start.md, run in their order on an empty PostgreSQL, lead to a hosted auction."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from config.embedded import postgresql, redis, services, testing
from config.embedded.places import CHECKOUT, DataFolder

PAGE = (CHECKOUT / "docs" / "operations" / "start.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sql|sh role=owner|sh role=application)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
BIDDERS = re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]
OWNER, APPLICATION = "clearband_owner", "clearband"


@pytest.fixture
def nothing() -> Iterator[tuple[DataFolder, dict[str, str]]]:
    """PostgreSQL with neither our database nor our roles, Redis, and the environment of a server on them."""
    with testing.fresh() as data, services.running(data, durable=False) as environment:
        with psycopg.connect(address(data, "postgres", "postgres"), autocommit=True) as connection:
            connection.execute("DROP DATABASE clearband")
            connection.execute("DROP ROLE clearband")
        server = {
            "PATH": environment["PATH"],
            "REDIS_URL": redis.url(data),
            "SECRET_KEY": data.secret_key(),
            "ALLOWED_HOSTS": "auction.example.org",
            "STATIC_ROOT": str(data.static_files),
            "PYTHONPATH": str(CHECKOUT),
        }
        yield data, server


def address(data: DataFolder, role: str, database: str = "clearband") -> str:
    return f"postgres://{role}@{quote(str(data.sockets), safe='')}/{database}"


def run(command: list[str], environment: dict[str, str], folder: Path, text: str = "") -> str:
    done = subprocess.run(command, env=environment, cwd=folder, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_page_leads_from_an_empty_server_to_an_auction(
    nothing: tuple[DataFolder, dict[str, str]], tmp_path: Path
) -> None:
    data, environment = nothing
    (tmp_path / "bidders.json").write_text(BIDDERS)
    (tmp_path / "manage.py").symlink_to(CHECKOUT / "manage.py")
    said = []
    for kind, commands in BLOCKS:
        if kind == "sql":
            psql = ["psql", "--no-psqlrc", "--set=ON_ERROR_STOP=1", address(data, "postgres", "postgres")]
            said.append(run(psql, environment, tmp_path, commands))
        else:
            role = OWNER if kind.endswith("owner") else APPLICATION
            as_role = {**environment, "DATABASE_URL": address(data, role)}
            said.append(run(["sh", "-e"], as_role, tmp_path, commands))

    assert [kind for kind, _ in BLOCKS] == ["sql", "sh role=owner", "sh role=application", "sh role=application"]
    assert "clearband may add to journal_entry and journal_signingkey" in said[1]
    assert "is hosted as my-auction; hash of its rules" in said[3]
    assert re.findall(r"^User name: (\w+)", said[3], re.MULTILINE) == ["olga", "omar", "pia", "ann"]
    with psycopg.connect(address(data, APPLICATION), autocommit=True) as connection:
        assert connection.execute("SELECT slug FROM auctions_auction").fetchall() == [("my-auction",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM journal_entry")


def test_the_containers_database_gets_its_role_with_its_password(
    nothing: tuple[DataFolder, dict[str, str]], tmp_path: Path
) -> None:
    data, environment = nothing
    (tmp_path / "application_password").write_text("a password with 'quotes'")
    script = (CHECKOUT / "deploy" / "application-role.sh").read_text().replace("/run/secrets", str(tmp_path))
    as_superuser = {"POSTGRES_USER": postgresql.SUPERUSER, "POSTGRES_DB": "postgres", "PGHOST": str(data.sockets)}
    run(["sh", "-e"], {**environment, **as_superuser}, tmp_path, script)

    with psycopg.connect(address(data, "postgres", "postgres")) as connection:
        kept = connection.execute("SELECT rolpassword, rolsuper FROM pg_authid WHERE rolname = 'clearband'").fetchone()
    assert kept is not None and kept[0].startswith("SCRAM-SHA-256$") and kept[1] is False
