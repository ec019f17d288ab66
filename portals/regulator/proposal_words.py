"""What each kind of proposal is called and what it would do in figures: for the control room, its own page, the record.

``WORDS`` has a line for every kind of ``ProposalKind``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from auctions import selectors
from auctions.formats.contract import Decide
from auctions.models import Proposal, ProposalKind, ProposalStatus
from bidders.models import Seat
from portals.amounts import in_figures
from portals.public.outcome import winner_rows
from portals.regulator.deposits import before_and_after
from portals.regulator.opening import opening_step, price_rows
from portals.regulator.pages import OfficerPage
from portals.regulator.steps import missing_bidders
from portals.regulator.surrogate_content import surrogate_content
from portals.regulator.trial import tried
from portals.templatetags.figures import figures as grouped

Figure = tuple[str, str]  # a label and what stands beside it
Title = Callable[[OfficerPage, Proposal], str]
Figures = Callable[[OfficerPage, Proposal], Iterator[Figure]]
Context = Callable[[OfficerPage, Proposal], Mapping[str, Any]]


@dataclass(frozen=True)
class Words:
    """``template`` is what the proposal's own page shows beneath its figures, with ``context``."""

    title: Title
    figures: Figures
    template: str = ""
    context: Context = lambda page, proposal: {}


@dataclass(frozen=True)
class Shown:
    """A proposal as pages print it to the person in ``viewer``."""

    proposal: Proposal
    title: str
    figures: tuple[Figure, ...]
    viewer: Seat

    @property
    def is_own(self) -> bool:
        return self.proposal.proposed_by.person_id == self.viewer.person_id

    @property
    def short_hash(self) -> str:
        return self.proposal.hash[:12]


def shown(page: OfficerPage, proposal: Proposal) -> Shown:
    """Title and figures of a proposal."""
    words = WORDS[ProposalKind(proposal.kind)]
    return Shown(proposal, words.title(page, proposal), tuple(words.figures(page, proposal)), page.seat)


def round_words(stage: str, number: int) -> str:
    """A round inside a sentence: ``clock round 5``, ``the supplementary round``."""
    if stage == "clock":
        return _("clock round %(number)s") % {"number": number}
    return {"supplementary": _("the supplementary round"), "assignment": _("the assignment round")}.get(
        stage, f"{stage} {number}"
    )


def _opening(page: OfficerPage, proposal: Proposal) -> str:
    return _("Open %(round)s") % {"round": round_words(proposal.body["stage"], proposal.body["number"])}


def _opening_figures(page: OfficerPage, proposal: Proposal) -> Iterator[Figure]:
    prices, minutes = proposal.body["prices"], proposal.body["minutes"]
    if prices:
        unit = page.facts["unit"]["label"]
        ids = [category["id"] for category in page.facts["categories"]]  # the database keeps no order
        listed = ", ".join(f"{each} {grouped(prices[each])}" for each in ids)
        yield _("Prices a lot, %(unit)s") % {"unit": unit}, listed
    length = ngettext("%(n)s minute", "%(n)s minutes", minutes or 0) % {"n": minutes}
    yield _("Open for"), _("no deadline") if minutes is None else length


def _opening_context(page: OfficerPage, proposal: Proposal) -> Mapping[str, Any]:
    """The prices beside those of the last round, while the round can still be opened."""
    step = opening_step(selectors.next_steps(page.auction))
    prices = proposal.body["prices"]
    if step is None or not prices or proposal.status != ProposalStatus.OPEN:
        return {"rows": []}
    return {"rows": [{"row": row} for row in price_rows(step, prices)]}


def _closing(page: OfficerPage, proposal: Proposal) -> str:
    moment = proposal.moment
    return _("Close %(round)s") % {"round": round_words(moment["stage"], moment["round"])}


def _closing_figures(page: OfficerPage, proposal: Proposal) -> Iterator[Figure]:
    if proposal.status != ProposalStatus.OPEN:
        return
    asked = [each for each in selectors.submission_status(page.auction) if each["expected"] or each["submitted"]]
    submitted = sum(1 for each in asked if each["submitted"])
    yield _("Submitted so far"), _("%(n)s of %(all)s bidders") % {"n": submitted, "all": len(asked)}


def _closing_context(page: OfficerPage, proposal: Proposal) -> Mapping[str, Any]:
    return {"missing": missing_bidders(page)} if proposal.status == ProposalStatus.OPEN else {"missing": []}


def _voiding(page: OfficerPage, proposal: Proposal) -> str:
    count = len(proposal.body["versions"])
    return ngettext("Void %(n)s round", "Void %(n)s rounds", count) % {"n": count}


def _voiding_figures(page: OfficerPage, proposal: Proposal) -> Iterator[Figure]:
    rounds = page.auction.rounds.filter(version__in=proposal.body["versions"])
    yield _("Rounds"), ", ".join(round_words(each.stage, each.number) for each in rounds)
    yield _("Ballots that count for nothing"), str(selectors.number_of_bids(rounds))
    yield _("Reason"), proposal.body["reason"]


def _deciding(page: OfficerPage, proposal: Proposal) -> str:
    decision = proposal.body["decision"]
    name = page.names.get(proposal.body["body"].get("bidder", ""), "")
    match decision:
        case "end_clock":
            return _("End the clock stage")
        case "record_deposit":
            return _("Record a deposit of %(name)s") % {"name": name}
        case "forfeit_deposit":
            return _("Forfeit the deposit of %(name)s") % {"name": name}
    return _("Decide: %(decision)s") % {"decision": decision}


def _deciding_figures(page: OfficerPage, proposal: Proposal) -> Iterator[Figure]:
    body, unit = proposal.body["body"], page.facts["unit"]
    if "amount" in body:
        yield _("Amount received"), in_figures(body["amount"], unit)
    if "share" in body:
        yield _("Forfeited share"), f"{float(Fraction(body['share']) * 100):g} %"
    if "reason" in body:
        yield _("Reason"), body["reason"]
    if "bidder" not in body or proposal.status != ProposalStatus.OPEN:
        return
    trial = tried(page, Decide(decision=proposal.body["decision"], body=body))
    if trial.refusals:
        return
    known = before_and_after(page, body["bidder"], trial)
    yield _("Deposit now"), in_figures(known["before"]["deposit"], unit)
    yield _("Deposit after"), in_figures(known["after"]["deposit"], unit)
    if "share" in body:
        yield _("Forfeited"), in_figures(known["forfeiture"]["amount"], unit)


def _certifying(page: OfficerPage, proposal: Proposal) -> str:
    if proposal.body["stage"] == "principal":
        return _("Certify winners and base prices")
    return _("Certify the assignment")


def _certifying_figures(page: OfficerPage, proposal: Proposal) -> Iterator[Figure]:
    verification = proposal.body["verification"]
    yield from _totals(page)
    yield _("Computed again by"), verification["method"]
    yield _("Hash of the result"), proposal.body["result_hash"][:12]


def _publishing_figures(page: OfficerPage, proposal: Proposal) -> Iterator[Figure]:
    yield from _totals(page)


def _totals(page: OfficerPage) -> Iterator[Figure]:
    if page.facts["principal"] is None:
        return
    yield _("To be paid in all"), in_figures(page.facts["total"]["total"], page.facts["unit"])
    yield _("Winners"), str(len(page.facts["principal"]["winners"]))


def _result(page: OfficerPage, proposal: Proposal) -> Mapping[str, Any]:
    return {"winners": winner_rows(page.facts, page.names)}


def _surrogate(page: OfficerPage, proposal: Proposal) -> str:
    return _("Enter a bid of %(name)s by telephone") % {"name": page.names[proposal.body["bidder"]]}


def _surrogate_figures(page: OfficerPage, proposal: Proposal) -> Iterator[Figure]:
    yield _("Round"), round_words(proposal.moment["stage"], proposal.moment["round"])
    yield _("Called"), ", ".join(proposal.body["callers"])
    yield _("Authenticated by"), proposal.body["authentication"]
    yield _("Commitment to the ballot"), proposal.body["commitment"][:12]


WORDS: dict[ProposalKind, Words] = {
    ProposalKind.OPEN_ROUND: Words(_opening, _opening_figures, "regulator/proposed/open_round.html", _opening_context),
    ProposalKind.CLOSE_ROUND: Words(
        _closing, _closing_figures, "regulator/proposed/close_round.html", _closing_context
    ),
    ProposalKind.VOID_ROUNDS: Words(_voiding, _voiding_figures),
    ProposalKind.DECIDE: Words(_deciding, _deciding_figures),
    ProposalKind.CERTIFY_RESULT: Words(_certifying, _certifying_figures, "regulator/proposed/result.html", _result),
    ProposalKind.PUBLISH_RESULT: Words(
        lambda page, proposal: _("Publish the result"), _publishing_figures, "regulator/proposed/result.html", _result
    ),
    ProposalKind.SURROGATE_BID: Words(
        _surrogate, _surrogate_figures, "regulator/proposed/surrogate_bid.html", surrogate_content
    ),
}
