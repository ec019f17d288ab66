"""The acts: the rules take every one of them, and every entry says what its act did."""

from collections.abc import Callable, Iterator
from typing import Any

from auctions.bundle.course import JOURNAL, Course, Moment, slug_of
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Finding, compared
from auctions.replay.entries import EntryKind
from journal.canonical import digest
from journal.receipts import ReceiptRound, commitment_to

ACTS = {
    EntryKind.ROUND_OPENED: ("open_round",),
    EntryKind.ROUND_EXTENDED: ("close_round", None),  # by the rules, or by an officer
    EntryKind.BID_PLACED: ("bid",),
    EntryKind.ROUND_CLOSED: ("close_round",),
    EntryKind.DECISION_TAKEN: ("decide",),
    EntryKind.RESULT_RECORDED: ("result",),
    EntryKind.RESULT_PUBLISHED: ("decide",),
}
"""Which act an entry of each kind holds; of a kind that is not here, none."""
TOLD_AT_THE_OPENING = frozenset({EntryKind.BID_PLACED, EntryKind.ROUND_CLOSED})
"""Entries of a sealed round whose acts the entry that opens its ballots holds."""


def acts(evidence: Evidence) -> Iterator[Finding]:
    """Replay every act by the rules: each ballot is one that they accept, each price one that they propose or leave to
    the auctioneer, each round closes, each result is one that was due.
    """
    if evidence.course.stopped is not None:
        yield evidence.course.stopped


def entries(evidence: Evidence) -> Iterator[Finding]:
    """Every entry holds the act of its kind and says the round, the number of ballots and the commitment that follow
    from the entries before it.
    """
    course = evidence.course
    for moment in course.moments:
        body = moment.entry.body
        kind = EntryKind(moment.entry.kind)
        expected = (None,) if _is_sealed(course, moment) and kind in TOLD_AT_THE_OPENING else ACTS.get(kind, (None,))
        if body.get("act", {}).get("act") not in expected:
            names = " or ".join(name or "no act" for name in expected)
            yield _at(moment, "act.act", body.get("act", {}).get("act"), names)
        if ("acts" in body) != (kind is EntryKind.BALLOTS_OPENED):
            yield _at(moment, "acts", "there" if "acts" in body else "missing", "in the opening of ballots alone")
        if kind in STATED:
            for name, value in STATED[kind](course, moment).items():
                yield from compared(JOURNAL, body.get(name), value, within=f"entry {moment.entry.sequence} body.{name}")


def _round(course: Course, moment: Moment) -> dict[str, Any]:
    played = course.whole.rounds[str(moment.opening)]
    return {"round": {"stage": played["stage"], "number": played["number"]}}


def _opened(course: Course, moment: Moment) -> dict[str, Any]:
    return {**_round(course, moment), "version": moment.opening}


def _is_sealed(course: Course, moment: Moment) -> bool:
    return course.whole.rounds.get(str(moment.opening), {}).get("key") is not None


def _bid(course: Course, moment: Moment) -> dict[str, Any]:
    """Of a sealed ballot the commitment is looked at when it is opened."""
    if _is_sealed(course, moment):
        return _round(course, moment)
    body, act = moment.entry.body, moment.entry.body["act"]
    commitment = commitment_to(
        auction=slug_of(moment.entry.chain),
        round=ReceiptRound(**_round(course, moment)["round"]),
        bidder=act["bidder"],
        ballot=act["ballot"],
        nonce=body["nonce"],
    )
    return {**_round(course, moment), "commitment": commitment}


def _closed(course: Course, moment: Moment) -> dict[str, Any]:
    ballots = sum(1 for bid in course.whole.bids.values() if bid["round"] == str(moment.opening))
    return {**_round(course, moment), "bids": ballots}


def _voided(course: Course, moment: Moment) -> dict[str, Any]:
    """Every round that stood since the one that is named."""
    since, at = moment.entry.body["from_sequence"], moment.entry.body["at"]
    projection = course.whole
    return {
        "rounds": [
            {"stage": played["stage"], "number": played["number"], "version": int(version)}
            for version, played in projection.rounds.items()
            if projection.sequences[version] >= since and played["voided_at"] == at
        ]
    }


def _result(course: Course, moment: Moment) -> dict[str, Any]:
    due = moment.before.format.determination(moment.before.state)
    return {"input_hash": None if due is None else digest(due.case)}


def _numbered(course: Course, moment: Moment) -> dict[str, Any]:
    return {"number": course.whole.correspondence.number_of(moment.entry)}


STATED: dict[EntryKind, Callable[[Course, Moment], dict[str, Any]]] = {
    EntryKind.ROUND_OPENED: _opened,
    EntryKind.ROUND_EXTENDED: _round,
    EntryKind.ROUND_PAUSED: _round,
    EntryKind.ROUND_RESUMED: _round,
    EntryKind.BID_PLACED: _bid,
    EntryKind.ROUND_CLOSED: _closed,
    EntryKind.BALLOTS_OPENED: _round,
    EntryKind.ROUNDS_VOIDED: _voided,
    EntryKind.RESULT_RECORDED: _result,
    EntryKind.NOTICE_GIVEN: _numbered,
    EntryKind.DOCUMENT_ISSUED: _numbered,
}
"""What an entry of each kind must say besides its act."""


def _at(moment: Moment, field: str, found: Any, expected: Any) -> Finding:
    return Finding(JOURNAL, f"entry {moment.entry.sequence} body.{field}", f"is {found}, expected {expected}")
