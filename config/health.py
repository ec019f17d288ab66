"""What a load balancer asks: is this process alive, and can it do its work?"""

from collections.abc import Callable

import redis
from celery.exceptions import CeleryError
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import KombuError
from psycopg_pool import PoolTimeout

from config import celery_app

WORKER_ANSWERS_WITHIN = 1.0  # seconds


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 whenever this process answers at all."""
    return JsonResponse({"process": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database, Redis and some worker answer; otherwise 503. The body says which of them failed."""
    parts = {"database": _database, "redis": _redis, "worker": _worker}
    answers = {name: _answer(ask) for name, ask in parts.items()}
    ready = all(answer == "ok" for answer in answers.values())
    return JsonResponse(answers, status=200 if ready else 503)


def _answer(ask: Callable[[], bool]) -> str:
    try:
        return "ok" if ask() else "no answer"
    except (DatabaseError, PoolTimeout, redis.RedisError, KombuError, CeleryError, OSError):
        return "unreachable"


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _redis() -> bool:
    with redis.Redis.from_url(str(settings.REDIS_URL), socket_connect_timeout=1, socket_timeout=1) as client:
        return bool(client.ping())


def _worker() -> bool:
    return bool(celery_app.control.ping(timeout=WORKER_ANSWERS_WITHIN, limit=1))
