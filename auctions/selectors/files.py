"""Files: what anybody needs to check us."""

from typing import Any

from auctions.formats.auction_file import auction_document as write_auction
from auctions.formats.contract import Act, Bidder, Viewer
from auctions.models import Auction, Bid, Solve, SolveStatus
from auctions.replay.entries import EntryKind, acts_in, standing
from auctions.rules.disclosure import Role
from auctions.selectors.sealing import own_ballot
from auctions.selectors.standing import open_round_of
from auctions.services.standing import awaiting_opening
from journal.selectors import entries_of

PUBLIC = Viewer(Role.PUBLIC)
NAME_OF_STAGE = {"plan": "assignment"}  # where files call the outcome of a stage differently


def auction_document(auction: Auction, *, public: bool) -> dict[str, Any]:
    """The auction as a ``clearband.auction/1`` file: rulebook, bidders and what people did, in order.

    The public's file has acts once the result is published; an officer's has everything up to the round that is open.
    """
    acts = _acts(auction) if not public or auction.published_at is not None else []
    document = auction.document
    bidders = [Bidder(**bidder) for bidder in document["bidders"]]
    return write_auction(rulebook=document["rulebook"], bidders=bidders, acts=acts, about=document["about"])


def result_documents(auction: Auction, viewer: Viewer = PUBLIC) -> dict[str, dict[str, Any]]:
    """Case and result of each computation, as the command lines read and write them: ``{"principal": {"case",
    "result"}, ...}``.

    Empty for the public and the bidders until the result is published.
    """
    if auction.published_at is None and viewer.role in {Role.PUBLIC, Role.BIDDER}:
        return {}
    solves = Solve.objects.filter(auction=auction, status=SolveStatus.DONE).order_by("pk")
    return {
        NAME_OF_STAGE.get(solve.stage, solve.stage): {"case": solve.case, "result": solve.result} for solve in solves
    }


def receipt_document(bid: Bid, private_key: str | None = None) -> dict[str, Any]:
    """The receipt with the ballot and nonce that open its commitment: its owner's copy, for ``python -m journal
    verify``. While its round is sealed they are there only where the bidder's own ``private_key`` opens them.
    """
    opened = own_ballot(bid, private_key)
    return dict(bid.receipt) if opened is None else {**bid.receipt, "ballot": opened.ballot, "nonce": opened.nonce}


def _acts(auction: Auction) -> list[Act]:
    """Acts in order, without those that were voided; of a round that is open, or waits to be opened, only what came
    before it.
    """
    entries = standing(entries_of(auction.chain))
    if open_round_of(auction) is not None or awaiting_opening(auction) is not None:
        opening = max(entry.sequence for entry in entries if entry.kind == EntryKind.ROUND_OPENED)
        entries = [entry for entry in entries if entry.sequence < opening]
    return [act for entry in entries for act in acts_in(entry.body)]
