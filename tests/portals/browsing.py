"""Real browsers for the portals' tests: sign in, walk, let axe-core look."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from bidders.models import Person

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "a password of some length"


@contextmanager
def browsing(chromium: Browser, address: str, person: Person | None = None) -> Iterator[Page]:
    """A browser window, signed in where there is a ``person``. Fails where a script failed or the CSP stopped one."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
    page = context.new_page()
    page.set_default_timeout(10_000)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on(
        "console", lambda message: broken.append(message.text) if "Content Security Policy" in message.text else None
    )
    if person is not None:
        person.set_password(PASSWORD)
        person.save()
        page.goto("/sign-in/")
        page.get_by_label("Username").fill(person.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
    yield page
    context.close()
    assert broken == []


def accessible(page: Page) -> None:
    """No violation of WCAG 2.2 AA that axe-core can find."""
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
    )
    told = [(broken["id"], [node["html"] for node in broken["nodes"]]) for broken in found["violations"]]
    assert told == [], told
