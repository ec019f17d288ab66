"""What the rules say of a ballot at a moment of the auction: whether a refused attempt was refused rightly.

The journal records what was accepted. Somebody whose ballot was refused has the ballot and the reason; here everybody
can ask the rules again.
"""

from collections.abc import Mapping
from typing import Any

from auctions.bundle.course import Course
from auctions.formats.contract import ActRefused, PlaceBid
from auctions.replay.entries import EntryKind
from auctions.replay.history import History
from auctions.rules.history import Refusal
from winner_determination.documents import DocumentError


def refusals(course: Course, *, after: int, bidder: str, ballot: Mapping[str, Any]) -> tuple[Refusal, ...]:
    """Why the rules refuse the ballot after the entry of that number; empty where they accept it.

    Raises DocumentError where there is no such entry, or the ballot is none of the kind that the round takes.
    """
    history = _history_after(course, after)
    if _waits_for_opening(course, after):
        raise DocumentError("--after", f"after entry {after} a sealed round is closed: no ballot is taken")
    try:
        history.format.apply(history.state, PlaceBid(bidder=bidder, ballot=dict(ballot)))
    except ActRefused as refused:
        return refused.refusals
    return ()


def _waits_for_opening(course: Course, entry: int) -> bool:
    """Whether the last round that was opened by then is closed and its sealed ballots are not opened: the format is
    told of the close with them.
    """
    kinds = {EntryKind.ROUND_OPENED, EntryKind.ROUND_CLOSED, EntryKind.BALLOTS_OPENED, EntryKind.ROUNDS_VOIDED}
    moves = [line for line in course.lines if line.sequence <= entry and line.kind in kinds]
    return bool(moves) and moves[-1].kind == EntryKind.ROUND_CLOSED and "act" not in moves[-1].body


def _history_after(course: Course, entry: int) -> History:
    for moment in course.moments:
        if moment.entry.sequence == entry:
            return moment.after
    known = f"2 to {course.moments[-1].entry.sequence}" if course.moments else "none"
    raise DocumentError("--after", f"there is no entry {entry} to ask after; there are {known}")
