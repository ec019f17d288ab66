"""The rules of an auction in words: one short line for each, with the id by which refusals and the docs name it.

Every auction has activity, increments, closing and caps on supplementary bids; what is an option is told where the
rulebook has it switched on, and only there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from auctions.formats.cca.rulebook import Rulebook
from auctions.rules.activity import ClockActivity
from auctions.rules.increments import ExcessMeasure
from auctions.rules.supplementary import SupplementaryCap
from auctions.rules.undersell import Undersell
from portals.amounts import in_figures


@dataclass(frozen=True)
class RuleLine:
    """One rule: its id, or several of them, and what it says."""

    rule: str
    text: str


def rules_in_words(rules: Rulebook) -> list[RuleLine]:
    """The rules in the order in which they come to matter: before the start, in the clock, in the sealed round."""
    return [
        *_bidders(rules),
        *_packages(rules),
        *_activity(rules),
        *_increments(rules),
        *_closing(rules),
        *_ballots(rules),
        *_extensions(rules),
        *_supplementary(rules),
    ]


def _bidders(rules: Rulebook) -> Iterator[RuleLine]:
    deposits = rules.deposits
    if deposits.eligibility:
        yield RuleLine("R-C2", _("A bidder’s deposit says how many points of eligibility it may start with at most."))
    if deposits.clock_share is not None:
        text = _("A clock bid counts only with %(share)s of it on deposit.")
        yield RuleLine("R-D1", text % {"share": percent(deposits.clock_share)})
    if deposits.supplementary_share is not None:
        text = _("A supplementary bid counts only with %(share)s of it on deposit.")
        yield RuleLine("R-D1", text % {"share": percent(deposits.supplementary_share)})
    for each in rules.classes:
        if each.credit:
            told = {"who": _class(rules, each.id), "share": percent(each.credit)}
            text = _("%(who)s: pays %(share)s less of every price.") % told
            if each.credit_limit is not None:
                told["limit"] = in_figures(each.credit_limit, rules.unit.model_dump())
                text = _("%(who)s: pays %(share)s less of every price, %(limit)s less in all at most.") % told
            yield RuleLine("R-D2", text)


def _packages(rules: Rulebook) -> Iterator[RuleLine]:
    for cap in rules.caps:
        told = {"lots": _weighted(cap.categories), "max": cap.max, "bidders": ", ".join(cap.bidders or ())}
        if cap.together:
            text = _("%(bidders)s together win, and each alone bids for, at most %(max)s, counted as %(lots)s.")
            yield RuleLine("R-C1, R-W3", text % told)
        elif cap.bidders:
            yield RuleLine("R-C1", _("%(bidders)s: a bid holds at most %(max)s, counted as %(lots)s.") % told)
        else:
            yield RuleLine("R-C1", _("A bid holds at most %(max)s, counted as %(lots)s.") % told)
    for package in rules.excluded:
        yield RuleLine("R-C1", _("No bid holds %(package)s together.") % {"package": _package(package)})
    for each in rules.set_asides:
        text = ngettext(
            "%(n)d lot of %(category)s is set aside: only the class “%(who)s” bids for it.",
            "%(n)d lots of %(category)s are set aside: only the class “%(who)s” bids for them.",
            each.lots,
        )
        told = {"n": each.lots, "category": each.category, "who": _class(rules, each.bidder_class)}
        yield RuleLine("R-C1, R-W3", text % told)
    if rules.reserved_portfolios:
        told = {
            "who": _class(rules, rules.reserved_portfolios.bidder_class),
            "portfolios": _(" or ").join(_package(each) for each in rules.reserved_portfolios.portfolios),
        }
        text = _(
            "The class “%(who)s” may opt in to reserved spectrum in the first clock round: once one of it has, a bidder"
            " that opted in wins %(portfolios)s."
        )
        yield RuleLine("R-C6, R-W3", text % told)


def _activity(rules: Rulebook) -> Iterator[RuleLine]:
    rule, text = {
        ClockActivity.POINTS: ("R-C3", _("A clock bid holds no more points than the bidder has eligibility.")),
        ClockActivity.RELAXED: (
            "R-C4",
            _(
                "A clock bid holds no more points than the bidder has eligibility, unless its package became relatively"
                " cheaper since the rounds in which that eligibility was given up."
            ),
        ),
        ClockActivity.WARP: (
            "R-C4",
            _(
                "A clock bid holds no more points than the bidder has eligibility, unless its package became relatively"
                " cheaper since every earlier round."
            ),
        ),
        ClockActivity.GARP: (
            "R-C4",
            _("A bidder’s clock bids must all follow from one set of values (GARP); points only limit the first bid."),
        ),
        ClockActivity.MONOTONE: ("R-C4", _("In no category may a bidder ask for more lots than in the round before.")),
        ClockActivity.NONE: ("R-C3", _("Any package may be bid for in any clock round.")),
    }[rules.activity.rule]
    yield RuleLine(rule, text)
    steps = rules.activity.requirement_rule.steps
    if len(steps) == 1 and steps[0].share == 1:
        yield RuleLine("R-C3", _("Eligibility that a bid does not use is lost for good."))
    else:
        told = ", ".join(
            _("%(share)s from round %(n)s") % {"share": percent(step.share), "n": step.from_round} for step in steps
        )
        text = _("To keep its eligibility a bidder must use a share of it: %(steps)s.") % {"steps": told}
        yield RuleLine("R-C3", text)


def _increments(rules: Rulebook) -> Iterator[RuleLine]:
    increments = rules.increments
    in_lots = increments.measure is ExcessMeasure.LOTS
    said = _("%(percent)s %% from %(excess)s") if in_lots else _("%(percent)s %% from %(excess)s %% of the supply")
    steps = ", ".join(said % {"percent": number(step.percent), "excess": step.excess} for step in increments.steps)
    text = _("Where demand exceeds supply the price rises, by the lots in excess: %(steps)s.") % {"steps": steps}
    if increments.auctioneer_may_choose:
        limits = {"low": number(increments.lowest), "high": number(increments.highest)}
        text += " " + _("The auctioneer may choose other steps, of %(low)s to %(high)s %%.") % limits
    yield RuleLine("R-C5", text)


def _closing(rules: Rulebook) -> Iterator[RuleLine]:
    if rules.closing.needs_full_requirement:
        text = _(
            "The clock stage ends with the first round without excess demand in any category, once the activity"
            " requirement is 100 %."
        )
    else:
        text = _("The clock stage ends with the first round without excess demand in any category.")
    if rules.closing.auctioneer_may_end:
        text += " " + _("The auctioneer may end it before.")
    yield RuleLine("R-C6", text)


def _ballots(rules: Rulebook) -> Iterator[RuleLine]:
    if rules.clock.undersell is Undersell.REFUSED:
        text = _(
            "A bid that would leave lots unsold for which there was demand does not count: the bidder’s package of the"
            " round before stands."
        )
        yield RuleLine("R-C6", text)
    if rules.clock.undersell is Undersell.PARTIAL:
        text = _(
            "A bid that would leave lots unsold for which there was demand counts only as far as the other bidders"
            " cover the supply."
        )
        yield RuleLine("R-C6", text)
    if rules.clock.intra_round:
        text = _(
            "A bid may say at which points between the last prices and the current ones demand falls; where demand"
            " then meets supply, the clock ends at the prices of that point."
        )
        yield RuleLine("R-C9", text)


def _extensions(rules: Rulebook) -> Iterator[RuleLine]:
    extensions = rules.extensions
    if extensions.per_bidder:
        text = ngettext(
            "A bidder that misses a clock round has %(n)d extension: it is used by itself, and the round runs on for"
            " %(minutes)s minutes for those who missed it.",
            "A bidder that misses a clock round has %(n)d extensions: one is used by itself, and the round runs on for"
            " %(minutes)s minutes for those who missed it.",
            extensions.per_bidder,
        )
        yield RuleLine("R-C7", text % {"n": extensions.per_bidder, "minutes": extensions.minutes})
    if extensions.other_channel:
        text = _("After a technical failure an authenticated person may hand in a bid by another channel.")
        yield RuleLine("R-C7", text)


def _supplementary(rules: Rulebook) -> Iterator[RuleLine]:
    said = {
        SupplementaryCap.RELATIVE: (
            "R-S2",
            _("A supplementary bid is capped by the last clock round in which its package was within the eligibility."),
        ),
        SupplementaryCap.INTERMEDIATE: (
            "R-S3",
            _("A supplementary bid is capped by every clock round from then on that reduced the eligibility."),
        ),
        SupplementaryCap.FINAL: ("R-S4", _("A supplementary bid is capped by the final clock round.")),
        SupplementaryCap.GARP: (
            "R-R1",
            _("A bidder’s clock and supplementary bids must all follow from one set of values (GARP)."),
        ),
    }
    yield from (RuleLine(*said[cap]) for cap in SupplementaryCap if cap in rules.supplementary.caps)
    if rules.supplementary.max_packages is not None:
        text = ngettext(
            "The supplementary list holds at most %(n)s package.",
            "The supplementary list holds at most %(n)s packages.",
            rules.supplementary.max_packages,
        )
        yield RuleLine("R-S7", text % {"n": f"{rules.supplementary.max_packages:,}"})


def percent(share: Fraction) -> str:
    """A share as a percentage: ``3/4`` as ``75 %``."""
    return f"{number(share * 100)} %"


def number(value: Fraction) -> str:
    return f"{float(value):g}"


def _class(rules: Rulebook, bidder_class: str) -> str:
    return next(each.name or each.id for each in rules.classes if each.id == bidder_class)


def _package(package: Mapping[str, int]) -> str:
    return ", ".join(f"{lots} × {category}" for category, lots in package.items())


def _weighted(weights: Mapping[str, int]) -> str:
    """``10 a lot of A, 20 a lot of B``."""
    told: Sequence[str] = [
        _("%(weight)s a lot of %(category)s") % {"weight": weight, "category": category}
        for category, weight in weights.items()
        if weight
    ]
    return ", ".join(told)
