"""Drafts of ballots rest in the bidder's own browser (static/portals/drafts.js): here only is said which is whose."""

from auctions import selectors
from auctions.models import Participant, Round
from bidders.models import Seat


def draft_key(seat: Seat, round: Round | None) -> str:
    """Under which name the browser keeps what this seat types for the open round; empty without a round."""
    return "" if round is None else f"clearband-draft/{round.auction_id}/{round.version}/{seat.pk}"


def placed_keys(participant: Participant, round: Round | None) -> str:
    """The form keys of the bidder's last ballots of the round, placed or put before its submitters: drafts that were
    sent off under one of them have arrived.
    """
    if round is None:
        return ""
    last = (
        selectors.own_bids(participant).filter(round=round).first(),
        selectors.last_prepared_bid(participant, round),
    )
    return " ".join(str(ballot.form_key) for ballot in last if ballot is not None)
