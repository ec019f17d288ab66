"""A person at its desk: asks for pages, fills in the forms that stand on them, presses their buttons."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from bidders.models import Seat

SLUG = "two-bands"


class Forms(HTMLParser):
    """The forms of a page: action -> {field: value}, buttons left out. A field may stand outside its form and name
    it.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self.by_id: dict[str, dict[str, str]] = {}
        self._open: dict[str, str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._open = self.forms.setdefault(known["action"], {})
            self.by_id[known.get("id", "")] = self._open
        elif tag == "input" and "name" in known and _is_sent(known):
            form = self.by_id.get(known["form"]) if "form" in known else self._open
            if form is not None:
                form[known["name"]] = known.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def _is_sent(field: dict[str, str]) -> bool:
    kind = field.get("type")
    return kind != "file" and (kind != "checkbox" or "checked" in field)


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
