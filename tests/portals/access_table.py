"""Who may ask for which route, and what they are answered: one line for each route of the site.

A new route fails ``test_access_matrix.py`` until it has its line here:

    "namespace:name": Line(Door.OFFICER, get=200),                            a page of the officers, at any moment
    "namespace:name": Line(Door.BIDDER, get=when(has_file, 200, 302)),        what is answered depends on the moment
    "namespace:name": Line(Door.OFFICER, get=200, post=409),                  409: what an empty form is answered
    "namespace:name": Line(Door.BIDDER, post=by_seat, form=a_ballot),         a form that would pass

``get`` and ``post`` are what somebody is answered who passes the door; a method that is left out is refused to
everybody. Who does not pass is answered as the door says, at every moment.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from uuid import UUID, uuid4

from tests.portals.access_play import ALPHA, INSIDERS, OFFICERS, Moment, Play, RoundState, Stage, Who

SLUG = "two-bands"
NO_BID = UUID(int=0)


class Door(Enum):
    """Who is let in, and what the others are answered."""

    PUBLIC = auto()
    SIGNED_IN = auto()
    BIDDER = auto()
    OWN_BID = auto()  # of Alpha
    OFFICER = auto()
    AUTHORITY = auto()  # officers of any authority
    DRAFT = auto()  # of the authority that writes it
    RECORD = auto()


EVERYBODY = frozenset(Who)
SUBMITTERS = frozenset({Who.SUBMITTER, Who.RIVAL})
WITH_ONE_AUCTION = EVERYBODY - ALPHA - {Who.RIVAL, Who.OUTSIDER}
LET_IN = {
    Door.PUBLIC: EVERYBODY,
    Door.SIGNED_IN: EVERYBODY - {Who.NOBODY},
    Door.BIDDER: ALPHA | {Who.RIVAL},
    Door.OWN_BID: ALPHA,
    Door.OFFICER: OFFICERS,
    Door.AUTHORITY: OFFICERS | {Who.OTHER_OFFICER},
    Door.DRAFT: OFFICERS,
    Door.RECORD: INSIDERS,
}
TO_THE_SIGN_IN, HIDDEN, REFUSED = 302, 404, 403
COLLEAGUES = {Who.COMPLIANCE, Who.OBSERVER}  # of the officers: they know that the page is there


def refusal(door: Door, who: Who) -> int:
    if who is Who.NOBODY:
        return TO_THE_SIGN_IN
    return REFUSED if door is Door.OFFICER and who in COLLEAGUES else HIDDEN


Answer = int | Callable[[Who, Moment], int]
Form = Callable[[Play, Who], dict[str, Any]]


@dataclass(frozen=True)
class Line:
    """A route: its door, and what is answered behind it."""

    door: Door
    get: Answer | None = None
    post: Answer | None = None
    form: Form = lambda play, who: {}
    once: bool = False  # asked at the first moment alone

    def expected(self, method: str, who: Who, moment: Moment) -> int | None:
        """The status; None where the route does not take the method."""
        answer: Answer | None = getattr(self, method)
        if answer is None:
            return None
        if who not in LET_IN[self.door]:
            return refusal(self.door, who)
        return answer if isinstance(answer, int) else answer(who, moment)


Condition = Callable[[Moment], bool]


def when(condition: Condition, yes: int, no: int) -> Answer:
    return lambda who, moment: yes if condition(moment) else no


def when_signed_in(yes: int, no: int) -> Answer:
    return lambda who, moment: no if who is Who.NOBODY else yes


def arguments(play: Play) -> dict[str, Any]:
    """What stands in an address for each parameter of a route: Alpha's bid is what others would like to read."""
    return {
        "slug": SLUG,
        "bid_id": play.bids["Alpha"].pk if play.bids else NO_BID,
        "participant": play.cast.alpha.participant.pk,
        "number": play.proposal,
        "pk": 1,  # of a passkey that nobody has
        "draft": play.draft,
        "step": "schedule",
        "rehearsal": 0,  # there is none
    }


# --- Moments ---------------------------------------------------------------------------------------------------------


def has_round(moment: Moment) -> bool:
    return moment.has_round


def has_file(moment: Moment) -> bool:
    """Lists of packages and of options can be filled in as files; a clock bid is a line."""
    return moment.has_round and moment.stage in {Stage.SUPPLEMENTARY, Stage.ASSIGNMENT}


def in_clock(moment: Moment) -> bool:
    return moment.has_round and moment.stage is Stage.CLOCK


def has_standing_round(moment: Moment) -> bool:
    """Whether there is a round that is not void."""
    return moment.stage is not Stage.CLOCK or moment.state not in {RoundState.NONE, RoundState.VOIDED}


def has_bids(moment: Moment) -> bool:
    return moment != Moment(Stage.CLOCK, RoundState.NONE)


def is_paused(moment: Moment) -> bool:
    return moment.state is RoundState.PAUSED


def may_open(moment: Moment) -> bool:
    """Between rounds, or before the first of a stage."""
    between = moment.stage is Stage.CLOCK and moment.state is RoundState.CLOSED
    return between or moment.state in {RoundState.NONE, RoundState.VOIDED}


def has_closed_clock_round(moment: Moment) -> bool:
    return moment.stage is not Stage.CLOCK or moment.state is RoundState.CLOSED


def is_finished(moment: Moment) -> bool:
    return moment.stage in {Stage.FINISHED, Stage.PUBLISHED}


def is_published(moment: Moment) -> bool:
    return moment.published


# --- Who may do what, and with which form ----------------------------------------------------------------------------


def submitting(who: Who, moment: Moment) -> int:
    """Submitters submit, a preparer's ballot waits for one of them, and only while bids are taken."""
    may = who in SUBMITTERS | {Who.PREPARER} and moment.state is RoundState.OPEN
    return 302 if may else 409


def confirming(who: Who, moment: Moment) -> int:
    """A clock bid of nothing at all cannot be read; an empty list of packages or options is a ballot."""
    return 409 if not has_round(moment) else 422 if in_clock(moment) else 200


def typing(who: Who, moment: Moment) -> int:
    """The same for an officer, who is sent back where no round is open."""
    return confirming(who, moment) if has_round(moment) else 302


def approving(who: Who, moment: Moment) -> int:
    """The last proposal was approved by the second officer, whose second click changes nothing; nobody else may."""
    return 404 if not has_bids(moment) else 302 if who is Who.SECOND_OFFICER else 409


def a_bid(play: Play, who: Who) -> dict[str, Any]:
    """The last bid of the asker, or of Alpha, on the form of the round that is open."""
    last = play.bids.get("Beta" if who is Who.RIVAL else "Alpha")
    shown, ballot = play.round, last.ballot if last else {"package": {}}
    return {
        "ballot": json.dumps(ballot),
        "form_key": str(uuid4()),
        "round_version": str(shown.version if shown else 1),
        "prices_hash": shown.prices_hash if shown else "",
    }


ROUTES = {
    "healthz": Line(Door.PUBLIC, get=200, once=True),
    "readyz": Line(Door.PUBLIC, get=503, once=True),  # no worker answers in the tests; asking for one takes a second
    "metrics": Line(Door.PUBLIC, get=404, once=True),  # without its token there is nothing
    "robots_txt": Line(Door.PUBLIC, get=200, once=True),
    "security_txt": Line(Door.PUBLIC, get=404, once=True),  # no contact is set
    # --- signing in, and what somebody sees of the own account
    "account_login": Line(Door.PUBLIC, get=when_signed_in(302, 200), post=when_signed_in(302, 200), once=True),
    "mfa_authenticate": Line(Door.PUBLIC, get=302, post=302, once=True),
    "mfa_login_webauthn": Line(Door.PUBLIC, get=302, post=302, once=True),
    "account_inactive": Line(Door.PUBLIC, get=200, once=True),
    "account_change_password": Line(Door.SIGNED_IN, get=200, post=200, once=True),
    "mfa_index": Line(Door.SIGNED_IN, get=200, once=True),
    "mfa_activate_totp": Line(Door.SIGNED_IN, get=200, post=200, once=True),
    "mfa_deactivate_totp": Line(Door.SIGNED_IN, get=404, post=404, once=True),
    "mfa_add_webauthn": Line(Door.SIGNED_IN, get=200, post=200, once=True),
    "mfa_remove_webauthn": Line(Door.SIGNED_IN, get=404, post=404, once=True),
    "mfa_view_recovery_codes": Line(Door.SIGNED_IN, get=404, once=True),
    "mfa_generate_recovery_codes": Line(Door.SIGNED_IN, get=200, post=200, once=True),
    "account:sign_out": Line(Door.PUBLIC, post=302, once=True),
    "account:invitation": Line(Door.PUBLIC, get=200, post=422, once=True),
    "account:desk": Line(Door.SIGNED_IN, get=lambda who, moment: 302 if who in WITH_ONE_AUCTION else 200, once=True),
    "account:sessions": Line(Door.SIGNED_IN, get=200, once=True),
    "account:end_session": Line(Door.SIGNED_IN, post=302, once=True),
    "account:sign_ins": Line(Door.SIGNED_IN, get=200, once=True),
    "account:seats": Line(Door.SIGNED_IN, get=200, once=True),
    "account:setup": Line(Door.SIGNED_IN, get=200, post=422, once=True),
    "account:setup_clock": Line(Door.SIGNED_IN, get=200, once=True),
    "account:setup_file": Line(Door.SIGNED_IN, get=200, once=True),
    # --- bidders
    "bidder:round": Line(Door.BIDDER, get=200, post=when(in_clock, 422, 200)),
    "bidder:check": Line(Door.BIDDER, post=200),
    "bidder:confirm": Line(Door.BIDDER, post=confirming),
    "bidder:submit": Line(Door.BIDDER, post=submitting, form=a_bid),
    "bidder:status": Line(Door.BIDDER, get=200),
    "bidder:autopilot": Line(Door.BIDDER, post=lambda who, moment: 302 if who in SUBMITTERS else 403),
    "bidder:file": Line(Door.BIDDER, get=when(has_file, 200, 302)),
    "bidder:sheet": Line(Door.BIDDER, get=when(has_file, 200, 302)),
    "bidder:upload": Line(Door.BIDDER, post=when(has_file, 422, 302)),
    "bidder:waiting": Line(Door.BIDDER, get=200),
    "bidder:sign": Line(Door.BIDDER, post=400),
    "bidder:withdraw": Line(Door.BIDDER, post=400),
    "bidder:own_key": Line(Door.BIDDER, get=200),
    "bidder:set_own_key": Line(Door.BIDDER, post=422),
    "bidder:unlock": Line(Door.BIDDER, post=422),
    "bidder:lock": Line(Door.BIDDER, post=302),
    "bidder:receipt": Line(Door.OWN_BID, get=when(has_bids, 200, 404)),
    "bidder:receipt_file": Line(Door.OWN_BID, get=when(has_bids, 200, 404)),
    "bidder:receipt_pdf": Line(Door.OWN_BID, get=when(has_bids, 200, 404)),
    "bidder:statement": Line(Door.BIDDER, get=when(is_published, 200, 404)),
    "bidder:history": Line(Door.BIDDER, get=200),
    "bidder:result": Line(Door.BIDDER, get=200),
    "bidder:rules": Line(Door.BIDDER, get=200),
    "bidder:messages": Line(Door.BIDDER, get=200),
    "bidder:send": Line(Door.BIDDER, post=lambda who, moment: 403 if who is Who.VIEWER else 422),
    "bidder:acknowledge": Line(Door.BIDDER, post=404),
    "bidder:document": Line(Door.BIDDER, get=404),
    # --- officers before there is an auction; the draft is that of the authority
    "drafts:home": Line(Door.AUTHORITY, get=200, once=True),
    "drafts:new": Line(Door.AUTHORITY, get=200, post=422, once=True),
    "drafts:preview": Line(Door.DRAFT, get=200, once=True),
    "drafts:step": Line(Door.DRAFT, get=200, post=409, once=True),
    "drafts:file": Line(Door.DRAFT, get=200, once=True),
    "drafts:upload": Line(Door.DRAFT, post=422, once=True),
    "drafts:commit": Line(Door.DRAFT, post=200, once=True),
    "drafts:propose": Line(Door.DRAFT, post=422, once=True),
    "drafts:withdraw": Line(Door.DRAFT, post=422, once=True),
    "drafts:refuse": Line(Door.DRAFT, post=422, once=True),
    "drafts:approve": Line(Door.DRAFT, post=422, once=True),
    "drafts:mock": Line(Door.DRAFT, post=422, once=True),
    "drafts:rehearse": Line(Door.DRAFT, post=422, once=True),
    "drafts:rehearsal": Line(Door.DRAFT, get=404, once=True),
    "drafts:course": Line(Door.DRAFT, get=404, once=True),
    "drafts:discard": Line(Door.DRAFT, post=302, once=True),
    # --- officers
    "regulator:control_room": Line(Door.OFFICER, get=200),
    "regulator:status": Line(Door.OFFICER, get=200),
    "regulator:live": Line(Door.OFFICER, get=200),
    "regulator:rounds": Line(Door.OFFICER, get=200),
    "regulator:result": Line(Door.OFFICER, get=200),
    "regulator:journal": Line(Door.OFFICER, get=200),
    "regulator:rounds_pdf": Line(Door.OFFICER, get=when(has_closed_clock_round, 200, 404)),
    "regulator:statement": Line(Door.OFFICER, get=when(is_finished, 200, 404)),
    "regulator:messages": Line(Door.OFFICER, get=200),
    "regulator:thread": Line(Door.OFFICER, get=200, post=409),
    "regulator:notice": Line(Door.OFFICER, get=200, post=409),
    "regulator:issue": Line(Door.OFFICER, get=200, post=409),
    "regulator:document": Line(Door.OFFICER, get=404),
    "regulator:proposals": Line(Door.OFFICER, get=200),
    "regulator:proposal": Line(Door.OFFICER, get=when(has_bids, 200, 404)),
    "regulator:approve": Line(Door.OFFICER, post=approving),
    "regulator:refuse": Line(Door.OFFICER, post=when(has_bids, 409, 404)),
    "regulator:withdraw": Line(Door.OFFICER, post=when(has_bids, 409, 404)),
    "regulator:read_ballot": Line(Door.OFFICER, post=when(has_bids, 200, 404)),
    "regulator:ceremony": Line(Door.OFFICER, get=200),  # custodians: tests/portals/regulator/test_ceremony.py
    "regulator:ceremony_state": Line(Door.OFFICER, get=200),
    "regulator:choose_passphrase": Line(Door.OFFICER, post=422),
    "regulator:share_file": Line(Door.OFFICER, get=422),
    "regulator:confirm_share": Line(Door.OFFICER, post=422),
    "regulator:open_ballots": Line(Door.OFFICER, get=200),
    "regulator:shares": Line(Door.OFFICER, get=200),
    "regulator:hand_in_share": Line(Door.OFFICER, post=422),
    "regulator:surrogate": Line(Door.OFFICER, get=200),
    "regulator:surrogate_form": Line(Door.OFFICER, get=when(has_round, 200, 302), post=typing),
    "regulator:surrogate_check": Line(Door.OFFICER, post=when(has_round, 200, 302)),
    "regulator:surrogate_confirm": Line(Door.OFFICER, post=typing),
    "regulator:surrogate_submit": Line(Door.OFFICER, post=when(has_round, 400, 302)),
    "regulator:surrogate_file": Line(Door.OFFICER, get=when(has_file, 200, 302)),
    "regulator:surrogate_sheet": Line(Door.OFFICER, get=when(has_file, 200, 302)),
    "regulator:surrogate_upload": Line(Door.OFFICER, post=when(has_file, 422, 302)),
    "regulator:deposits": Line(Door.OFFICER, get=200),
    "regulator:record_deposit": Line(Door.OFFICER, get=200, post=409),
    "regulator:forfeit_deposit": Line(Door.OFFICER, get=200, post=409),
    "regulator:open": Line(Door.OFFICER, get=when(may_open, 200, 302), post=when(may_open, 409, 302)),
    "regulator:preview": Line(Door.OFFICER, post=when(may_open, 200, 409)),
    "regulator:extend": Line(Door.OFFICER, get=when(has_round, 200, 302), post=when(has_round, 409, 302)),
    "regulator:pause": Line(Door.OFFICER, get=when(has_round, 200, 302), post=when(has_round, 409, 302)),
    "regulator:resume": Line(Door.OFFICER, get=when(is_paused, 200, 302), post=when(is_paused, 409, 302)),
    "regulator:void": Line(
        Door.OFFICER, get=when(has_standing_round, 200, 302), post=when(has_standing_round, 409, 302)
    ),
    "regulator:close": Line(Door.OFFICER, get=when(has_round, 200, 302), post=when(has_round, 409, 302)),
    "regulator:decide": Line(Door.OFFICER, get=404, post=404),
    "regulator:determine": Line(Door.OFFICER, get=200, post=409),
    "regulator:verify": Line(Door.OFFICER, get=200, post=409),
    "regulator:certify": Line(Door.OFFICER, get=200, post=409),
    "regulator:publish": Line(Door.OFFICER, get=200, post=409),
    # --- who may have the whole record
    "record": Line(Door.RECORD, get=200),
    "record_messages": Line(Door.RECORD, get=200),
    "record_document": Line(Door.RECORD, get=404),
    # --- everybody
    "public:home": Line(Door.PUBLIC, get=200),
    "public:auction": Line(Door.PUBLIC, get=200),
    "public:status": Line(Door.PUBLIC, get=200),
    "public:rounds_csv": Line(Door.PUBLIC, get=200),
    "public:rounds_json": Line(Door.PUBLIC, get=200),
    "public:document": Line(Door.PUBLIC, get=404),
    "public:file": Line(Door.PUBLIC, get=when(is_published, 200, 404)),
    "public:bundle": Line(Door.PUBLIC, get=when(is_published, 200, 404)),
    "public:result_file": Line(Door.PUBLIC, get=when(is_published, 200, 404)),
}
