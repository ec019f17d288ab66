"""The page on which a bid is typed, drawn for a first look, after a refusal, or with rows from a file."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from auctions import selectors
from auctions.errors import AuctionError
from auctions.formats.contract import ActRefused
from portals.bidder.ballot_page import Ballot, Entered, EntryError
from portals.bidder.pages import BidderPage
from winner_determination.documents import DocumentError

REFUSED = 422  # what was asked for is understood and not allowed


def round_page(
    request: HttpRequest,
    page: BidderPage,
    entered: Entered,
    *,
    errors: Sequence[EntryError] = (),
    refused: AuctionError | None = None,
    tried: bool = False,
    imported: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """The round's page with ``entered`` in its fields and the rules' verdict on them beside.

    ``errors`` are what could not be read, ``refused`` why the bid was not placed; ``tried`` says that the person asked
    to go on, so that refusals stand on top; ``imported`` is the number of rows that came from a file.
    """
    kind = page.ballot_page
    verdict = verdict_on(page, kind.read(entered, page.facts).ballot)
    context = page.context(
        "round",
        **kind.layout(entered, page.facts, verdict["totals"]),
        **verdict,
        errors=errors,
        refused=refused,
        tried=tried,
        imported=imported,
    )
    return render(request, kind.template, context, status=status)


def verdict_on(page: BidderPage, ballot: Ballot | None) -> dict[str, Any]:
    """``totals`` and ``refusals`` of a ballot, both empty where it could not be read; ``unreadable`` says why."""
    if ballot is None:
        return {"totals": {}, "refusals": (), "unreadable": ""}
    try:
        verdict = selectors.check_ballot(page.access.auction, page.access.participant, ballot)
    except DocumentError as error:
        return {"totals": {}, "refusals": (), "unreadable": error.reason}
    except ActRefused as error:  # the round was closed since the page was made
        return {"totals": {}, "refusals": error.refusals, "unreadable": ""}
    return {"totals": verdict.totals, "refusals": verdict.refusals, "unreadable": ""}


def takes_part(page: BidderPage) -> bool:
    """Whether this round has anything for this bidder: its facts hold the round's kind of page, and the round does not
    run on for others only (R-C7)."""
    kind, own = page.facts["ballot"], page.facts["own"]
    return (kind == "clock" and not own["extended_for_others"]) or own.get(kind) is not None
