"""What the compliance desk shows (R-R3): the verdicts, the cycles as sentences, the heat map."""

from typing import Any

from auctions.rules.history import name_package, quantities_of
from auctions.rules.revealed_preference.budget import (
    critical_cost_efficiency,
    satisfies_garp,
    satisfies_sarp,
    satisfies_warp,
)
from auctions.rules.revealed_preference.choices import Choices
from auctions.rules.revealed_preference.quasilinear import Preference, Violation, violations


def preference_document(choices: Choices) -> dict[str, Any]:
    """The verdicts on a bidder's choices as JSON (R-R1, R-R2)."""
    found = violations(choices)
    index = critical_cost_efficiency(choices)
    return {
        "quasilinear_consistent": not found,
        "cycles": [cycle_document(choices, violation) for violation in found],
        "warp": satisfies_warp(choices),
        "sarp": satisfies_sarp(choices),
        "garp": satisfies_garp(choices),
        "ccei": float(index),
        "ccei_exact": str(index),
    }


def cycle_document(choices: Choices, violation: Violation) -> dict[str, Any]:
    """A contradiction as JSON: its rounds, the money missing, the steps and the sentence."""
    return {
        "rounds": list(violation.rounds),
        "size": violation.size,
        "steps": [
            {
                "round": step.round,
                "preferred": quantities_of(choices.categories, step.preferred),
                "other": quantities_of(choices.categories, step.other),
                "by": step.by,
            }
            for step in violation.steps
        ],
        "sentence": sentence(choices, violation),
    }


def sentence(choices: Choices, violation: Violation) -> str:
    """A contradiction in words (R-R3): what was preferred to what, by how much at least, and what is missing."""
    told = ", ".join(_told(choices, step) for step in violation.steps)
    return f"{told[0].upper()}{told[1:]}; {violation.size} missing."


def _told(choices: Choices, step: Preference) -> str:
    preferred = name_package(choices.categories, step.preferred)
    other = name_package(choices.categories, step.other)
    if step.round is None:
        bid, package = (step.by, preferred) if any(step.preferred) else (-step.by, other)
        return f"{package} is bid on at {bid}"
    return f"in round {step.round} {preferred} was preferred to {other} by at least {step.by}"
