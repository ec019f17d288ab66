"""How far a computation is: its steps, and how much is done of the one under way.

Read from what the worker writes into ``Solve.progress`` (``winner_determination.standing_document``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from auctions.models import Solve
from portals.amounts import in_figures
from portals.templatetags.figures import figures
from winner_determination.case import Method, PricingRule
from winner_determination.progress import Stage

Progress = Mapping[str, Any]


@dataclass(frozen=True)
class SolveStep:
    """``standing`` is one of "done", "now" and "to come"; ``told`` is what is known of it, which may be nothing."""

    label: str
    standing: str
    told: str


@dataclass(frozen=True)
class Solving:
    """``done`` and ``of`` are for the bar, both None where the step under way cannot be counted."""

    method: str
    part: str  # bands that are decided apart from others, in words; empty where all is one problem
    steps: tuple[SolveStep, ...]
    done: int | None
    of: int | None


def solving(solve: Solve | None, unit: Mapping[str, Any]) -> Solving | None:
    """Where the computation or the verification of ``solve`` is; None before its worker has told anything."""
    if solve is None or not solve.progress:
        return None
    progress = solve.progress
    counted = progress["of"] is not None
    return Solving(
        method=method_words(Method(progress["method"])),
        part=_part(progress["part"]),
        steps=tuple(_steps(progress, _rule(solve), unit)),
        done=progress["done"] if counted else None,
        of=progress["of"] if counted else None,
    )


def _steps(progress: Progress, rule: str, unit: Mapping[str, Any]) -> list[SolveStep]:
    steps: list[tuple[str, tuple[Stage, ...], Callable[[Progress, Mapping[str, Any]], str]]] = [
        (_("Winners"), (Stage.DECIDING, Stage.BREAKING_TIES), _winners),
        (_("Opportunity costs"), (Stage.OPPORTUNITY_COSTS,), _opportunity_costs),
        *([(_("Core"), (Stage.CORE,), _core)] if rule == PricingRule.CORE else []),
        (_("Prices"), (Stage.PRICING,), lambda progress, unit: ""),
    ]
    now = next(place for place, (_label, stages, _told) in enumerate(steps) if progress["stage"] in stages)
    return [
        SolveStep(
            label,
            "done" if place < now else "now" if place == now else "to come",
            told(progress, unit) if place == now or stages[0] is Stage.DECIDING else "",
        )
        for place, (label, stages, told) in enumerate(steps)
    ]


def _winners(progress: Progress, unit: Mapping[str, Any]) -> str:
    value, bound = progress["value"], progress["bound"]
    if not progress["gap"]:
        return _("%(value)s, and no allocation is worth more") % {"value": in_figures(value, unit)}
    return _("%(value)s in hand, at most %(bound)s: a gap of %(gap)s") % {
        "value": in_figures(value, unit),
        "bound": in_figures(bound, unit),
        "gap": in_figures(progress["gap"], unit),
    }


def _opportunity_costs(progress: Progress, unit: Mapping[str, Any]) -> str:
    return _("%(done)s of %(of)s") % {"done": figures(progress["done"]), "of": figures(progress["of"])}


def _core(progress: Progress, unit: Mapping[str, Any]) -> str:
    found = progress["done"]
    return ngettext("%(n)s coalition found", "%(n)s coalitions found", found) % {"n": figures(found)}


def _part(part: Mapping[str, Any] | None) -> str:
    if part is None:
        return ""
    return _("Bands %(name)s, problem %(number)s of %(of)s") % {
        "name": part["name"].replace("+", ", "),
        "number": part["number"],
        "of": part["of"],
    }


def _rule(solve: Solve) -> str:
    """The pricing rule of the case; core where it leaves that out."""
    return str(solve.case.get("pricing", {}).get("rule", PricingRule.CORE))


def method_words(method: Method) -> str:
    return {
        Method.DYNAMIC: _("dynamic programme"),
        Method.INTERVAL: _("dynamic programme over runs of lots"),
        Method.SEARCH: _("enumeration within the gap"),
        Method.BRANCH: _("branch and bound in whole numbers"),
        Method.MILP: _("integer programme (HiGHS)"),
        Method.SECOND_OPINION: _("integer programme (PuLP and CBC)"),
    }[method]
