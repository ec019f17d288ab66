"""An officer who writes a draft in a browser without JavaScript."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from auctions.drafts.models import AuctionDraft
from bidders.models import Person
from tests.portals.regulator.officer import Answer

RULES: dict[str, Any] = {
    "format": "cca",
    "title": "Two bands",
    "categories": [
        {"id": "A", "supply": 2, "reserve": 100, "points": 2},
        {"id": "B", "supply": 1, "reserve": 50, "points": 1},
    ],
    "increments": {"steps": [{"excess": 1, "percent": "10"}], "lowest": 1, "highest": 50},
}
BIDDERS: list[dict[str, Any]] = [
    {"id": "Red", "eligibility": 5, "submitters": ["ruth"]},
    {"id": "Blue", "eligibility": 5},
    {"id": "Green", "eligibility": 3},
]


@dataclass(frozen=True)
class Writer:
    """An officer, and the draft that it writes."""

    client: Client
    draft: AuctionDraft | None = None

    @classmethod
    def of(cls, person: Person, draft: AuctionDraft | None = None) -> "Writer":
        client = Client()
        client.force_login(person)
        return cls(client, draft)

    def sees(self, page: str, *more: Any, query: str = "") -> Answer:
        return self._answer(self.client.get(self._url(page, *more) + query))

    def sends(self, page: str, *more: Any, **fields: Any) -> Answer:
        return self._answer(self.client.post(self._url(page, *more), fields))

    def types(self, step: str, changed: dict[str, str] | None = None, *, typing: bool = False) -> Answer:
        """Fill fields of a page, named by their places, or press one of its buttons; send all."""
        fields = form_of(self.sees("step", step).html) | (changed or {})
        headers = {"HX-Request": "true"} if typing else {}
        return self._answer(self.client.post(self._url("step", step), fields, headers=headers))

    @property
    def content(self) -> dict[str, Any]:
        assert self.draft is not None
        self.draft.refresh_from_db()
        return dict(self.draft.content)

    def _url(self, page: str, *more: Any) -> str:
        return reverse(f"drafts:{page}", args=[*([self.draft.pk] if self.draft else []), *more])

    @staticmethod
    def _answer(response: Any) -> Answer:
        return Answer(response.status_code, response.content.decode(), response.headers.get("Location", ""))


def form_of(html: str) -> dict[str, str]:
    """What a browser would send of the page's own form: its inputs, ticked boxes, chosen options."""
    form = re.search(r'<form[^>]*id="draft".*?</form>', html, re.DOTALL)
    assert form is not None
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]+>", form.group()):
        if 'type="checkbox"' not in tag or " checked" in tag:
            fields[_attribute(tag, "name")] = _attribute(tag, "value")
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form.group(), re.DOTALL):
        first = re.search(r'<option value="([^"]*)"', options)
        chosen = re.search(r'<option value="([^"]*)" selected', options) or first
        fields[unescape(name)] = unescape(chosen[1]) if chosen else ""
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def refusals_of(answer: Answer, place: str) -> list[str]:
    """What stands beside the field."""
    name = re.sub(r"[^a-z0-9]+", "-", place.lower()).strip("-")
    region = re.search(rf'<div id="refused-{name}"[^>]*>(.*?)</div>', answer.html, re.DOTALL)
    assert region is not None, f"the page has no field {place}"
    return [
        unescape(re.sub(r"<span.*?</span>", "", each)).strip()
        for each in re.findall(r"<p[^>]*>(.*?)</p>", region[1], re.DOTALL)
    ]


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found.group(1)) if found else ""
