"""``/metrics`` for Prometheus: what stands in the database and the queues, read while it is asked, and what the
processes of the web server have answered.

Facts are read, not counted along: whichever process is asked, the answer is the same. Requests are counted by each
process in files of its own (``config/gunicorn.py``), which the process that is asked adds up; under another server
they are those of that one process. The answer comes also where the database or Redis is gone, and says so.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from hmac import compare_digest

import redis
from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from psycopg_pool import PoolTimeout

from auctions.heartbeat import seconds_since_tick
from auctions.selectors import vital_signs
from config import celery_app

REQUESTS = Counter("clearband_requests", "Requests that were answered.", ["method", "route", "status"], registry=None)
REQUEST_SECONDS = Histogram(
    "clearband_request_seconds",
    "Time until an answer was ready.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=None,
)


class RequestCounts:
    """Counts and times every request by the name of its route, never by its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else "none"
        method = request.method if request.method in {"GET", "POST", "HEAD", "OPTIONS"} else "other"
        REQUEST_SECONDS.labels(route).observe(time.monotonic() - began)
        REQUESTS.labels(method, route, response.status_code).inc()
        return response


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever sends METRICS_TOKEN as a bearer; for anybody else, and where none is set, there is nothing here."""
    said, token = request.headers.get("Authorization", ""), settings.METRICS_TOKEN
    if not token or not compare_digest(said.encode(), f"Bearer {token}".encode()):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Facts())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REQUESTS)
        registry.register(REQUEST_SECONDS)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Facts(Collector):
    """The database and Redis at the moment of the scrape."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from _or_down(_of_the_database, "clearband_database_up", "1 where PostgreSQL answers.")
        yield from _or_down(_of_redis, "clearband_redis_up", "1 where Redis answers.")


def _or_down(read: Callable[[], Iterable[GaugeMetricFamily]], up: str, text: str) -> list[GaugeMetricFamily]:
    """What ``read`` finds after ``up 1``; ``up 0`` alone where the server does not answer."""
    try:
        return [GaugeMetricFamily(up, text, 1), *read()]
    except (DatabaseError, PoolTimeout, redis.RedisError, OSError):
        return [GaugeMetricFamily(up, text, 0)]


def _of_the_database() -> Iterator[GaugeMetricFamily]:
    yield from _rounds()
    yield from _waiting_for_people()
    yield from _computations()
    ticked = seconds_since_tick()
    if ticked is not None:
        yield GaugeMetricFamily("clearband_tick_age_seconds", "Since the clock's last tick, due every second.", ticked)
    yield _by("chain", "clearband_journal_head", "Number of the last entry.", vital_signs.journal_heads())
    held, most = vital_signs.database_connections()
    yield GaugeMetricFamily("clearband_database_connections", "Connections that PostgreSQL has.", held)
    yield GaugeMetricFamily("clearband_database_connections_most", "Connections that it takes.", most)


def _rounds() -> Iterator[GaugeMetricFamily]:
    labels = ["auction", "stage", "round"]
    left = GaugeMetricFamily(
        "clearband_round_seconds_left", "Of an open round; negative: overdue; stopped by a pause.", labels=labels
    )
    paused = GaugeMetricFamily("clearband_round_paused", "1 while an open round is paused.", labels=labels)
    ballots = GaugeMetricFamily("clearband_round_ballots", "Ballots that an open round has received.", labels=labels)
    bidders = GaugeMetricFamily("clearband_round_bidders", "Bidders that it has received them from.", labels=labels)
    rounds = list(vital_signs.open_rounds())
    for each in rounds:
        named = [each.auction, each.stage, str(each.number)]
        if each.seconds_left is not None:
            left.add_metric(named, each.seconds_left)
        paused.add_metric(named, each.paused)
        ballots.add_metric(named, each.ballots)
        bidders.add_metric(named, each.bidders)
    yield from (left, paused, ballots, bidders)
    overdue = sum(each.overdue for each in rounds)
    yield GaugeMetricFamily("clearband_rounds_overdue", "Open rounds whose deadline has passed.", overdue)


def _waiting_for_people() -> Iterator[GaugeMetricFamily]:
    text = "Acts that wait for a second officer."
    yield _by("auction", "clearband_proposals_waiting", text, vital_signs.waiting_proposals())
    oldest = vital_signs.seconds_the_oldest_proposal_waits()
    yield GaugeMetricFamily("clearband_proposal_oldest_seconds", "How long the oldest of them has waited.", oldest)


def _computations() -> Iterator[GaugeMetricFamily]:
    yield _by("status", "clearband_solves", "Computations.", vital_signs.solves().items())
    text = "Results without a certificate, by what another method found."
    yield _by("verification", "clearband_results_uncertified", text, vital_signs.verifications().items())
    silence = vital_signs.longest_silence()
    yield GaugeMetricFamily(
        "clearband_solve_silent_seconds", "Since the last sign of life of the computation silent longest.", silence
    )


def _of_redis() -> Iterator[GaugeMetricFamily]:
    queues = {celery_app.conf.task_default_queue, *(r["queue"] for r in celery_app.conf.task_routes.values())}
    with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as client:
        lengths = [(queue, int(client.llen(queue))) for queue in sorted(queues)]
    yield _by("queue", "clearband_queue_length", "Tasks that no worker has taken yet.", lengths)


def _by(label: str, name: str, text: str, values: Iterable[tuple[str, int]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=[label])
    for value, number in values:
        family.add_metric([value], number)
    return family
