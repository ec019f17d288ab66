"""The ballot of a proposal to enter a bid by telephone, for the two officers whose business it is."""

from collections.abc import Mapping
from typing import Any

from auctions import selectors
from auctions.errors import SealingRefused
from auctions.models import Proposal, ProposalStatus
from auctions.services.proposals import stands
from portals.ballots.desk import BALLOT_PAGES, verdict_on
from portals.regulator.pages import OfficerPage
from portals.regulator.surrogate import SurrogateDesk


def surrogate_content(page: OfficerPage, proposal: Proposal, code: str = "") -> Mapping[str, Any]:
    """The ballot in figures and words: to every officer while one of them may approve it, afterwards to those who
    proposed and decided it. The ballot of a sealed round opens with the ``code`` that one of them tells the other.
    """
    may_be_approved = proposal.status == ProposalStatus.OPEN and stands(proposal)
    if not may_be_approved and page.seat.pk not in {proposal.proposed_by_id, proposal.decided_by_id}:
        return {"is_hidden": True}
    entered = selectors.entered_surrogate(proposal)
    facts = selectors.facts_to_bid_for(page.auction, entered.participant)
    try:
        ballot = selectors.surrogate_ballot(entered, code)
    except SealingRefused as error:
        return {"needs_code": True, "code_refused": str(error) if code else ""}
    kind = BALLOT_PAGES[entered.round.stage]
    running = page.round is not None and page.round.pk == entered.round_id
    at_the_time = facts if running else {**facts, "prices": entered.round.prices, "ballot": entered.round.stage}
    verdict = verdict_on(SurrogateDesk(page, entered.participant, facts), ballot) if running else {}
    return {
        "lines": kind.lines(ballot, at_the_time),
        "totals": verdict.get("totals"),
        "refusals": verdict.get("refusals", ()),
        "is_no_bid": ballot == {"package": {}},
        "unit": facts["unit"],
        "entered_for": entered.participant.name,
        "running": running,
        "code": code,
        "needs_code": False,
    }
