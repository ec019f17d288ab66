"""What a load balancer is told."""

import pytest
from django.test import Client

from config import celery_app


def test_the_process_says_it_is_alive_without_asking_anybody(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"process": "ok"})


@pytest.mark.django_db
def test_not_ready_while_no_worker_answers_and_says_so(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "redis": "ok", "worker": "no answer"}


@pytest.mark.django_db
def test_not_ready_when_redis_is_gone(client: Client, settings: pytest.FixtureRequest) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"  # type: ignore[attr-defined]
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["redis"] == "unreachable"


def test_deadlines_have_a_queue_of_their_own() -> None:
    tick = celery_app.conf.beat_schedule["tick"]

    assert celery_app.conf.task_routes[tick["task"]] == {"queue": "clock"}
    assert celery_app.conf.task_default_queue == "work"
