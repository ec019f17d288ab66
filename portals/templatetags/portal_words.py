"""The words pages use for stages, states and kinds. Load with ``{% load portal_words %}``."""

from collections.abc import Callable

from django import template
from django.utils.translation import gettext as _

from auctions.record import EntryKind
from portals.frame import STAGES, STATUSES

register = template.Library()

ENTRIES: dict[EntryKind, Callable[[], str]] = {
    EntryKind.GENESIS: lambda: _("Auction hosted, rules frozen"),
    EntryKind.ROUND_OPENED: lambda: _("Round opened"),
    EntryKind.ROUND_EXTENDED: lambda: _("Round extended"),
    EntryKind.BID_PLACED: lambda: _("Bid placed"),
    EntryKind.ROUND_CLOSED: lambda: _("Round closed"),
    EntryKind.DECISION_TAKEN: lambda: _("Decision taken"),
    EntryKind.RESULT_RECORDED: lambda: _("Result recorded"),
    EntryKind.RESULT_PUBLISHED: lambda: _("Result published"),
    EntryKind.AUTOPILOT_SET: lambda: _("Simulated bidder switched"),
}
STANDINGS: dict[str, Callable[[], str]] = {
    "done": lambda: _("done"),
    "now": lambda: _("now"),
    "to come": lambda: _("to come"),
}


@register.filter
def stage_words(stage: str) -> str:
    """``clock`` as "Clock stage"; a stage without words as it is."""
    return STAGES.get(stage, lambda: stage)()


@register.filter
def status_words(status: str) -> str:
    """``determining`` as "determining the result"."""
    return STATUSES.get(status, lambda: status)()


@register.filter
def entry_words(kind: str) -> str:
    """``round_opened`` as "Round opened"."""
    return ENTRIES[EntryKind(kind)]()


@register.filter
def standing_words(standing: str) -> str:
    """Where a stage of the schedule stands: done, now, to come."""
    return STANDINGS[standing]()
