"""What the auctioneer can do next, as links of the control room: the rules' steps, and what the host adds to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from auctions import selectors
from auctions.formats.contract import Step, StepKind
from auctions.models import Solve, SolveStatus, VerificationStatus
from portals.regulator.pages import OfficerPage


@dataclass(frozen=True)
class Action:
    """One link to a page that asks once more before anything happens."""

    label: str
    url: str
    interrupts: bool = False  # never the page's primary button


def next_actions(page: OfficerPage, steps: Sequence[Step], solve: Solve | None) -> tuple[Action, ...]:
    """The likeliest first: the page makes that one its primary button, unless it interrupts the auction."""
    if page.frame.paused:
        return (Action(_("Resume the round"), page.url("resume")), *_interruptions(page))
    return (*_actions(page, steps, solve), *_interruptions(page))


def is_computing(solve: Solve | None) -> bool:
    """Whether a determination has been asked for and has not ended."""
    return solve is not None and solve.status in (SolveStatus.QUEUED, SolveStatus.RUNNING)


def _actions(page: OfficerPage, steps: Sequence[Step], solve: Solve | None) -> Iterator[Action]:
    waiting = selectors.uncertified_result(page.auction)
    if waiting is not None and not page.frame.is_open:
        yield from _before_going_on(page, VerificationStatus(waiting.verification_status))
        return
    match page.facts["status"]:
        case "determining":
            if not is_computing(solve):
                yield Action(_("Run winner determination"), page.url("determine"))
        case "finished":
            if page.auction.published_at is None:
                yield Action(_("Publish the result"), page.url("publish"))
        case _:
            if _needs_ceremony_now(page):
                yield Action(_("Hold the key ceremony"), page.url("ceremony"))
            yield from (_action(page, step) for step in steps)
            if page.facts["status"] == "open":
                yield Action(_("Extend the round"), page.url("extend"))


def _needs_ceremony_now(page: OfficerPage) -> bool:
    """Whether the next round is sealed and cannot be opened before the custodians have held their ceremony."""
    if page.frame.is_open or not selectors.phase(page.auction).sealed:
        return False
    ceremony = selectors.ceremony(page.auction)
    return ceremony is not None and not ceremony.complete


def _before_going_on(page: OfficerPage, verification: VerificationStatus) -> Iterator[Action]:
    """A result is built on once it is certified, and certified once it is verified."""
    if verification is VerificationStatus.AGREES:
        yield Action(_("Certify the result"), page.url("certify"))
    elif verification is VerificationStatus.NONE:
        yield Action(_("Have the result verified"), page.url("verify"))


def _interruptions(page: OfficerPage) -> Iterator[Action]:
    """What an officer may do when something has gone wrong."""
    if page.frame.paused:
        yield Action(_("Extend the round"), page.url("extend"))
    elif page.frame.is_open:
        yield Action(_("Pause the round"), page.url("pause"), interrupts=True)
        if page.rules.extensions.other_channel:
            yield Action(_("Enter a bid by telephone"), page.url("surrogate"))
    if page.auction.published_at is None and selectors.standing_rounds(page.auction).exists():
        yield Action(_("Void rounds"), page.url("void"), interrupts=True)


def _action(page: OfficerPage, step: Step) -> Action:
    match step.kind:
        case StepKind.OPEN_ROUND:
            return Action(step.label, page.url("open"))
        case StepKind.CLOSE_ROUND:
            return Action(step.label, page.url("close"))
        case StepKind.OPEN_BALLOTS:
            return Action(step.label, page.url("open_ballots"))
        case StepKind.DECIDE:
            return Action(step.label, f"{page.url('decide')}?{urlencode({'decision': step.decision})}")
