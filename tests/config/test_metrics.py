"""What Prometheus is told: facts of the database and the queues as they stand, and nothing of a ballot."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from auctions import tasks
from auctions.models import Round, Solve
from auctions.services import pause_round, request_determination
from tests import tripwire
from tests.cast import Cast, assemble

TOKEN = "a bearer of some length for tests"
ALERTS = Path(__file__).parents[2] / "examples" / "prometheus-alerts.yml"


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture(autouse=True)
def _token(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


def scrape() -> dict[tuple[str, frozenset[str]], float]:
    """Every sample, by its name and the values of its labels."""
    response = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    families = text_string_to_metric_families(response.content.decode())
    return {(s.name, frozenset(s.labels.values())): s.value for family in families for s in family.samples}


def figure(name: str, *labels: str) -> float | None:
    return scrape().get((f"clearband_{name}", frozenset(labels)))


@pytest.mark.parametrize("said", [None, "", "Bearer ", "Bearer wrong", TOKEN, f"Basic {TOKEN}", "Bearer ÿ"])
def test_without_the_token_there_is_nothing_here(db: None, said: str | None) -> None:
    headers = {} if said is None else {"Authorization": said}

    assert Client().get("/metrics", headers=headers).status_code == 404


def test_where_no_token_is_set_nobody_has_it(db: None, settings: Any) -> None:
    settings.METRICS_TOKEN = ""

    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_an_open_round_shows_its_time_and_how_many_ballots_it_has(cast: Cast) -> None:
    cast.open_round(minutes=30)
    cast.alpha.bids({"A": 1})
    cast.alpha.bids({"A": 2})
    cast.beta.bids({"A": 1})
    seen, clock = scrape(), frozenset({"two-bands", "clock", "1"})

    assert 1700 < seen["clearband_round_seconds_left", clock] <= 1800
    assert seen["clearband_round_ballots", clock] == 3
    assert seen["clearband_round_bidders", clock] == 2
    assert seen["clearband_round_paused", clock] == 0
    assert seen["clearband_rounds_overdue", frozenset()] == 0


def test_a_round_past_its_deadline_is_overdue_until_the_clock_ticks(cast: Cast) -> None:
    opened = cast.open_round(minutes=30)
    tripwire.by_hand("rounds.deadline")
    Round.objects.update(deadline=opened.opened_at - timedelta(minutes=1))
    before = figure("rounds_overdue")
    tasks.tick()

    assert (before, figure("rounds_overdue")) == (1, 0)


def test_a_pause_stops_the_seconds_that_are_left(cast: Cast) -> None:
    opened = cast.open_round(minutes=30)
    pause_round(round=opened, by=cast.auctioneer, reason="The line is down.")

    assert figure("round_paused", "two-bands", "clock", "1") == 1
    assert figure("round_seconds_left", "two-bands", "clock", "1") == figure(
        "round_seconds_left", "two-bands", "clock", "1"
    )


def test_the_age_of_the_last_tick_is_there_once_the_clock_has_ticked(cast: Cast) -> None:
    never = figure("tick_age_seconds")
    tasks.tick()
    since = figure("tick_age_seconds")

    assert never is None
    assert since is not None and 0 <= since < 5


def test_what_waits_for_people_and_for_workers_is_counted(cast: Cast) -> None:
    cast.play_clock()
    cast.play_supplementary()
    request_determination(auction=cast.auction, by=cast.auctioneer)
    Solve.objects.update(heard_from_at=cast.auction.created_at - timedelta(minutes=3))
    queued = scrape()
    tasks.determine_winners(Solve.objects.get().pk)
    computed = scrape()
    cast.verify()
    verified = scrape()

    assert queued["clearband_solves", frozenset({"queued"})] == 1
    assert queued["clearband_solve_silent_seconds", frozenset()] >= 180
    assert computed["clearband_solves", frozenset({"done"})] == 1
    assert computed["clearband_results_uncertified", frozenset({"queued"})] == 1
    assert verified["clearband_results_uncertified", frozenset({"agrees"})] == 1
    assert verified["clearband_solve_silent_seconds", frozenset()] == 0


def test_an_act_that_waits_for_a_second_officer_is_counted(cast: Cast) -> None:
    from auctions.models import ProposalKind

    none = figure("proposals_waiting", "two-bands")
    cast.proposes(ProposalKind.OPEN_ROUND)

    assert (none, figure("proposals_waiting", "two-bands")) == (0, 1)


def test_the_journal_the_queues_and_the_connections_are_there(cast: Cast) -> None:
    seen = scrape()

    assert seen["clearband_journal_head", frozenset({"auction/two-bands"})] >= 1
    assert {queue for name, labels in seen for queue in labels if name == "clearband_queue_length"} == {
        *("clock", "parts", "work")
    }
    connections = seen["clearband_database_connections", frozenset()]
    assert 1 <= connections < seen["clearband_database_connections_most", frozenset()]


def test_redis_that_is_gone_is_said_and_the_rest_is_answered(cast: Cast, settings: Any) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    seen = scrape()

    assert seen["clearband_redis_up", frozenset()] == 0
    assert seen["clearband_database_up", frozenset()] == 1


def test_a_database_that_is_gone_is_said_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def gone() -> None:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr("auctions.selectors.vital_signs.open_rounds", gone)
    seen = scrape()

    assert seen["clearband_database_up", frozenset()] == 0
    assert seen["clearband_redis_up", frozenset()] == 1


def test_requests_are_counted_by_the_name_of_their_route(cast: Cast) -> None:
    before = figure("requests_total", "GET", "public:auction", "200") or 0
    Client().get("/auctions/two-bands/")
    Client().get("/nowhere/two-bands/")
    seen = scrape()

    assert seen["clearband_requests_total", frozenset({"GET", "public:auction", "200"})] == before + 1
    assert seen["clearband_requests_total", frozenset({"GET", "none", "404"})] >= 1
    assert seen["clearband_request_seconds_count", frozenset({"public:auction"})] >= 1


def test_every_alert_asks_for_figures_that_exist(cast: Cast) -> None:
    cast.open_round(minutes=30)
    tasks.tick()
    Client().get("/")
    names = {name for name, _ in scrape()}
    rules = yaml.safe_load(ALERTS.read_text())["groups"][0]["rules"]
    asked = {name for rule in rules for name in re.findall(r"\bclearband_\w+", rule["expr"])}

    assert len(rules) >= 6
    assert sorted(asked - names) == []
