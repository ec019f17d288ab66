"""The one small auction that tests play: two categories, four bidders. Pure: nothing here knows of Django."""

import hashlib
from typing import Any

from auctions.formats.contract import Bidder, CloseRound, Decide, Format, OpenRound, PlaceBid
from auctions.formats.registry import format_named

SEED = "a seed kept in an envelope"

SMALL: dict[str, Any] = {
    "format": "cca",
    "title": "A small auction",
    "unit": {"currency": "EUR", "multiple": 1000},
    "categories": [
        {
            "id": "A",
            "name": "700 MHz",
            "supply": 3,
            "reserve": 10,
            "points": 2,
            "lots": [{"id": f"A{i + 1}", "start": 758 + 5 * i, "end": 763 + 5 * i} for i in range(3)],
        },
        {"id": "B", "name": "2.1 GHz", "supply": 2, "reserve": 5, "points": 1, "lots": [{"id": "B1"}, {"id": "B2"}]},
    ],
    "increments": {"steps": [{"excess": 1, "percent": 10}, {"excess": 3, "percent": 20}]},
    "seed_commitment": hashlib.sha256(SEED.encode()).hexdigest(),
}

BIDDERS = (
    Bidder(id="Alpha", name="Alpha Mobile", eligibility=8),
    Bidder(id="Beta", name="Beta Telecom", eligibility=6),
    Bidder(id="Gamma", name="Gamma Networks", eligibility=4),
    Bidder(id="Delta", name="Delta Wireless", eligibility=2),
)


def small_rulebook(**changes: Any) -> dict[str, Any]:
    """The small rulebook with some fields changed."""
    return {**SMALL, **changes}


class Table:
    """An auctioneer's table for tests: acts are done by name, ``state`` is where they led."""

    def __init__(self, rulebook: dict[str, Any] | None = None, bidders: tuple[Bidder, ...] = BIDDERS) -> None:
        document = small_rulebook() if rulebook is None else rulebook
        self.format: Format[Any, Any] = format_named(document["format"])
        self.state: Any = self.format.start(self.format.read_rulebook(document), bidders)

    def open(self, prices: dict[str, int] | None = None) -> "Table":
        self.state = self.format.apply(self.state, OpenRound(prices=prices))
        return self

    def bid(self, bidder: str, **package: int) -> "Table":
        """A clock ballot."""
        return self.place(bidder, {"package": package})

    def list(self, bidder: str, *bids: tuple[dict[str, int], int]) -> "Table":
        """A supplementary list of (package, amount)."""
        return self.place(bidder, {"bids": [{"package": package, "amount": amount} for package, amount in bids]})

    def place(self, bidder: str, ballot: dict[str, Any]) -> "Table":
        self.state = self.format.apply(self.state, PlaceBid(bidder=bidder, ballot=ballot))
        return self

    def close(self) -> "Table":
        self.state = self.format.apply(self.state, CloseRound())
        return self

    def decide(self, decision: str, **body: Any) -> "Table":
        self.state = self.format.apply(self.state, Decide(decision=decision, body=body))
        return self

    def round(self, **packages: dict[str, int]) -> "Table":
        """A whole clock round: ``table.round(Alpha={"A": 2}, Beta={"B": 1})``; who is not named is silent."""
        self.open()
        for bidder, package in packages.items():
            self.bid(bidder, **package)
        return self.close()

    def determine(self) -> "Table":
        """Do what is due: reveal the seed where it was committed to, and compute the result."""
        from auctions.formats.auction_file import determined

        if any(step.decision == "reveal_seed" for step in self.format.next_steps(self.state)):
            self.decide("reveal_seed", seed=SEED)
        self.state = determined(self.format, self.state)
        return self
