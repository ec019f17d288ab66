"""The words pages use for stages, states and kinds. Load with ``{% load portal_words %}``."""

from collections.abc import Callable

from django import template
from django.utils.translation import gettext as _

from auctions.models import ProposalKind, ProposalStatus
from auctions.record import EntryKind
from portals.frame import STAGES, STATUSES

register = template.Library()

ENTRIES: dict[EntryKind, Callable[[], str]] = {
    EntryKind.GENESIS: lambda: _("Auction hosted, rules frozen"),
    EntryKind.ROUND_OPENED: lambda: _("Round opened"),
    EntryKind.ROUND_EXTENDED: lambda: _("Round extended"),
    EntryKind.ROUND_PAUSED: lambda: _("Round paused"),
    EntryKind.ROUND_RESUMED: lambda: _("Round resumed"),
    EntryKind.ROUNDS_VOIDED: lambda: _("Rounds voided"),
    EntryKind.BID_PLACED: lambda: _("Bid placed"),
    EntryKind.ROUND_CLOSED: lambda: _("Round closed"),
    EntryKind.DECISION_TAKEN: lambda: _("Decision taken"),
    EntryKind.RESULT_RECORDED: lambda: _("Result recorded"),
    EntryKind.RESULT_CERTIFIED: lambda: _("Result certified"),
    EntryKind.RESULT_PUBLISHED: lambda: _("Result published"),
    EntryKind.AUTOPILOT_SET: lambda: _("Simulated bidder switched"),
    EntryKind.KEYS_MADE: lambda: _("Keys of sealed rounds made"),
    EntryKind.SHARE_CONFIRMED: lambda: _("Share of a key confirmed"),
    EntryKind.BALLOTS_OPENED: lambda: _("Ballots opened"),
    EntryKind.PROPOSED: lambda: _("Proposed"),
    EntryKind.PROPOSAL_REFUSED: lambda: _("Proposal refused"),
    EntryKind.PROPOSAL_WITHDRAWN: lambda: _("Proposal withdrawn"),
    EntryKind.PROPOSAL_OVERTAKEN: lambda: _("Proposal overtaken"),
    EntryKind.MESSAGE_SENT: lambda: _("Message sent"),
    EntryKind.NOTICE_GIVEN: lambda: _("Notice given"),
    EntryKind.NOTICE_ACKNOWLEDGED: lambda: _("Notice acknowledged"),
    EntryKind.DOCUMENT_ISSUED: lambda: _("Document issued"),
}
PROPOSALS: dict[ProposalKind, Callable[[], str]] = {
    ProposalKind.OPEN_ROUND: lambda: _("open a round"),
    ProposalKind.CLOSE_ROUND: lambda: _("close the round"),
    ProposalKind.VOID_ROUNDS: lambda: _("void rounds"),
    ProposalKind.DECIDE: lambda: _("take a decision"),
    ProposalKind.CERTIFY_RESULT: lambda: _("certify the result"),
    ProposalKind.PUBLISH_RESULT: lambda: _("publish the result"),
    ProposalKind.SURROGATE_BID: lambda: _("enter a bid by telephone"),
}
SETTLED: dict[ProposalStatus, Callable[[], str]] = {
    ProposalStatus.OPEN: lambda: _("waiting for a second officer"),
    ProposalStatus.APPROVED: lambda: _("approved"),
    ProposalStatus.REFUSED: lambda: _("refused"),
    ProposalStatus.WITHDRAWN: lambda: _("withdrawn"),
    ProposalStatus.OVERTAKEN: lambda: _("overtaken by the auction"),
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
def proposal_words(kind: str) -> str:
    """``open_round`` as "open a round"."""
    return PROPOSALS[ProposalKind(kind)]()


@register.filter
def settled_words(status: str) -> str:
    """``overtaken`` as "overtaken by the auction"."""
    return SETTLED[ProposalStatus(status)]()


@register.filter
def standing_words(standing: str) -> str:
    """Where a stage of the schedule stands: done, now, to come."""
    return STANDINGS[standing]()
