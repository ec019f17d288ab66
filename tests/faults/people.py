"""A bidder's person with a browser: signs in, opens the round's page, checks a bid, submits it, keeps the receipt.

Everything goes over HTTP through the pages' own forms, with cookies, CSRF tokens and form keys.
"""

from dataclasses import dataclass
from typing import Self

import httpx

from journal.receipts import Receipt
from tests.forms import Forms

Fields = dict[str, str]
PASSWORD = "a password of some length"  # everybody's
PATIENCE = 60.0  # seconds for one answer


@dataclass(frozen=True)
class Answer:
    """What came of a submit. ``receipt`` is the address of the receipt that was given, or None."""

    status: int
    page: str
    receipt: str | None

    def says(self, words: str) -> bool:
        return words in " ".join(self.page.split())


class NoForm(Exception):
    """The page that came has not the form that was expected; ``answer`` is what came."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.status}: {answer.page}")
        self.answer = answer


class Person:
    """One browser, known by an address of its own to a server that trusts one proxy."""

    def __init__(self, address: str, slug: str, number: int) -> None:
        self.bidder = f"Bidder-{number:03}"
        self.round = f"/bid/{slug}/"
        origin = f"10.0.{number // 250}.{number % 250 + 1}"
        self.browser = httpx.Client(base_url=address, headers={"X-Forwarded-For": origin}, timeout=PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.browser.close()

    def sign_in(self) -> Self:
        fields = self._form(self.browser.get("/sign-in/"), "")
        typed = {"login": f"{self.bidder.lower()}-submitter", "password": PASSWORD}
        answer = self.browser.post("/sign-in/", data={**fields, **typed})
        assert answer.status_code == 302, answer.text
        return self

    def look(self) -> Fields:
        """The form of the open round."""
        return self._form(self.browser.get(self.round), f"{self.round}confirm/")

    def poll(self) -> int:
        """What the open page asks every two seconds; the status of the answer."""
        return self.browser.get(f"{self.round}status/", headers={"HX-Request": "true"}).status_code

    def check(self, form: Fields, **quantities: int) -> Fields:
        """Type quantities and go on to the confirmation; its form. Raises NoForm where the check is refused."""
        typed = {f"quantity:{category}": str(quantity) for category, quantity in quantities.items()}
        return self._form(self.browser.post(f"{self.round}confirm/", data={**form, **typed}), f"{self.round}submit/")

    def bid(self, **quantities: int) -> Fields:
        """Everything up to the confirmation; the form that submits."""
        return self.check(self.look(), **quantities)

    def submit(self, confirmed: Fields) -> Answer:
        """Confirm. Sent again, it is the same form with the same key."""
        answer = self.browser.post(f"{self.round}submit/", data=confirmed)
        return Answer(answer.status_code, answer.text, answer.headers.get("location"))

    def shown(self, receipt: str) -> None:
        """Look at the receipt that a submit leads to."""
        answer = self.browser.get(receipt)
        assert answer.status_code == 200, answer.text

    def file_of(self, receipt: str) -> Receipt:
        """The receipt's file, with what opens its commitment."""
        answer = self.browser.get(f"{receipt.rstrip('/')}.json")
        assert answer.status_code == 200, answer.text
        return Receipt.model_validate_json(answer.content)

    def _form(self, answer: httpx.Response, action: str) -> Fields:
        forms = Forms(answer.text).forms
        if action not in forms:
            raise NoForm(Answer(answer.status_code, answer.text, None))
        return forms[action]
