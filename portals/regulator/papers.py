"""The auctioneer's PDF files: the report of the clock rounds, each winner's statement of result."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from auctions import access, selectors
from auctions.models import Participant
from portals.correspondence.downloads import pdf
from portals.explanations import held_by
from portals.public.outcome import winner_rows
from portals.regulator.pages import OfficerPage, officer_page
from portals.reports.rounds import rounds_pdf
from portals.reports.statement import statement_pdf


def statements(page: OfficerPage) -> list[Participant]:
    """The winners for whom there is a statement: none before there is a whole result."""
    if page.facts["status"] != "finished":
        return []
    won = {row.bidder for row in winner_rows(page.facts, page.names)}
    return [each for each in page.auction.participants.order_by("name") if each.bidder_id in won]


@require_GET
@officer_page
def rounds(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """What the page "Rounds" shows, as far as clock rounds have closed."""
    closed = selectors.standing_rounds(page.auction).filter(stage="clock").exclude(closed_at=None)
    closed_rounds = list(closed[: len(page.facts["rounds"])])
    if not closed_rounds:
        raise Http404
    return pdf(rounds_pdf(page.auction, page.facts, closed_rounds), f"{page.auction.slug}-rounds.pdf")


@require_GET
@officer_page
def statement(request: HttpRequest, page: OfficerPage, participant: int) -> HttpResponse:
    """The statement of result of one winner, as soon as there is a whole result."""
    bidder = access.access_participant(page.auction, participant).bidder_id
    winners = {row.bidder: row for row in winner_rows(page.facts, page.names)}
    if page.facts["status"] != "finished" or bidder not in winners:
        raise Http404
    documents = selectors.result_documents(page.auction, selectors.viewer_for(page.seat))
    content = statement_pdf(
        page.auction,
        winners[bidder],
        page.facts,
        held_by=held_by(documents, bidder, page.names),
        results=selectors.standing_results(page.auction),
    )
    return pdf(content, f"result-{page.auction.slug}-{bidder}.pdf")
