"""What stands above every auction page: stage, round, countdown, time zone, help desk, notice.

See templates/components/frame.html.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portals.correspondence.post import BidderPost, DeskPost

STAGES: dict[str, Callable[[], str]] = {
    "clock": lambda: _("Clock stage"),
    "supplementary": lambda: _("Supplementary round"),
    "assignment": lambda: _("Assignment stage"),
}
STATUSES: dict[str, Callable[[], str]] = {
    "waiting": lambda: _("between rounds"),
    "open": lambda: _("open"),
    "sealed": lambda: _("closed, ballots sealed"),
    "determining": lambda: _("determining the result"),
    "finished": lambda: _("finished"),
}


@dataclass(frozen=True)
class Frame:
    """One auction's standing as every page of it shows it."""

    auction: Any  # the hosted auction: slug, title, notice, demonstration
    stage: str  # in words
    round: int
    status: str  # the format's status word
    status_text: str  # the same in words
    ballot: str | None
    seconds_left: int | None  # by the server's clock, when the page was made
    deadline: str | None  # ISO 8601
    server_now: str  # ISO 8601
    help_desk: str
    poll_url: str
    extension: str  # for whom the round runs on after its time, in words; empty where it does not
    runs_on_for_others: bool  # whether that is for others than the viewer
    version: int | None  # of the open round: which opening of the auction it is
    paused: bool
    post: BidderPost | DeskPost | None = None  # what waits for the viewer to be read; the public has none

    @property
    def moment(self) -> str:
        """Changes exactly when what can be done changes; the script compares it with what the page was made for."""
        parts = [self.stage, self.round, self.status, self.version]
        parts += [name for name, so in (("extended", self.runs_on_for_others), ("paused", self.paused)) if so]
        return "|".join(str(part) for part in parts if part is not None)

    @property
    def is_open(self) -> bool:
        return self.status == "open"


def frame_of(
    *,
    auction: Any,
    facts: Mapping[str, Any],
    clock: Mapping[str, Any],
    poll_url: str,
    post: BidderPost | DeskPost | None = None,
) -> Frame:
    """The frame from what the selectors say: ``facts`` of the viewer and ``clock`` of the open round (or of none)."""
    stage, status = facts["stage"], facts["status"]
    return Frame(
        auction=auction,
        stage=STAGES[stage]() if stage in STAGES else stage,
        round=facts["round"],
        status=status,
        status_text=_("paused") if clock["paused"] else STATUSES[status]() if status in STATUSES else status,
        ballot=facts["ballot"],
        seconds_left=clock["seconds_left"],
        deadline=clock["deadline"],
        server_now=clock["server_now"],
        help_desk=settings.HELP_DESK_PHONE,
        poll_url=poll_url,
        extension=_extension(facts),
        runs_on_for_others=bool(facts.get("extension") or facts.get("own", {}).get("extended_for_others")),
        version=clock["version"],
        paused=clock["paused"],
        post=post,
    )


def _extension(facts: Mapping[str, Any]) -> str:
    """For whom the open round runs on, as far as the viewer may know (R-C7)."""
    own, extension = facts.get("own", {}), facts.get("extension")
    if own.get("extended"):
        return _("extended for you")
    if own.get("extended_for_others"):
        return _("extended for bidders who missed it, not for you")
    if extension:
        names = {bidder["id"]: bidder["name"] for bidder in facts["bidders"]}
        return _("extended for %(names)s") % {"names": ", ".join(names[each] for each in extension["bidders"])}
    return ""
