"""Several people who bid again and again while something happens to the servers under them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

import httpx

from tests.faults.conftest import SLUG
from tests.faults.people import Fields, NoForm, Person
from tests.faults.site import Site, until

PAUSE = 0.1  # seconds after a request that came to nothing


@dataclass
class Stream:
    """``receipts`` were given; ``unanswered`` are forms of which nobody knows yet whether they were placed."""

    own: Site
    people: list[Person]
    receipts: list[tuple[Person, str]] = field(default_factory=list)
    unanswered: list[tuple[Person, Fields]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)  # form keys
    refusals: list[int] = field(default_factory=list)  # statuses of answers that were no receipt

    @contextmanager
    def flowing(self) -> Iterator[None]:
        """Within the block everybody bids."""
        over = Event()
        with ThreadPoolExecutor(len(self.people)) as pool:
            running = [pool.submit(self._bid_on, person, over) for person in self.people]
            try:
                yield
            finally:
                over.set()
            for each in running:
                each.result()

    def until_receipts(self, number: int) -> float:
        """Wait for so many receipts; the seconds it took."""
        return until(lambda: len(self.receipts) >= number)

    def send_again_what_was_not_answered(self) -> None:
        """As a browser does when the page is loaded again."""
        for person, form in self.unanswered:
            receipt = person.submit(form).receipt
            assert receipt is not None
            self.receipts.append((person, receipt))
        self.unanswered.clear()

    def check(self) -> None:
        """Every receipt is honoured, and each form that was sent is one bid in the journal."""
        self.own.honours(SLUG, [person.file_of(receipt) for person, receipt in self.receipts])
        assert [self.own.bids_of_form(SLUG, key) for key in self.sent] == [1] * len(self.sent)
        self.own.check_record(SLUG)

    def _bid_on(self, person: Person, over: Event) -> None:
        while not over.is_set():
            try:
                form = person.bid(C=1 + len(self.sent) % 3)
            except (httpx.TransportError, NoForm):
                over.wait(PAUSE)
                continue
            self.sent.append(form["form_key"])
            try:
                answer = person.submit(form)
            except httpx.TransportError:
                self.unanswered.append((person, form))
                continue
            if answer.receipt is None:
                self.refusals.append(answer.status)
                self.unanswered.append((person, form))
            else:
                self.receipts.append((person, answer.receipt))
