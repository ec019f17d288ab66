"""What the compliance desk shows (R-R3): verdicts, contradictions as sentences, the heat map, the rounds to drop."""

from typing import Any

from auctions.rules.history import name_package, quantities_of
from auctions.rules.revealed_preference.budget import (
    critical_cost_efficiency,
    satisfies_garp,
    satisfies_sarp,
    satisfies_warp,
)
from auctions.rules.revealed_preference.choices import Choices
from auctions.rules.revealed_preference.dropping import Dropped, houtman_maks, smallest_drop
from auctions.rules.revealed_preference.money_pump import money_pump
from auctions.rules.revealed_preference.quasilinear import Preference, Violation, violations


def preference_document(choices: Choices, *, rounds_to_drop: bool = False) -> dict[str, Any]:
    """The verdicts on a bidder's choices as JSON (R-R1, R-R2).

    ``rounds_to_drop`` adds the fewest rounds without which values explain the rest: a search that may take seconds.
    """
    found = violations(choices)
    index, pump = critical_cost_efficiency(choices), money_pump(choices)
    asked = {"rounds_to_drop": dropped_document(smallest_drop(choices))} if rounds_to_drop else {}
    return {
        "quasilinear_consistent": not found,
        "cycles": [cycle_document(choices, violation) for violation in found],
        "warp": satisfies_warp(choices),
        "sarp": satisfies_sarp(choices),
        "garp": satisfies_garp(choices),
        "ccei": float(index),
        "ccei_exact": str(index),
        "money_pump": {
            "largest": float(pump.largest),
            "rounds": list(pump.rounds),
            "mean_of_pairs": float(pump.mean_of_pairs),
        },
        "houtman_maks": dropped_document(houtman_maks(choices)),
        "heat_map": heat_map(choices),
        **asked,
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


def dropped_document(dropped: Dropped) -> dict[str, Any]:
    """Rounds to leave out as JSON, with how many of how many stay."""
    return {
        "rounds": list(dropped.rounds),
        "kept": dropped.kept,
        "of": dropped.of,
        "proved_smallest": dropped.smallest,
    }


def sentence(choices: Choices, violation: Violation) -> str:
    """A contradiction in words (R-R3): what was preferred to what, by how much at least, and what is missing."""
    told = ", ".join(_told(choices, step) for step in violation.steps)
    return f"{told[0].upper()}{told[1:]}; {violation.size} missing."


def heat_map(choices: Choices) -> dict[str, Any]:
    """Round by round, the most that the column's package is worth beside the row's, in bid units (R-R3).

    ``weights[s][u]`` is p^s.(x^u - x^s). ``both_ways[s][u]`` adds the opposite direction: below 0 the two rounds
    contradict each other by so much.
    """
    weights = choices.weights
    return {
        "rounds": list(choices.numbers),
        "weights": weights.tolist(),
        "both_ways": (weights + weights.T).tolist(),
    }


def _told(choices: Choices, step: Preference) -> str:
    preferred = name_package(choices.categories, step.preferred)
    other = name_package(choices.categories, step.other)
    if step.round is None:
        bid, package = (step.by, preferred) if any(step.preferred) else (-step.by, other)
        return f"{package} is bid on at {bid}"
    if step.by < 0:
        return f"in round {step.round} {other} was worth at most {-step.by} more than {preferred}"
    return f"in round {step.round} {preferred} was preferred to {other} by at least {step.by}"
