"""What /metrics says of real servers: age of the clock, queues, and requests added up over gunicorn's processes."""

import json

from prometheus_client.parser import text_string_to_metric_families

from tests.config.played_auction import METRICS_TOKEN, SLUG, Play
from tests.config.visitor import Visitor


def scraped(play: Play) -> dict[str, list[tuple[dict[str, str], float]]]:
    visitor = Visitor(play.own.address)
    visitor.browser.headers["Authorization"] = f"Bearer {METRICS_TOKEN}"
    found: dict[str, list[tuple[dict[str, str], float]]] = {}
    for family in text_string_to_metric_families(visitor.looks("/metrics").text):
        for sample in family.samples:
            found.setdefault(sample.name, []).append((sample.labels, sample.value))
    return found


def test_requests_of_all_processes_are_added_up(played: Play) -> None:
    figures = scraped(played)["clearband_requests_total"]
    counted = sum(value for labels, value in figures if labels["route"] == "bidder:submit")
    lines = map(json.loads, (played.own.data.logs / "web.log").read_text().splitlines())
    submitted = [
        line for line in lines if line["event"] == "request_finished" and line["request"] == f"POST /bid/{SLUG}/submit/"
    ]

    assert counted == len(submitted) == 8


def test_the_clock_ticks_and_the_workers_have_taken_everything(played: Play) -> None:
    figures = scraped(played)

    assert figures["clearband_tick_age_seconds"][0][1] < 30
    assert {labels["queue"]: value for labels, value in figures["clearband_queue_length"]}["work"] == 0
    assert [value for labels, value in figures["clearband_solves"] if labels["status"] == "done"] == [1]
