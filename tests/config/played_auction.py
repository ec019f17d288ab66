"""A whole auction through the pages of real servers: gunicorn with two processes, the clock, a solver; people who
mistype, three custodians, a sealed round with amounts that are found nowhere else.
"""

import re
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from config.embedded.places import CHECKOUT
from tests.config.visitor import Visitor
from tests.faults.site import Site, until

METRICS_TOKEN = "a bearer that no log may hold"
VARIABLES = {"WEB_CONCURRENCY": "2", "METRICS_TOKEN": METRICS_TOKEN}
SLUG = "two-bands"
PASSWORD, NEW_PASSWORD = "turnstile-heron-81-password", "marmalade-otter-52-password"
MISTYPED = "a-password-typed-as-a-name-47"
CUSTODIANS = {name: f"six words that {name} has chosen here" for name in ("auctioneer", "officer2", "compliance")}
OWN_PASSPHRASE = "six words that alpha has chosen here"
HIGHEST, REFUSED, SECOND, IN_A_FILE = 7_654_321, 8_765_433, 6_543_217, 5_432_173
FINAL, ONE_A = 'amount:{"A":1,"B":1}', 'amount:{"A":1}'


@dataclass
class Play:
    """The auction, the people before their browsers, and what none of them may find in a log."""

    own: Site
    people: dict[str, Visitor] = field(default_factory=dict)
    shares: dict[str, bytes] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)

    def at(self, name: str) -> Visitor:
        """The person, signed in."""
        if name not in self.people:
            self.people[name] = Visitor(self.own.address).signs_in(name, PASSWORD)
            assert "sign-in" not in self.people[name].path
        return self.people[name]

    def agree(self, page: str) -> None:
        """The auctioneer proposes by the page, the second officer approves."""
        here = f"/regulator/{SLUG}/"
        asking = self.at("auctioneer").looks(f"{here}{page}/").sends("")
        if asking.path == f"{here}{page}/":  # the question, once more
            asking.sends("", {"confirmed": "1"})
        assert asking.status == 200, asking.text
        room = self.at("officer2").looks(here)
        number = re.findall(r'id="proposal-(\d+)"', room.text)[-1]
        room.looks(f"{here}proposals/{number}/").sends(f"{here}proposals/{number}/approve/")
        assert room.status == 200, room.text

    def bid(self, name: str, typed: dict[str, str]) -> None:
        here = f"/bid/{SLUG}/"
        form = self.at(name).looks(here).sends(f"{here}confirm/", {**typed, "amounts_are_right": "1"})
        done = form.sends(f"{here}submit/")
        assert "/receipts/" in done.path, done.text

    def open_ballots(self) -> None:
        for name in ("auctioneer", "officer2"):
            page = self.at(name).looks(f"/regulator/{SLUG}/ballots/")
            hand_in = f"/regulator/{SLUG}/ballots/hand-in/"
            page.sends(hand_in, {"passphrase": CUSTODIANS[name]}, files={"share": self.shares[name]})
            assert page.status == 200, page.text

    def determine(self) -> None:
        """The workers compute and verify; the officers certify."""
        self.at("auctioneer").looks(f"/regulator/{SLUG}/determine/").sends("")
        query = "SELECT verification_status FROM auctions_solve ORDER BY id"
        until(lambda: [row["verification_status"] for row in self.own.rows(query)][-1:] == ["agrees"], within=120)
        self.agree("certify")


def sign_ins_that_go_wrong(play: Play, code: str) -> None:
    stranger = Visitor(play.own.address)
    stranger.signs_in(MISTYPED, MISTYPED)
    stranger.signs_in("alpha-viewer", "not-the-password-of-alpha-63")
    stranger.looks("/invitation/").sends(
        "", {"username": "alpha-viewer", "code": code, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    )
    assert "/invitation/" not in stranger.path, stranger.text
    stranger.looks(f"/nowhere/?password={PASSWORD}")
    play.secrets += [MISTYPED, "not-the-password-of-alpha-63", code, code.replace("-", ""), PASSWORD, NEW_PASSWORD]


def ceremony(play: Play) -> None:
    here = f"/regulator/{SLUG}/ceremony/"
    for name, passphrase in CUSTODIANS.items():
        typed = {"new_passphrase": passphrase, "again": passphrase}
        page = play.at(name).looks(here).sends(f"{here}passphrase/", typed)
        assert page.status == 200, page.text
    for name, passphrase in CUSTODIANS.items():
        share = play.at(name).browser.get(f"{here}share.json")
        play.shares[name] = share.content
        play.secrets += [passphrase, *boxes(share.json())]
        wrong = play.at(name).looks(here)
        wrong.sends(f"{here}confirm/", {"passphrase": "not the passphrase"}, files={"share": share.content})
        right = play.at(name).looks(here)
        right.sends(f"{here}confirm/", {"passphrase": passphrase}, files={"share": share.content})
        assert "Your share is confirmed" in right.text


def boxes(document: Any) -> list[str]:
    """What is long and unreadable in a document: keys, boxes, salts."""
    if isinstance(document, dict):
        return [text for value in document.values() for text in boxes(value)]
    if isinstance(document, list):
        return [text for value in document for text in boxes(value)]
    return [document] if isinstance(document, str) and len(document) > 40 else []


def clock(play: Play) -> None:
    wanted: list[dict[str, dict[str, str]]] = [
        {"alpha": {"A": "1", "B": "1"}, "beta": {"A": "1", "B": "0"}, "gamma": {"A": "1", "B": "0"}},
        {"alpha": {"A": "1", "B": "1"}, "beta": {"A": "1", "B": "0"}, "gamma": {"A": "0", "B": "0"}},
    ]
    for bids in wanted:
        play.agree("open")
        for bidder, package in bids.items():
            more = {} if any(quantity != "0" for quantity in package.values()) else {"no_bid": "1"}
            typed = {f"quantity:{category}": quantity for category, quantity in package.items()}
            play.bid(f"{bidder}-submitter", {**typed, **more})
        play.agree("close")


def sealed_bids(play: Play) -> None:
    here, own = f"/bid/{SLUG}/", f"/bid/{SLUG}/sealed/"
    setting = play.at("alpha-submitter").looks(own)
    setting.sends(f"{own}set/", {"new_passphrase": OWN_PASSPHRASE, "again": OWN_PASSPHRASE})
    play.agree("open")
    over_the_cap = play.at("beta-submitter").looks(here)
    over_the_cap.sends(f"{here}confirm/", {FINAL: str(REFUSED), "amounts_are_right": "1"})
    file = f"A,B,amount\n1,1,{IN_A_FILE}\n".encode()
    play.at("alpha-submitter").looks(here).sends(f"{here}confirm/", to=f"{here}ballot/upload/", files={"file": file})
    play.bid("alpha-submitter", {FINAL: str(HIGHEST)})
    play.bid("beta-submitter", {ONE_A: str(SECOND)})
    play.agree("close")
    play.secrets += [OWN_PASSPHRASE, *(said for each in (HIGHEST, REFUSED, SECOND, IN_A_FILE) for said in spelt(each))]


def spelt(amount: int) -> list[str]:
    return [str(amount), f"{amount:,}"]


def played_on(own: Site) -> Play:
    """Everything up to the certified result."""
    staging = [sys.executable, "-m", "tests.config.staged_auction", PASSWORD]
    environment = dict(own.installation.environment)
    staged = subprocess.run(staging, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    play = Play(own, secrets=[METRICS_TOKEN])
    sign_ins_that_go_wrong(play, staged.stdout.strip())
    ceremony(play)
    clock(play)
    sealed_bids(play)
    play.open_ballots()
    play.determine()
    return play
