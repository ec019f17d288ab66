"""A person at its desk: asks for pages, fills in the forms that stand on them, presses their buttons."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from bidders.models import Seat
from tests.forms import Forms

SLUG = "two-bands"


@dataclass
class Desk:
    """One signed-in person of a bidder. ``page`` is what it looks at."""

    client: Client
    page: Any = None

    @classmethod
    def of(cls, seat: Seat) -> "Desk":
        client = Client()
        client.force_login(seat.person)
        return cls(client)

    @property
    def text(self) -> str:
        """The page's words without markup, white space folded."""
        return words_of(self.page.content.decode())

    def open(self, name: str = "round", *arguments: Any) -> "Desk":
        self.page = self.client.get(reverse(f"bidder:{name}", args=[SLUG, *arguments]), follow=True)
        return self

    def press(self, name: str, **typed: str) -> "Desk":
        """Send the form that goes to ``name``, with some fields typed over."""
        return self.send(name, {**self.form(name), **typed})

    def press_instead(self, form: str, name: str, **typed: str) -> "Desk":
        """Press a button of ``form`` that sends it to ``name`` instead."""
        return self.send(name, {**self.form(form), **typed})

    def send(self, name: str, data: dict[str, Any]) -> "Desk":
        self.page = self.client.post(reverse(f"bidder:{name}", args=[SLUG]), data, follow=True)
        return self

    def form(self, name: str) -> dict[str, str]:
        return Forms(self.page.content.decode()).forms[reverse(f"bidder:{name}", args=[SLUG])]


def words_of(page: str) -> str:
    """Text between tags, white space folded, scripts and heads of no interest left in."""

    class Words(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[str] = []

        def handle_data(self, data: str) -> None:
            self.found.append(data)

    words = Words()
    words.feed(page)
    return " ".join(" ".join(words.found).split())
