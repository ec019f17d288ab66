"""The control room: where the auction stands, who has submitted, what was demanded, and what can be done next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from auctions import selectors
from portals.charts.facts import band_plan, round_charts
from portals.polling import fragment
from portals.public.outcome import holding_rows, winner_rows
from portals.regulator.certificate import certificate_of
from portals.regulator.next_actions import is_computing, next_actions
from portals.regulator.pages import OfficerPage, officer_page
from portals.regulator.papers import statements
from portals.regulator.proposal_words import shown
from portals.regulator.sealing_standing import sealing_standing
from portals.regulator.solving import solving


@require_safe
@officer_page
def control_room(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """The room itself. It reloads when the auction moves on; between, only its live part changes."""
    context = page.context("control_room", **_live(page), when_moment_changes="reload", demand=_demand_rows(page))
    return render(request, "regulator/control_room.html", {**context, "names": page.names})


@require_safe
@officer_page
def status(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """The status bar, asked for every two seconds."""
    return fragment(request, "components/frame.html", {"frame": page.frame}, seconds_left=page.frame.seconds_left)


@require_safe
@officer_page
def live(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Who has submitted and how far a computation is, asked for every two seconds."""
    context = page.context(**_live(page))
    return fragment(request, "regulator/parts/live.html", context, seconds_left=page.frame.seconds_left)


@require_safe
@officer_page
def rounds(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Every closed clock round: prices and demand, and what each bidder bid."""
    context = page.context("rounds", charts=round_charts(page.facts), open=True)
    return render(request, "regulator/rounds.html", context)


@require_safe
@officer_page
def result(request: HttpRequest, page: OfficerPage) -> HttpResponse:
    """Winners, prices, assignment and the certificate of each computation, as soon as they are computed."""
    context = page.context(
        "result",
        winners=winner_rows(page.facts, page.names),
        statements=statements(page),
        strips=band_plan(page.facts, page.names),
        holdings=holding_rows(page.facts, page.names),
        certificates=[certificate_of(solve) for solve in selectors.standing_results(page.auction)],
        actions=_actions(page),
    )
    return render(request, "regulator/result.html", context)


def _actions(page: OfficerPage) -> tuple[Any, ...]:
    return next_actions(page, selectors.next_steps(page.auction), selectors.latest_solve(page.auction))


def _live(page: OfficerPage) -> dict[str, Any]:
    submissions = selectors.submission_status(page.auction)
    solve = selectors.latest_solve(page.auction)
    standing = sealing_standing(page.auction)
    sealed = standing["awaiting"] or page.round
    return {
        **standing,
        "ballots": selectors.number_of_bids([sealed] if sealed else []),
        "submissions": submissions,
        "submitted": sum(1 for each in submissions if each["submitted"]),
        "expected": sum(1 for each in submissions if each["expected"] or each["submitted"]),
        "solve": solve,
        "solving": solving(solve, page.facts["unit"]),
        "computing": is_computing(solve),
        "actions": next_actions(page, selectors.next_steps(page.auction), solve),
        "waiting": [shown(page, each) for each in selectors.open_proposals(page.auction)],
        "others": [each for each in selectors.officers_present(page.auction) if each.person_id != page.seat.person_id],
        "uncertified": selectors.uncertified_result(page.auction),
        "extensions_left": {bidder["id"]: bidder["extensions_left"] for bidder in page.facts["bidders"]},
    }


def _demand_rows(page: OfficerPage) -> list[dict[str, Any]]:
    """Demand of the last closed clock round by category; empty before it."""
    if not page.facts["rounds"]:
        return []
    last = page.facts["rounds"][-1]
    return [
        {
            "category": category,
            "price": last["prices"][category["id"]],
            "demand": last["demand"][category["id"]],
            "excess": last["excess"][category["id"]],
        }
        for category in page.facts["categories"]
    ]
