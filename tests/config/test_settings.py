"""The settings refuse to start rather than guess. Each test starts Python with exactly the environment it names."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "DATABASE_URL": "postgres://clearband:secret@db.example.org:5432/clearband",
    "REDIS_URL": "redis://redis.example.org:6379/0",
    "SECRET_KEY": "x7Rk2m-a-key-of-more-than-fifty-characters-for-one-test",
}


def manage(environment: dict[str, str], *command: str) -> "subprocess.CompletedProcess[str]":
    """manage.py with nothing in its environment but PATH and ``environment``."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def value(environment: dict[str, str], expression: str) -> str:
    """What an expression over ``settings`` is worth under ``environment``."""
    code = f"from config import settings; print({expression})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_a_missing_variable_stops_the_start_with_one_sentence_that_names_it(name: str) -> None:
    without = {key: text for key, text in COMPLETE.items() if key != name}

    done = manage(without, "check")

    assert done.returncode == 1
    assert done.stderr.startswith(f"{name} is not set (see docs/operations.md")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters: at least 50 random ones are needed"),
        ({"SECRET_KEY_FILE": "/nowhere"}, "SECRET_KEY and SECRET_KEY_FILE are both set: set one of them"),
        (
            {"DATABASE_URL": "sqlite:///db"},
            "DATABASE_URL must start with postgres://: Clearband runs on PostgreSQL only",
        ),
        ({"DATABASE_URL": "postgres://db.example.org"}, "DATABASE_URL names no database: postgres://USER:"),
        ({"REDIS_URL": "memory://"}, "REDIS_URL must start with redis://, rediss:// or redis+socket://"),
        ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps': write 1 or 0"),
        ({"DATABASE_POOL_SIZE": "0"}, "DATABASE_POOL_SIZE is '0': write a whole number, at least 1"),
        ({"CLEARBAND_EMBEDDED": "1"}, "CLEARBAND_EMBEDDED is for `python -m config.embedded` alone"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_with_what_would_pass(change: dict[str, str], sentence: str) -> None:
    done = manage({**COMPLETE, **change}, "check")

    assert done.returncode == 1
    assert done.stderr.startswith(sentence)


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("a key of more than fifty characters, out of a small file\n")
    environment = {key: text for key, text in COMPLETE.items() if key != "SECRET_KEY"}

    key = value({**environment, "SECRET_KEY_FILE": str(file)}, "settings.SECRET_KEY")

    assert key == "a key of more than fifty characters, out of a small file"


def test_cookies_and_transport_are_secure_where_nothing_is_said() -> None:
    named = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "DEBUG")

    answer = value(COMPLETE, ", ".join(f"settings.{name}" for name in named))

    assert answer == "True True True 31536000 False"


def test_a_socket_of_redis_is_spelt_as_each_of_its_readers_wants_it() -> None:
    environment = {**COMPLETE, "REDIS_URL": "redis+socket:///run/redis.sock?virtual_host=3"}

    both = value(environment, "settings.CELERY_BROKER_URL, settings.REDIS_URL")

    assert both == "redis+socket:///run/redis.sock?virtual_host=3 unix:///run/redis.sock?db=3"


@pytest.mark.parametrize(("environment", "required"), [({}, "True"), ({"DEBUG": "1"}, "True")])
def test_outside_the_demonstration_a_second_factor_is_required_and_nothing_switches_that_off(
    environment: dict[str, str], required: str
) -> None:
    assert value({**COMPLETE, **environment}, "settings.SECOND_FACTOR_REQUIRED") == required


def test_django_finds_nothing_to_mend_before_going_live() -> None:
    done = manage({**COMPLETE, "ALLOWED_HOSTS": "auction.example.org"}, "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
