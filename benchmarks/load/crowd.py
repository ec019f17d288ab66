"""Bidders who all submit at the end: each a thread with a browser of its own, and a note of how long answers took."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.faults.people import Answer, NoForm, Person

POLL_EVERY = 2.0  # seconds, as the page does
SIGN_IN_AT_ONCE = 8


@dataclass(frozen=True)
class Plan:
    """When one bidder presses its buttons, in seconds since 1970 by this machine's clock."""

    check_at: float
    submit_at: float  # or as soon as the confirmation is there


@dataclass
class Course:
    """What one bidder lived through. Seconds of each answer by kind of request, with the moment it was asked for."""

    person: Person
    plan: Plan
    timings: list[tuple[str, float, float]] = field(default_factory=list)
    answer: Answer | None = None

    @contextmanager
    def timed(self, kind: str) -> Iterator[None]:
        asked, start = time.time(), time.perf_counter()
        try:
            yield
        finally:
            self.timings.append((kind, asked, time.perf_counter() - start))


def plans(deadline: float, number: int, *, seconds: float, across: float) -> list[Plan]:
    """Most submit at any moment of the last ``seconds``; one in ten aims at the deadline, give or take ``across``
    seconds.
    """
    source = random.Random("the last ten seconds")  # noqa: S311 reproducible, not secret
    made = []
    for place in range(number):
        if place % 10 == 0:
            submit_at = deadline + source.uniform(-across, across)
            made.append(Plan(submit_at - 2, submit_at))
        else:
            check_at = deadline - source.uniform(1, seconds)
            made.append(Plan(check_at, check_at))
    return made


def sign_in(address: str, slug: str, number: int) -> list[Person]:
    """Everybody with the password over HTTP."""
    people = [Person(address, slug, each) for each in range(1, number + 1)]
    with ThreadPoolExecutor(SIGN_IN_AT_ONCE) as pool:
        return list(pool.map(Person.sign_in, people))


def play(courses: list[Course], *, quantities: dict[str, int]) -> None:
    """Let all of them bid at the times of their plans."""
    with ThreadPoolExecutor(len(courses)) as pool:
        for done in [pool.submit(_bid, course, quantities) for course in courses]:
            done.result()


def _bid(course: Course, quantities: dict[str, int]) -> None:
    person = course.person
    _wait(course.plan.check_at - random.Random(person.bidder).uniform(8, 20))  # noqa: S311  spreads the pages
    with course.timed("form"):
        form = person.look()
    _poll_until(course, course.plan.check_at)
    try:
        with course.timed("check"):
            confirmed = person.check(form, **quantities)
    except NoForm as refused:
        course.answer = refused.answer
        return
    _wait(course.plan.submit_at)
    with course.timed("submit"):
        course.answer = person.submit(confirmed)
    if course.answer.receipt is not None:
        with course.timed("receipt"):
            person.shown(course.answer.receipt)


def _poll_until(course: Course, moment: float) -> None:
    while moment - time.time() > POLL_EVERY:
        time.sleep(POLL_EVERY)
        with course.timed("poll"):
            course.person.poll()
    _wait(moment)


def _wait(moment: float) -> None:
    time.sleep(max(0.0, moment - time.time()))
