"""The ballot that waits for a submitter, as the round's page shows it to the people of its bidder."""

import json
from typing import Any

from auctions import selectors
from auctions.access import BidderAccess
from auctions.models import PreparedStatus
from portals.ballots.desk import BallotDesk, content_of, takes_part, verdict_on


def waiting_bid(allowed: BidderAccess, desk: BallotDesk, private_key: str | None) -> dict[str, Any]:
    """The ballot that was put before the submitters last in the open round: ``prepared``, and its content while it
    waits, unless it is sealed and ``private_key`` does not open it. Empty where there is none, and where another bid
    has replaced it since.
    """
    prepared = None if desk.round is None else selectors.last_prepared_bid(desk.participant, desk.round)
    if prepared is None or not takes_part(desk):
        return {}
    if prepared.status == PreparedStatus.PLACED:
        return {"prepared": prepared} if prepared.bid == selectors.own_bids(desk.participant).first() else {}
    if prepared.status != PreparedStatus.WAITING:
        return {"prepared": prepared}
    waiting = {
        "prepared": prepared,
        "signed_by_me": prepared.signed_by_id == allowed.seat.pk,
        "may_withdraw": allowed.may_submit or prepared.prepared_by_id == allowed.seat.pk,
    }
    ballot = selectors.prepared_ballot(prepared, private_key)
    if ballot is None:
        return {**waiting, "is_locked": True}
    verdict = verdict_on(desk, ballot)
    content = content_of(desk, ballot, verdict["totals"])
    return {**waiting, "ballot": json.dumps(ballot), "refusals": verdict["refusals"], **content}
