"""The last page of the wizard: the draft in words and pictures, what is wrong with it, rehearsals, hosting."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from auctions.drafts import selectors
from auctions.drafts.document import Content
from auctions.drafts.models import DraftStatus
from auctions.formats.auction_file import AUCTION_FORMAT
from auctions.formats.contract import Bidder
from auctions.formats.registry import format_named
from portals.charts.facts import Drawn, draw_band_plan
from portals.public.data_files import json_download
from portals.regulator.drafts.pages import DraftPage, draft_page, preserved, wrong_lines
from portals.rules_in_words import rules_in_words
from winner_determination.documents import DocumentError


@require_safe
@draft_page
def preview(request: HttpRequest, page: DraftPage) -> HttpResponse:
    """The whole draft."""
    return shown(request, page)


@require_safe
@draft_page
def file(request: HttpRequest, page: DraftPage) -> HttpResponse:
    """The draft as the ``clearband.auction/1`` file that is hosted, as far as it is written."""
    return json_download(auction_file(page.draft.content), f"{page.draft.content['slug'] or 'draft'}.json")


def shown(
    request: HttpRequest, page: DraftPage, *, problem: str = "", wrong_field: str = "", status: int = 200
) -> HttpResponse:
    draft = page.draft
    rules = _rules(draft.content)
    context = page.context(
        "preview",
        rules=rules,
        rule_lines=rules_in_words(rules) if rules else [],
        strips=_strips(draft.content) if rules else (),
        wrong=wrong_lines(page),
        preserved=preserved(draft.content),
        bidders=draft.content["bidders"],
        lots=sum(category.supply for category in rules.categories) if rules else 0,
        points=sum(category.supply * category.points for category in rules.categories) if rules else 0,
        rehearsals=selectors.rehearsals_of(draft)[:10],
        mocks=selectors.mocks_of(draft),
        proposed=draft.status == DraftStatus.PROPOSED,
        own_proposal=draft.proposed_by_id == page.seat.pk,
        problem=problem,
        wrong_field=wrong_field,
    )
    return render(request, "drafts/preview.html", context, status=status)


def auction_file(content: Content) -> dict[str, Any]:
    """Rulebook and bidders without what is only of the platform: organisations, people."""
    known = set(Bidder.model_fields)
    bidders = [{name: value for name, value in row.items() if name in known} for row in content["bidders"]]
    return {"format": AUCTION_FORMAT, "rulebook": content["rulebook"], "bidders": bidders}


def _rules(content: Content) -> Any:
    """The rulebook, or None while it is not right."""
    try:
        return format_named(content["rulebook"].get("format")).read_rulebook(content["rulebook"])
    except DocumentError:
        return None


def _strips(content: Content) -> tuple[Drawn, ...]:
    """The lots for sale on the spectrum, each category where holders stand in a result."""
    plan = [
        {"category": category["id"], "lots": [{**lot, "bidder": category["id"]} for lot in category.get("lots", [])]}
        for category in content["rulebook"]["categories"]
    ]
    return draw_band_plan(plan)
