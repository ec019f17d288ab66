"""Amounts that look like a slip of the finger, so that the bidder is stopped once before confirming.

An amount that is far from everything comparable is asked about, never refused: bidders have typed whole money where
thousands were meant, and a digit too many. What is comparable: the package at the latest clock prices, the bidder's own
last bid on it, and the cap.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from portals.ballots.assignment import told
from portals.ballots.ballot_page import Ballot, Facts
from portals.templatetags.figures import package as in_one_line

FACTOR = 4  # an amount this many times above, or below, everything comparable is asked about
ASSIGNMENT_SHARE = Fraction(
    1, 2
)  # of the lots' price: specific frequencies are seldom worth more than that on top of it


@dataclass(frozen=True)
class Comparison:
    """What an amount is compared with, and how many times that it is."""

    what: str
    amount: int
    times: str


@dataclass(frozen=True)
class Doubt:
    """One amount that is far off, with everything it was compared with."""

    what: str
    amount: int
    comparisons: tuple[Comparison, ...]


def doubts(ballot: Ballot, facts: Facts, totals: Mapping[str, Any]) -> list[Doubt]:
    """The amounts of ``ballot`` that are far off, in its order; ``totals`` are those of the rules' verdict on it."""
    kind = {"clock": _clock, "supplementary": _supplementary, "assignment": _assignment}[facts["ballot"]]
    return [doubt for doubt in kind(ballot, facts, totals) if doubt is not None]


def _clock(ballot: Ballot, facts: Facts, totals: Mapping[str, Any]) -> list[Doubt | None]:
    """The whole bid against the last one at today's prices: a typing slip changes it many times over, prices do not;
    a bid by which the bidder opts in against the portfolio's reserve."""
    rounds = facts["own"]["rounds"]
    opted_in = [
        _doubt(
            in_one_line(bid["package"], facts["categories"]),
            bid["amount"],
            [(_("the reserve of the portfolio"), _at_prices(bid["package"], facts))],
        )
        for bid in ballot.get("opt_in", ())
    ]
    if not ballot["package"] or not rounds or not rounds[-1]["package"]:
        return opted_in
    last = _at_prices(rounds[-1]["package"], facts)
    return [
        *opted_in,
        _doubt(
            in_one_line(ballot["package"], facts["categories"]),
            totals["amount"],
            [(_("your last bid at the prices of this round"), last)],
        ),
    ]


def _supplementary(ballot: Ballot, facts: Facts, totals: Mapping[str, Any]) -> list[Doubt | None]:
    standing = (facts["own"]["ballot"] or {}).get("bids", ())
    last = {frozenset(bid["package"].items()): bid["amount"] for bid in standing}
    caps = {frozenset(row["package"].items()): row["cap"] for row in totals.get("rows", ())}
    found = []
    for bid in ballot["bids"]:
        key = frozenset(bid["package"].items())
        comparable = [
            (_("the package at the last clock prices"), _at_prices(bid["package"], facts)),
            (_("your last bid on it"), last.get(key)),
            (_("its cap"), caps.get(key)),
        ]
        found.append(_doubt(in_one_line(bid["package"], facts["categories"]), bid["amount"], comparable))
    return found


def _assignment(ballot: Ballot, facts: Facts, totals: Mapping[str, Any]) -> list[Doubt | None]:
    worth = _at_prices(facts["own"]["assignment"]["won"], facts)
    found: list[Doubt | None] = []
    for bid in ballot["bids"]:
        if bid["amount"] > ASSIGNMENT_SHARE * worth:
            comparison = Comparison(_("all lots won at the last clock prices"), worth, _times(bid["amount"], worth))
            found.append(Doubt(told(bid["option"], facts), bid["amount"], (comparison,)))
    return found


def _doubt(what: str, amount: int, comparable: list[tuple[str, int | None]]) -> Doubt | None:
    """Far off means far from each comparable amount, all on the same side: too high for all of them, or too low."""
    known = [(name, other) for name, other in comparable if other]
    high = known and all(amount >= FACTOR * other for _name, other in known)
    low = known and all(FACTOR * amount <= other for _name, other in known)
    if not high and not low:
        return None
    return Doubt(what, amount, tuple(Comparison(name, other, _times(amount, other)) for name, other in known))


def _times(amount: int, other: int) -> str:
    ratio = Fraction(amount, other)
    return (
        _("%(n)s times as much") % {"n": f"{float(ratio):,.1f}"}
        if ratio >= 1
        else _("1/%(n)s of it") % {"n": f"{float(1 / ratio):,.1f}" if amount else "∞"}
    )


def _at_prices(quantities: Mapping[str, int], facts: Facts) -> int:
    prices = facts["prices"] or {category["id"]: category["reserve"] for category in facts["categories"]}
    return sum(lots * prices[each] for each, lots in quantities.items())
