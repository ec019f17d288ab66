"""An auction in which thousands of packages can be bid for, and a list of two thousand."""

from itertools import islice, product
from typing import Any

import pytest

from tests import cast as small
from tests.cast import Cast, assemble

BANDS = ("A", "B", "C", "D")
RESERVES = {"A": 10, "B": 5, "C": 4, "D": 3}
LOTS = 7
CHOSEN = {"A": 3, "B": 2}  # Alpha's final clock package


def wide_auction(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Four bands of seven lots each; after two clock rounds the supplementary round is open."""
    categories = [{"id": band, "supply": LOTS, "reserve": RESERVES[band], "points": 1} for band in BANDS]
    rulebook = {**small.RULEBOOK, "title": "Four bands", "categories": categories}
    bidders = [{"id": name, "eligibility": 4 * LOTS} for name in small.ELIGIBILITY]
    monkeypatch.setattr(small, "DOCUMENT", {**small.DOCUMENT, "rulebook": rulebook, "bidders": bidders})
    cast = assemble(demonstration=True)
    cast.play_round(alpha={"A": 4, "B": 2}, beta={"A": 4}, gamma={"A": 1})
    cast.play_round(alpha=CHOSEN, beta={"A": 4})
    cast.open_round(minutes=30)
    return cast


def two_thousand_bids() -> list[dict[str, Any]]:
    """Packages of up to eleven lots with amounts at their reserve."""
    packages = (
        {band: lots for band, lots in zip(BANDS, quantities, strict=True) if lots}
        for quantities in product(range(LOTS + 1), repeat=len(BANDS))
        if sum(quantities) > 0 and quantities[:2] != (3, 2) and quantities[:2] != (4, 2)
    )
    return [
        {"package": package, "amount": sum(RESERVES[band] * lots for band, lots in package.items())}
        for package in islice(packages, 2000)
    ]


def as_csv(bids: list[dict[str, Any]]) -> bytes:
    lines = [f"{','.join(str(bid['package'].get(band, 0)) for band in BANDS)},{bid['amount']}" for bid in bids]
    return "\n".join([f"{','.join(BANDS)},amount", *lines]).encode()
