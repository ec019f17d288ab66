"""Extensions (R-C7): what happens to a bidder that misses the window of a round."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auctions.rules.history import Refusal


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """How many extensions a bidder has in the clock stage, and how long one lasts (2-3 of 30-60 minutes: recalled)."""

    per_bidder: int = 0
    minutes: int = 30


@dataclass(frozen=True, slots=True)
class Extension:
    """The outcome at a deadline: by whom the round is extended, and what is left."""

    used_by: tuple[str, ...]
    minutes: int  # 0: the round ends
    left: Mapping[str, int]


def extend(
    rule: ExtensionRule, missing: Iterable[str], used: Mapping[str, int], *, extended: bool = False
) -> Extension:
    """Decide at a round's deadline (R-C7).

    Each of the ``missing`` (bidders that have eligibility and have neither bid nor declined) uses one extension
    automatically while any is left; the round then runs on for ``minutes`` for those bidders only, once: a round
    already ``extended`` ends. ``used`` counts the extensions of earlier rounds by bidder.
    Source: docs/rules/activity.md, R-C7.
    """
    absent = sorted(set(missing))
    left = {bidder: rule.per_bidder - used.get(bidder, 0) for bidder in {*absent, *used}}
    using = () if extended else tuple(bidder for bidder in absent if left[bidder] > 0)
    for bidder in using:
        left[bidder] -= 1
    return Extension(using, rule.minutes if using else 0, left)


def check_alternative_channel(*, technical_failure: bool, authenticated: bool) -> list[Refusal]:
    """R-C7: a bid by another channel counts on technical failure, given by an authenticated person.

    Source: SI 2012/2817 regs 61-63 (read).
    """
    refusals = []
    if not technical_failure:
        reason = "another channel is open only after a recorded technical failure; a bid through the system would pass"
        refusals.append(Refusal("R-C7", reason))
    if not authenticated:
        reason = "a bid by another channel would pass once the person giving it is authenticated"
        refusals.append(Refusal("R-C7", reason))
    return refusals
