"""An act tried on the auction as it stands, so that its question can say what would come of it; nothing is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auctions import selectors
from auctions.formats.contract import Act, ActRefused
from auctions.history import history_of
from auctions.rules.history import Refusal
from portals.regulator.pages import OfficerPage
from winner_determination.documents import DocumentError


@dataclass(frozen=True)
class Trial:
    """The officer's facts after the act, or what the rules object to."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()


def tried(page: OfficerPage, act: Act) -> Trial:
    """What would come of ``act`` now."""
    history = history_of(page.auction)
    try:
        state = history.format.apply(history.state, act)
    except ActRefused as error:
        return Trial(refusals=error.refusals)
    except DocumentError as error:
        return Trial(refusals=(Refusal("", str(error), {}),))
    return Trial(facts=history.format.facts(state, selectors.viewer_for(page.seat)))
