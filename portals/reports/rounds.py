"""The auctioneer's report of the clock rounds: times, prices and demand, what each bidder bid."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from auctions.models import Auction, Round
from portals.reports.paper import Paper
from portals.reports.words import moment_words
from portals.templatetags.figures import figures, package


def rounds_pdf(auction: Auction, facts: Mapping[str, Any], rounds: Iterable[Round]) -> bytes:
    """``facts`` are an officer's; ``rounds`` the closed clock rounds that stand, at least one."""
    closed = list(rounds)
    last = max(each.closed_at for each in closed if each.closed_at is not None)
    paper = Paper(title=_("Report of the clock rounds"), foot=f"{auction.title}: {_('not public')}", as_of=last)
    paper.fields(
        [
            (_("Auction"), auction.title),
            (_("Authority"), auction.regulator.name),
            (_("Rounds"), str(len(closed))),
            (_("Last round closed"), moment_words(last)),
        ]
    )
    for a_round, played in zip(closed, facts["rounds"], strict=True):
        _round(paper, a_round, played, facts)
    return paper.content()


def _round(paper: Paper, a_round: Round, played: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    paper.heading(_("Clock round %d") % a_round.number)
    paper.paragraph(
        _("Opened %(opened)s, closed %(closed)s.")
        % {"opened": moment_words(a_round.opened_at), "closed": moment_words(a_round.closed_at)}
    )
    paper.columns(
        (_("Category"), f"{_('Price')} ({facts['unit']['label']})", _("Supply"), _("Demand"), _("Excess")),
        [
            (
                category["id"],
                figures(played["prices"][category["id"]]),
                figures(category["supply"]),
                figures(played["demand"][category["id"]]),
                figures(played["excess"][category["id"]]),
            )
            for category in facts["categories"]
        ],
        widths=(28, 24, 16, 16, 16),
    )
    paper.columns(
        (_("Bidder and package"), f"{_('Amount')} ({facts['unit']['label']})", _("Activity"), _("Eligibility after")),
        [_bid(bidder, own, facts) for bidder in facts["bidders"] for own in bidder["rounds"] if _is(own, a_round)],
        widths=(52, 20, 12, 16),
    )


def _is(own: Mapping[str, Any], a_round: Round) -> bool:
    return bool(own["number"] == a_round.number)


def _bid(bidder: Mapping[str, Any], own: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[str, ...]:
    what = package(own["package"], facts["categories"]) if own["bid"] else _("submitted nothing")
    name = bidder["name"] or bidder["id"]
    return (f"{name}: {what}", *(figures(own[each]) for each in ("amount", "points", "eligibility_after")))
