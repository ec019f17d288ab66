"""What anybody may see: the auctions, each one's course and charts, its result and files once they are published."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from auctions import selectors
from auctions.access import access_document, access_public_auction
from auctions.models import Auction
from journal.keys import public_key
from portals.charts.facts import band_plan, round_charts
from portals.correspondence import downloads, pages
from portals.frame import STAGES, frame_of
from portals.polling import fragment
from portals.public import data_files
from portals.public.outcome import bidder_names, holding_rows, winner_rows
from portals.public.schedule import stage_rows
from portals.rules_in_words import rules_in_words

PUBLIC = selectors.viewer_for(None)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """All auctions with the stage each stands in."""
    standing = [{"auction": one, "phase": selectors.phase(one)} for one in selectors.public_auctions()]
    return render(request, "public/home.html", {"standing": standing})


@require_safe
def auction(request: HttpRequest, slug: str) -> HttpResponse:
    """The auction's public page."""
    return render(request, "public/auction.html", _page(access_public_auction(slug)))


@require_safe
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """The status bar, asked for every two seconds."""
    page = framed(access_public_auction(slug))
    return fragment(request, "components/frame.html", page, seconds_left=page["frame"].seconds_left)


@require_safe
def rounds_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Prices and disclosed demand of the closed clock rounds."""
    known = selectors.facts(access_public_auction(slug), PUBLIC)
    return data_files.csv_download(data_files.rounds_csv(known), f"{slug}-rounds.csv")


@require_safe
def rounds_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as JSON."""
    known = selectors.facts(access_public_auction(slug), PUBLIC)
    return data_files.json_download(data_files.rounds_document(known), f"{slug}-rounds.json")


@require_safe
def file(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole auction with every act, once it is published: the file that the command line replays."""
    published = _published(slug)
    return data_files.json_download(selectors.auction_document(published, public=True), f"{slug}.json")


@require_safe
def result_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The cases handed to the solvers and their results, once they are published."""
    published = _published(slug)
    return data_files.json_download(selectors.result_documents(published), f"{slug}-result.json")


@require_safe
def document(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A document that was issued to everybody."""
    return downloads.attached(access_document(AnonymousUser(), access_public_auction(slug), number))


def _published(slug: str) -> Auction:
    found = access_public_auction(slug)
    if found.published_at is None:
        raise Http404(_("The result of this auction is not published yet."))
    return found


def framed(shown: Auction) -> dict[str, Any]:
    """What of a page's context stands above it, as the public may know it."""
    known = selectors.facts(shown, PUBLIC)
    frame = frame_of(
        auction=shown,
        facts=known,
        clock=selectors.clock(selectors.open_round_of(shown)),
        poll_url=reverse("public:status", args=[shown.slug]),
    )
    return {"auction": shown, "facts": known, "frame": frame}


def _page(shown: Auction) -> dict[str, Any]:
    page = framed(shown)
    known, names = page["facts"], bidder_names(shown.document)
    return {
        **page,
        "bidders": [bidder["name"] for bidder in known.get("participants", ())],
        "rule_lines": rules_in_words(selectors.rulebook(shown)),
        "ceremony": selectors.ceremony(shown),
        "stages": stage_rows(STAGES, selectors.standing_rounds(shown), known),
        "charts": round_charts(known),
        "winners": winner_rows(known, names),
        "strips": band_plan(known, names),
        "holdings": holding_rows(known, names),
        "signing_key": public_key(),
        **pages.given_out(shown, public_only=True),
        "document_url": "public:document",
    }
