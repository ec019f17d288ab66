"""An officer in front of a browser without JavaScript: asks for pages, fills their forms, sends them."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from bidders.models import Person


@dataclass(frozen=True)
class Answer:
    """A page as it came back."""

    status: int
    html: str
    address: str  # where a redirect leads

    @property
    def text(self) -> str:
        """The words of <main> alone, white space collapsed."""
        main = re.search(r"<main.*?</main>", self.html, re.DOTALL)
        words = re.sub(r"<[^>]+>", " ", main.group() if main else self.html)
        return " ".join(unescape(words).split())

    @property
    def fields(self) -> dict[str, str]:
        """What the page's form holds."""
        inputs = re.findall(r"<input[^>]+>", self.html)
        held = {_attribute(each, "name"): _attribute(each, "value") for each in inputs}
        return {name: value for name, value in held.items() if name != "csrfmiddlewaretoken"}

    @property
    def links(self) -> dict[str, str]:
        """Buttons and links by their words."""
        return {
            unescape(words).strip(): unescape(url)
            for url, words in re.findall(r'href="([^"]*)"[^>]*>([^<]+)<', self.html)
        }


@dataclass(frozen=True)
class Officer:
    client: Client
    slug: str

    @classmethod
    def of(cls, person: Person, slug: str) -> "Officer":
        """The person, signed in."""
        client = Client()
        client.force_login(person)
        return cls(client, slug)

    def sees(self, page: str, query: str = "") -> Answer:
        return self._answer(self.client.get(self._url(page) + query))

    def sends(self, page: str, fields: dict[str, str], query: str = "", **more: str) -> Answer:
        """Send the fields of a page, changed by ``more``; field names with a colon are written with two underscores."""
        changed = {name.replace("__", ":"): value for name, value in more.items()}
        return self._answer(self.client.post(self._url(page) + query, {**fields, **changed}))

    def does(self, page: str, query: str = "", **more: str) -> Answer:
        """Ask for the page, fill its form, send it."""
        return self.sends(page, self.sees(page, query).fields, query, **more)

    @property
    def waiting(self) -> list[int]:
        """The proposals that the control room shows, by their numbers."""
        return [int(number) for number in re.findall(r'id="proposal-(\d+)"', self.sees("control_room").html)]

    def sees_proposal(self, number: int | None = None) -> Answer:
        """The page of a proposal; of the last one that waits where none is named."""
        return self._answer(self.client.get(self._url("proposal", self.waiting[-1] if number is None else number)))

    def settles(self, verb: str, number: int | None = None, **fields: str) -> Answer:
        """``approve``, ``refuse`` or ``withdraw`` a proposal by the form of its page."""
        number = self.waiting[-1] if number is None else number
        held = {name: value for name, value in self.sees_proposal(number).fields.items() if name == "hash"}
        return self._answer(self.client.post(self._url(verb, number), {**held, **fields}))

    def approves(self, number: int | None = None) -> Answer:
        return self.settles("approve", number)

    def _url(self, page: str, *place: int) -> str:
        return reverse(f"regulator:{page}", args=[self.slug, *place])

    @staticmethod
    def _answer(response: Any) -> Answer:
        return Answer(response.status_code, response.content.decode(), response.headers.get("Location", ""))


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found.group(1)) if found else ""
