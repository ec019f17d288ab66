"""A winner's statement of result: its lots, what it pays, why, and what certifies it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from auctions.models import Auction, Solve, VerificationStatus
from portals.explanations import HOW_IT_ADDS_UP, HeldBy
from portals.public.outcome import WinnerRow
from portals.regulator.certificate import certificate_of
from portals.reports.paper import Field, Paper
from portals.reports.words import moment_words
from portals.templatetags.figures import figures, money, package, words


def statement_pdf(
    auction: Auction,
    winner: WinnerRow,
    facts: Mapping[str, Any],
    *,
    held_by: Sequence[HeldBy],
    results: Iterable[Solve],
) -> bytes:
    """``facts`` are those of a viewer who may know the whole result; ``results`` those that stand."""
    standing = list(results)
    paper = Paper(
        title=_("Statement of result"), foot=f"{auction.title}: {winner.name}", as_of=_as_of(auction, standing)
    )
    published = _("not published yet") if auction.published_at is None else moment_words(auction.published_at)
    paper.fields(
        [
            (_("Auction"), auction.title),
            (_("Authority"), auction.regulator.name),
            (_("Winner"), winner.name),
            (_("Published"), published),
        ]
    )
    _lots(paper, winner, facts)
    _price(paper, winner, facts["unit"])
    _why(paper, winner, held_by, facts)
    for solve in standing:
        _certificate(paper, solve, facts["unit"])
    return paper.content()


def _as_of(auction: Auction, standing: Sequence[Solve]) -> datetime:
    """When the last of its content came to be."""
    return auction.published_at or max(solve.finished_at or solve.created_at for solve in standing)


def _lots(paper: Paper, winner: WinnerRow, facts: Mapping[str, Any]) -> None:
    paper.heading(_("Lots"))
    rows = []
    for category in facts["categories"]:
        number, held = winner.package.get(category["id"], 0), set(winner.lots.get(category["id"], ()))
        for lot in category.get("lots") or ():
            if lot["id"] in held:
                rows.append((category["id"], f"{lot['id']}{_frequencies(lot)}"))
        if number and not held:
            rows.append((category["id"], str(number)))
    paper.fields(rows)


def _frequencies(lot: Mapping[str, Any]) -> str:
    bands = [(lot.get("uplink_start"), lot.get("uplink_end")), (lot.get("start"), lot.get("end"))]
    known = [f"{start:g}–{end:g} MHz" for start, end in bands if start is not None and end is not None]
    return f" ({', '.join(known)})" if known else ""


def _price(paper: Paper, winner: WinnerRow, unit: Mapping[str, Any]) -> None:
    paper.heading(_("Price"))
    total = winner.base + (winner.assignment or 0) - winner.credit
    credit: list[Field] = [(_("Bidding credit"), f"−{money(winner.credit, unit)}")] if winner.credit else []
    paper.fields(
        [
            (_("Winning bid"), money(winner.bid, unit)),
            (_("Base price"), money(winner.base, unit)),
            (_("Additional price of the specific frequencies"), money(winner.assignment, unit)),
            *credit,
            (_("To pay"), money(total, unit)),
        ]
    )
    paper.paragraph(words(total, unit), strong=True)


def _why(paper: Paper, winner: WinnerRow, held_by: Sequence[HeldBy], facts: Mapping[str, Any]) -> None:
    paper.heading(_("Why this base price"))
    paper.paragraph(
        _(
            "A winner pays the least that leaves no group of bidders willing to offer the seller more: never more than "
            "its bid, never less than the reserve."
        )
    )
    if not held_by:
        paper.paragraph(winner.explanation or _("The pricing rule gives no further reason."))
    for row in held_by:
        least = {"payers": ", ".join(row.payers), "amount": money(row.at_least, facts["unit"])}
        paper.paragraph(
            _("Without the bids of %(payers)s the lots would go to the bids below; so they pay at least %(amount)s.")
            % least
        )
        header = (_("Bidder and package"), f"{_('Bid')} ({facts['unit']['label']})")
        bids = [
            (f"{each.bidder}: {package(each.package, facts['categories'])}", figures(each.amount)) for each in row.bids
        ]
        paper.columns(header, bids, widths=(70, 30))
    if held_by:
        paper.paragraph(str(HOW_IT_ADDS_UP))


def _certificate(paper: Paper, solve: Solve, unit: Mapping[str, Any]) -> None:
    certificate = certificate_of(solve)
    principal = solve.stage == "principal"
    paper.heading(_("Certificate: winners and base prices") if principal else _("Certificate: assignment"))
    agrees = solve.verification_status == VerificationStatus.AGREES
    paper.fields(
        [
            (_("Method"), certificate.methods),
            (_("Value of the bids"), money(certificate.value, unit)),
            (_("Proved optimal"), _("yes") if certificate.proved else _("no")),
            *((name.capitalize(), _("holds") if holds else _("does not hold")) for name, holds in certificate.checks),
            (_("Another method came to the same"), _("yes") if agrees else solve.get_verification_status_display()),
            (_("Certified by two officers"), moment_words(solve.certified_at)),
        ]
    )
    hashes = [
        (_("SHA-256 of the input"), certificate.input_hash),
        (_("SHA-256 of the result"), certificate.result_hash),
    ]
    paper.fields(hashes, hashes=True)
