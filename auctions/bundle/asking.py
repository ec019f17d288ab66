"""What the rules say of a ballot at a moment of the auction: whether a refused attempt was refused rightly.

The journal records what was accepted. Somebody whose ballot was refused has the ballot and the reason; here everybody
can ask the rules again.
"""

from collections.abc import Mapping
from typing import Any

from auctions.bundle.course import Course
from auctions.formats.contract import ActRefused, PlaceBid
from auctions.replay.history import History
from auctions.rules.history import Refusal
from winner_determination.documents import DocumentError


def refusals(course: Course, *, after: int, bidder: str, ballot: Mapping[str, Any]) -> tuple[Refusal, ...]:
    """Why the rules refuse the ballot after the entry of that number; empty where they accept it.

    Raises DocumentError where there is no such entry, or the ballot is none of the kind that the round takes.
    """
    history = _history_after(course, after)
    try:
        history.format.apply(history.state, PlaceBid(bidder=bidder, ballot=dict(ballot)))
    except ActRefused as refused:
        return refused.refusals
    return ()


def _history_after(course: Course, entry: int) -> History:
    for moment in course.moments:
        if moment.entry.sequence == entry:
            return moment.after
    known = f"2 to {course.moments[-1].entry.sequence}" if course.moments else "none"
    raise DocumentError("--after", f"there is no entry {entry} to ask after; there are {known}")
