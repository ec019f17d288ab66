"""Every line that the processes of a played auction have logged is read: JSON, with the number of its request or task,
and without anything that is nobody else's business.
"""

import json
from collections.abc import Callable
from typing import Any

from tests.config.played_auction import HIGHEST, SECOND, SLUG, Play


def lines_of(play: Play) -> list[tuple[str, str]]:
    """Every line that our own processes have written, with the process's name."""
    return [
        (name, line)
        for name in ("web", "clock", "solver")
        for line in (play.own.data.logs / f"{name}.log").read_text().splitlines()
    ]


def is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def test_every_line_is_one_json_object_with_the_number_of_its_request_or_task(played: Play) -> None:
    assert [line for line in lines_of(played) if not is_json(line[1])] == []
    lines = [(name, json.loads(line)) for name, line in lines_of(played)]
    of_the_servers_themselves = ("gunicorn.", "celery.", "kombu", "py.warnings")
    numbered: dict[str, Callable[[dict[str, Any]], bool]] = {
        "web": lambda line: "request_id" in line,
        "clock": lambda line: "task_id" in line or line.get("event") == "task_enqueued",
        "solver": lambda line: "task_id" in line or line.get("event") == "task_enqueued",
    }
    without = [
        line
        for name, line in lines
        if not numbered[name](line) and not line["logger"].startswith(of_the_servers_themselves)
    ]

    assert without == []
    assert {name for name, _ in lines} == {"web", "clock", "solver"}
    assert len(lines) > 300


def test_a_task_carries_the_number_of_the_page_that_asked_for_it(played: Play) -> None:
    lines = [(name, json.loads(line)) for name, line in lines_of(played)]
    asked = {
        line["request_id"]
        for name, line in lines
        if name == "web" and line.get("request") == f"POST /regulator/{SLUG}/determine/"
    }
    answered = {line.get("parent_task_id") or line.get("request_id") for name, line in lines if name == "solver"}

    assert asked & answered


def test_no_line_holds_an_amount_a_password_a_code_a_passphrase_or_a_share(played: Play) -> None:
    text = "\n".join(line for _, line in lines_of(played))

    assert len(played.secrets) > 20
    assert [secret for secret in played.secrets if secret in text] == []


def test_the_same_search_finds_what_is_there(played: Play) -> None:
    text = "\n".join(line for _, line in lines_of(played))
    ballots = json.dumps(played.own.rows("SELECT ballot FROM auctions_bid WHERE ballot IS NOT NULL"))

    assert "alpha-submitter" in text and '"request": "POST /bid/two-bands/submit/"' in text
    assert str(HIGHEST) in ballots and str(SECOND) in ballots
