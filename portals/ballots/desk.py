"""Who fills in a ballot: a bidder's person for itself, or an officer for a bidder who called.

A desk knows whose ballot it is, what that bidder may know, which round is open, and where its forms lead.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from auctions import selectors
from auctions.formats.contract import ActRefused
from auctions.models import Auction, Participant, Round
from portals.ballots.assignment import AssignmentPage
from portals.ballots.ballot_page import Ballot, BallotPage, Facts, Line
from portals.ballots.clock import ClockPage
from portals.ballots.supplementary import SupplementaryPage
from winner_determination.documents import DocumentError

BALLOT_PAGES: dict[str, BallotPage] = {
    "clock": ClockPage(),
    "supplementary": SupplementaryPage(),
    "assignment": AssignmentPage(),
}


class BallotDesk(Protocol):
    """One request of one person who fills in a ballot, checked and looked up once."""

    @property
    def auction(self) -> Auction: ...
    @property
    def participant(self) -> Participant: ...
    @property
    def facts(self) -> Facts:
        """What the bidder may know."""

    @property
    def round(self) -> Round | None:
        """The open one."""

    @property
    def confirm_template(self) -> str: ...
    def ballot_context(self, **more: Any) -> dict[str, Any]:
        """The context of the pages in templates/ballots: ``urls`` of the forms (check, confirm, form, submit, upload,
        file), ``above_form`` (a template), ``entered_for`` (the bidder's name where somebody else fills it in).
        """


def kind_of(desk: BallotDesk) -> BallotPage:
    """The kind of ballot the open round takes. Call only where a round is open."""
    return BALLOT_PAGES[desk.facts["ballot"]]


def takes_part(desk: BallotDesk) -> bool:
    """Whether this round has anything for this bidder: its facts hold the round's kind of page, and the round does not
    run on for others only (R-C7).
    """
    kind, own = desk.facts["ballot"], desk.facts["own"]
    return (kind == "clock" and not own["extended_for_others"]) or own.get(kind) is not None


def verdict_on(desk: BallotDesk, ballot: Ballot | None) -> dict[str, Any]:
    """``totals`` and ``refusals`` of a ballot, both empty where it could not be read; ``unreadable`` says why."""
    if ballot is None:
        return {"totals": {}, "refusals": (), "unreadable": ""}
    try:
        verdict = selectors.check_ballot(desk.auction, desk.participant, ballot)
    except DocumentError as error:
        return {"totals": {}, "refusals": (), "unreadable": error.reason}
    except ActRefused as error:  # the round was closed since the page was made
        return {"totals": {}, "refusals": error.refusals, "unreadable": ""}
    return {"totals": verdict.totals, "refusals": verdict.refusals, "unreadable": ""}


def content_of(desk: BallotDesk, ballot: Ballot, totals: Mapping[str, Any]) -> dict[str, Any]:
    """What templates/ballots/content.html needs to tell the ballot in figures and words."""
    return {
        "lines": kind_of(desk).lines(ballot, desk.facts),
        "totals": totals,
        "is_no_bid": ballot == {"package": {}},
    }


def lines_of(desk: BallotDesk, ballot: Ballot) -> list[Line]:
    """What the ballot was, also when the round that took its kind is over."""
    kind = next((each for each in BALLOT_PAGES.values() if each.understands(ballot)), None)
    return [] if kind is None else kind.lines(ballot, desk.facts)


def fitting(desk: BallotDesk, ballot: Ballot) -> Ballot | None:
    """The ballot, if it is of the kind the open round takes; a form of another stage brings one that is not."""
    return ballot if kind_of(desk).understands(ballot) else None
