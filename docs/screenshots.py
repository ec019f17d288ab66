"""``make screenshots``: the pictures of the README, taken from a demonstration of its own.

Starts the demonstration with data of its own, signs in as a bidder and as both officers, takes the auction to its
published result through the pages alone, and looks on the way. Needs Chromium; takes about five minutes, most of it the
simulated bidders thinking.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "screenshots"
AUCTION = "uk-4g-2013"
BIDDER = "avon-submitter"
WIDTH, HEIGHT = 1280, 900
READY_WITHIN, SUBMITTED_WITHIN, SOLVED_WITHIN = 180, 90, 120  # seconds


@contextmanager
def demonstration() -> Iterator[tuple[str, str]]:
    """A demonstration with data of its own. Yields its address and the password of all its sign-ins."""
    with tempfile.TemporaryDirectory(prefix="clearband-pictures-", dir="/var/tmp") as data:
        Path(data).chmod(0o711)
        environment = {**os.environ, "CLEARBAND_DATA": data}
        command = [sys.executable, "-u", "-m", "config.embedded", "demo"]
        running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
        try:
            yield _wait_until_ready(running)
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(timeout=60)


def _wait_until_ready(running: "subprocess.Popen[str]") -> tuple[str, str]:
    assert running.stdout is not None  # noqa: S101
    password, deadline = "", time.monotonic() + READY_WITHIN
    for line in running.stdout:
        if said := re.match(r"Password of all of them: (.*)", line):
            password = said[1].strip()
        if ready := re.match(r"ready (http://\S+)/", line):
            return ready[1], password
        if time.monotonic() > deadline:
            break
    raise SystemExit("The demonstration did not get ready.")


class Visitor:
    """Somebody signed in, with a browser window."""

    def __init__(self, browser: Browser, address: str, username: str = "", password: str = "") -> None:
        self.address = address
        self.page: Page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}).new_page()
        if username:
            self.go("/sign-in/")
            self.page.get_by_label("Username").fill(username)
            self.page.get_by_label("Password", exact=True).fill(password)
            self.press("Sign in")

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def press(self, button: str) -> None:
        """Press the button whose whole text this is, and wait for the page that follows."""
        self.page.locator("main").get_by_role("button", name=button, exact=True).click()
        self.page.wait_for_load_state()

    def picture(self, name: str, *, whole: bool = False) -> None:
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)


class Officer(Visitor):
    """An officer's way through the control room."""

    def room(self, page: str = "") -> None:
        self.go(f"/regulator/{AUCTION}/{page}")

    def approve(self, picture: str = "") -> None:
        """Review what waits, and approve it."""
        self.room()
        self.page.locator("[id^=proposal-]").first.click()
        if picture:
            self.picture(picture, whole=True)
        self.page.get_by_role("button", name="Approve").click()
        self.page.wait_for_load_state()


class Auctioneer(Officer):
    """Proposes every step; ``second`` approves it."""

    second: Officer

    def open_round(self) -> None:
        self.room("open/")
        label = self.page.locator("h1").inner_text()
        self.press("Check and continue")
        self.press(f"Propose: {label}")
        self.stand_aside()
        self.second.approve("four-eyes" if "clock round" in label else "")

    def propose(self, page: str, button: str) -> None:
        self.room(page)
        self.press(button)
        self.stand_aside()
        self.second.approve()

    def stand_aside(self) -> None:
        """Look at the live part alone: the control room reloads by itself when the auction moves on, which would get
        in the way of where we go next.
        """
        self.room("live/")

    def close_round(self) -> None:
        self.wait_until_all_submitted()
        self.propose("close/", "Propose to close the round")

    def wait_until_all_submitted(self) -> None:
        for _ in range(SUBMITTED_WITHIN):
            self.stand_aside()
            if not self.page.get_by_text("nothing received").count():
                self.room()
                return
            self.page.wait_for_timeout(1000)
        raise SystemExit("The simulated bidders did not submit.")

    def determine(self) -> None:
        self.room("determine/")
        self.press("Start the computation")
        for _ in range(SOLVED_WITHIN):
            self.stand_aside()
            if self.page.get_by_text("came to the same result").count():
                self.propose("certify/", "Propose to certify the result")
                return
            self.page.wait_for_timeout(1000)
        raise SystemExit("The computation and its verification did not end.")

    @property
    def stage(self) -> str:
        """The stage that the frame of the page names."""
        self.room()
        return self.page.locator("body").inner_text().split("stage", 1)[0]


def take_pictures(browser: Browser, address: str, password: str) -> None:
    """The whole way, in the order in which it happens."""
    bidder = Visitor(browser, address, BIDDER, password)
    bidder.go(f"/bid/{AUCTION}/")
    bidder.picture("bidder-clock")
    bidder.press("Check this bid")
    bidder.picture("bidder-confirm")
    bidder.press("Submit this bid")
    bidder.picture("bidder-receipt")
    bidder.go(f"/bid/{AUCTION}/")
    bidder.press("Hand back")

    auctioneer = Auctioneer(browser, address, "auctioneer", password)
    auctioneer.second = Officer(browser, address, "officer2", password)
    auctioneer.wait_until_all_submitted()
    auctioneer.picture("control-room", whole=True)
    auctioneer.close_round()
    auctioneer.room("open/")
    while "clock round" in auctioneer.page.locator("h1").inner_text():
        auctioneer.picture("increments", whole=True)
        auctioneer.open_round()
        auctioneer.close_round()
        auctioneer.room("open/")

    auctioneer.open_round()
    auctioneer.wait_until_all_submitted()
    bidder.go(f"/bid/{AUCTION}/")
    bidder.picture("bidder-supplementary")
    auctioneer.close_round()
    auctioneer.determine()
    auctioneer.open_round()
    auctioneer.wait_until_all_submitted()
    bidder.go(f"/bid/{AUCTION}/")
    bidder.picture("bidder-assignment", whole=True)
    auctioneer.close_round()
    auctioneer.determine()
    auctioneer.propose("publish/", "Propose to publish the result")

    public = Visitor(browser, address)
    public.go(f"/auctions/{AUCTION}/")
    public.picture("public-result")


def main() -> int:
    chromium = which("chromium") or which("chromium-browser") or which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is needed: install it, for example with `apt-get install chromium`.")
    with demonstration() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            take_pictures(browser, address, password)
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
