"""What the auctioneer can do next, as links of the control room: the rules' steps, and what the host adds to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from auctions import selectors
from auctions.formats.contract import Step, StepKind
from auctions.models import Solve, SolveStatus
from portals.regulator.pages import OfficerPage


@dataclass(frozen=True)
class Action:
    """One link to a page that asks once more before anything happens."""

    label: str
    url: str


def next_actions(page: OfficerPage, steps: Sequence[Step], solve: Solve | None) -> tuple[Action, ...]:
    """The likeliest first: the page makes that one its primary button."""
    if page.frame.paused:
        return (Action(_("Resume the round"), page.url("resume")), *_interruptions(page))
    return (*_actions(page, steps, solve), *_interruptions(page))


def is_computing(solve: Solve | None) -> bool:
    """Whether a determination has been asked for and has not ended."""
    return solve is not None and solve.status in (SolveStatus.QUEUED, SolveStatus.RUNNING)


def _actions(page: OfficerPage, steps: Sequence[Step], solve: Solve | None) -> Iterator[Action]:
    match page.facts["status"]:
        case "determining":
            if not is_computing(solve):
                yield Action(_("Run winner determination"), page.url("determine"))
        case "finished":
            if page.auction.published_at is None:
                yield Action(_("Publish the result"), page.url("publish"))
        case _:
            yield from (_action(page, step) for step in steps)
            if page.facts["status"] == "open":
                yield Action(_("Extend the round"), page.url("extend"))


def _interruptions(page: OfficerPage) -> Iterator[Action]:
    """What an officer may do when something has gone wrong."""
    if page.frame.paused:
        yield Action(_("Extend the round"), page.url("extend"))
    elif page.frame.is_open:
        yield Action(_("Pause the round"), page.url("pause"))
    if page.auction.published_at is None and selectors.standing_rounds(page.auction).exists():
        yield Action(_("Void rounds"), page.url("void"))


def _action(page: OfficerPage, step: Step) -> Action:
    match step.kind:
        case StepKind.OPEN_ROUND:
            return Action(step.label, page.url("open"))
        case StepKind.CLOSE_ROUND:
            return Action(step.label, page.url("close"))
        case StepKind.DECIDE:
            return Action(step.label, f"{page.url('decide')}?{urlencode({'decision': step.decision})}")
