"""Notices in words: those of the officers in their own, those of the system in the page's language."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import date
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from auctions.correspondence import Notice, NoticeKind
from portals.frame import STAGES


@dataclass(frozen=True)
class ShownNotice:
    """A notice with its title and text."""

    notice: Notice
    title: str
    text: str
    bidders: tuple[str, ...]  # of the auction, by name

    @property
    def waiting_for(self) -> list[str]:
        """The bidders that have not acknowledged it yet."""
        said = {each.participant.name for each in self.notice.acknowledgements.all()}
        return [name for name in self.bidders if name not in said]


def shown(notice: Notice, bidders: tuple[str, ...] = ()) -> ShownNotice:
    if notice.kind == NoticeKind.GIVEN:
        return ShownNotice(notice, notice.title, notice.text, bidders)
    title, text = OF_THE_SYSTEM[NoticeKind(notice.kind)](notice.about)
    return ShownNotice(notice, title, text, bidders)


def _paused(about: dict[str, Any]) -> tuple[str, str]:
    text = _("No bids are taken until it goes on; its time stands still. Bids that were accepted stand. Reason: %s")
    return _("%s is paused") % _round(about["round"]), text % about["reason"]


def _resumed(about: dict[str, Any]) -> tuple[str, str]:
    return _("%s goes on") % _round(about["round"]), _("Bids are taken again. %s") % _until(about["deadline"])


def _extended(about: dict[str, Any]) -> tuple[str, str]:
    minutes = about["minutes"]
    title = ngettext("%(round)s is extended by %(n)d minute", "%(round)s is extended by %(n)d minutes", minutes)
    return title % {"round": _round(about["round"]), "n": minutes}, _until(about["deadline"])


def _voided(about: dict[str, Any]) -> tuple[str, str]:
    rounds = ", ".join(_round(each) for each in about["rounds"])
    text = _("Bids of these rounds count for nothing; they are kept on the record. Reason: %s")
    return _("Void: %s") % rounds, text % about["reason"]


OF_THE_SYSTEM: dict[NoticeKind, Callable[[dict[str, Any]], tuple[str, str]]] = {
    NoticeKind.ROUND_PAUSED: _paused,
    NoticeKind.ROUND_RESUMED: _resumed,
    NoticeKind.ROUND_EXTENDED: _extended,
    NoticeKind.ROUNDS_VOIDED: _voided,
}


def _round(named: dict[str, Any]) -> str:
    stage = STAGES[named["stage"]]() if named["stage"] in STAGES else named["stage"]
    return _("%(stage)s, round %(number)d") % {"stage": stage, "number": named["number"]}


def _until(deadline: str | None) -> str:
    moment = None if deadline is None else parse_datetime(deadline)
    if moment is None:
        return _("The round has no deadline: the auctioneer closes it.")
    return _("The round closes at %s.") % date(localtime(moment), "j M Y, H:i:s")
