"""Every route x everybody x every stage and state of a round, asked with GET and POST (docs/security.md).

One auction is walked forward once. At each moment the routes are asked, and what came back is compared with
``access_table.py``, searched for what the asker may not know yet, and looked at for its headers. A form that passes is
undone.

Those let in by a door ask for everything at every moment. Those whom it keeps out, and everybody at the public pages,
take turns over the states of a round, so that each asks for each route in each stage; with EVERY_CELL=1 they do so
at every moment.
"""

import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pypdf import PdfReader

from tests.portals.access_play import Moment, Play, Secret, Stage, Who, begin, read_in
from tests.portals.access_table import LET_IN, ROUTES, Door, Line, arguments

pytestmark = pytest.mark.django_db
METHODS = ("get", "post")
ARCHIVES = ("application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
TURNS = 1 if os.environ.get("EVERY_CELL") == "1" else 6  # as many as a round has states
HOW = "add a line to ROUTES in tests/portals/access_table.py, whose first lines show how"


@dataclass(frozen=True)
class Route:
    name: str
    parameters: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """What came back, and which secrets stood in it."""

    route: str
    method: str
    who: Who
    moment: Moment
    status: int
    headers: Mapping[str, str]
    found: tuple[Secret, ...]

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.route} by {self.who} ({self.moment})"


def routes(patterns: list[Any] | None = None, namespace: str = "", above: frozenset[str] = frozenset()) -> list[Route]:
    """Every route of the site with the parameters in its address."""
    found: list[Route] = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        parameters = above | frozenset(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += routes(pattern.url_patterns, inner, parameters)
        elif isinstance(pattern, URLPattern):
            found.append(Route(f"{namespace}{pattern.name}", parameters))
    return found


class Browser(Client):
    """Django's client without its notes about templates, which cost time. Its cookies stay as they were."""

    def request(self, **request: Any) -> Any:
        return self.handler(self._base_environ(**request))  # type: ignore[attr-defined]


class Visitor:
    """Somebody who has signed in, or nobody."""

    def __init__(self, who: Who, play: Play) -> None:
        self.who, self.play = who, play
        self.client = Browser(raise_request_exception=False)
        person = play.people[who]
        if person is not None:
            self.client.force_login(person, "django.contrib.auth.backends.ModelBackend")

    def asks(self, method: str, route: Route, moment: Moment) -> Answer:
        """Ask, and undo whatever the question changed."""
        known = arguments(self.play)
        address = reverse(route.name, kwargs={name: known[name] for name in route.parameters})
        data = ROUTES[route.name].form(self.play, self.who) if method == "post" else {}
        before = transaction.savepoint()
        response: Any = getattr(self.client, method)(address, data)
        text = text_of(response)
        transaction.savepoint_rollback(before)
        found = tuple(read_in(text, self.play.secrets))
        return Answer(route.name, method, self.who, moment, response.status_code, dict(response.headers), found)


def text_of(response: Any) -> str:
    """Everything a person can read in the answer: its body, the files in an archive, the words of a PDF file, where a
    redirect leads.
    """
    body = response.getvalue()
    if response.get("Content-Type") == "application/pdf":
        body = "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages).encode()
    elif response.get("Content-Type") in ARCHIVES:
        archive = ZipFile(BytesIO(body))
        body = b"\n".join(archive.read(name) for name in archive.namelist())
    return f"{body.decode(errors='replace')} {response.get('Location', '')}"


@dataclass(frozen=True)
class Walk:
    """Everything that was answered, and what should not have been shown."""

    answers: list[Answer]
    leaks: list[str]
    shown: set[str]  # secrets that stood in some answer to somebody who may know them
    planted: set[str]


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: Any) -> Walk:
    """Walk the auction once, in a transaction that is undone."""
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block._from_testcase = True  # type: ignore[attr-defined]  # services may say that theirs is the outermost
        with block:
            walked = _walked(begin())
            transaction.set_rollback(True)
        connection.close()
    logging.disable(logging.NOTSET)
    return walked


def _walked(play: Play) -> Walk:
    answers: list[Answer] = []
    leaks: list[str] = []
    shown: set[str] = set()
    for answer in _asked(play):
        told = {secret.what: secret.told(answer.who, answer.moment) for secret in answer.found}
        leaks += [f"{answer} shows {what}" for what, may in told.items() if not may]
        shown |= {what for what, may in told.items() if may}
        answers.append(answer)
    return Walk(answers, leaks, shown, {secret.what for secret in play.secrets})


def _asked(play: Play) -> Iterator[Answer]:
    visitors = [Visitor(who, play) for who in Who]
    site = [route for route in routes() if route.name in ROUTES]
    cells = [(route, method, visitor) for route in site for method in METHODS for visitor in visitors]
    for number, moment in enumerate(play.moments()):
        for place, (route, method, visitor) in enumerate(cells):
            takes_turn = (place + number) % TURNS == 0 or moment.stage in {Stage.FINISHED, Stage.PUBLISHED}
            if _is_asked(ROUTES[route.name], method, visitor.who, moment, first=number == 0, takes_turn=takes_turn):
                yield visitor.asks(method, route, moment)


def _is_asked(line: Line, method: str, who: Who, moment: Moment, *, first: bool, takes_turn: bool) -> bool:
    if line.once and not first:
        return False
    if line.expected(method, who, moment) is None:
        return moment.published  # refused to everybody: once is enough
    return takes_turn or (line.once and first) or (line.door is not Door.PUBLIC and who in LET_IN[line.door])


def told(lines: list[str]) -> str:
    return "\n".join([f"{len(lines)} in all:", *lines[:40]])


def test_every_route_has_its_line_in_the_table() -> None:
    site = [route.name for route in routes()]

    assert not set(site) - set(ROUTES), f"no line for {sorted(set(site) - set(ROUTES))}: {HOW}"
    assert not set(ROUTES) - set(site), f"lines for routes that are gone: {sorted(set(ROUTES) - set(site))}"
    assert len(site) == len(set(site)), "two routes have the same name"


def test_everybody_is_answered_as_the_table_says(walk: Walk) -> None:
    wrong = []
    for answer in walk.answers:
        expected = ROUTES[answer.route].expected(answer.method, answer.who, answer.moment)
        if expected is not None and answer.status != expected:
            wrong.append(f"{answer}: {answer.status} instead of {expected}")

    assert not wrong, told(wrong)


def test_a_method_that_a_route_does_not_take_does_nothing(walk: Walk) -> None:
    untaken = [a for a in walk.answers if ROUTES[a.route].expected(a.method, a.who, a.moment) is None]

    assert untaken
    assert [str(answer) for answer in untaken if answer.status not in {302, 403, 404, 405}] == []


def test_nobody_is_shown_what_is_not_theirs_to_know_yet(walk: Walk) -> None:
    assert not walk.leaks, told(walk.leaks)


def test_every_secret_is_shown_to_those_who_may_know_it(walk: Walk) -> None:
    """Or the search for it proves nothing."""
    assert walk.planted - walk.shown == set()


def test_every_answer_says_what_a_browser_may_do_with_it(walk: Walk) -> None:
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": settings.PERMISSIONS_POLICY,
    }
    wrong = [
        f"{answer}: {name} is {answer.headers.get(name)}"
        for answer in walk.answers
        for name, value in wanted.items()
        if answer.headers.get(name) != value
    ]

    assert not wrong, told(wrong)


def test_no_page_may_run_or_load_anything_but_what_the_site_itself_serves(walk: Walk) -> None:
    policies = {answer.headers.get("Content-Security-Policy", "none") for answer in walk.answers}
    sources = {source for policy in policies for part in policy.split("; ") for source in part.split(" ")[1:]}

    assert {source for source in sources if not source.startswith("'nonce-")} == {"'self'", "'none'", "data:"}
    assert all("default-src 'none'" in policy and "frame-ancestors 'none'" in policy for policy in policies)


def test_no_cache_keeps_anything(walk: Walk) -> None:
    kept = [str(answer) for answer in walk.answers if "no-store" not in answer.headers.get("Cache-Control", "")]

    assert not kept, told(kept)


def test_no_address_carries_a_ballot(walk: Walk) -> None:
    """Addresses end up in logs and histories; a ballot, its amounts and its form travel in a body (ASVS 14.2.1)."""
    led_to = [answer.headers["Location"] for answer in walk.answers if "Location" in answer.headers]

    assert led_to
    assert [address for address in led_to if "?" in address and "?next=" not in address] == []
    assert [address for address in led_to if "//" in address] == []
