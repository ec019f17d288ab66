"""Write examples/uk-4g-2013.json: the lots of a real auction, played by simulated bidders.

Lots, reserve prices and the number of bidders are those of the United Kingdom's auction of 800 MHz and 2.6 GHz spectrum
in 2013. The bidders, their values and every bid are simulated from a seed and say nothing about the companies that took
part. Eligibility points are in proportion to the reserve prices (the real ones were not at hand); the band plan is
recalled.

    python -m examples.generate_uk_4g_2013 > examples/uk-4g-2013.json
"""

import hashlib
import json
import sys
from typing import Any

from auctions.formats.auction_file import auction_document
from auctions.formats.contract import Bidder
from auctions.formats.registry import format_named
from auctions.lab.simulation import play
from auctions.lab.spectrum import seeded_bidders

VALUES_SEED = "4g-2013-10"  # draws the simulated bidders
TIE_SEED = "3f1c8a52d7e94b06"  # would be secret until the bids are in; committed to in the rulebook

ABOUT = (
    "Lots, reserve prices and number of bidders of the United Kingdom's 4G auction of 2013 (800 MHz and 2.6 GHz). "
    "BIDDERS AND BIDS ARE SIMULATED from seeded valuations (examples/generate_uk_4g_2013.py); they say nothing about "
    "the companies that took part. Eligibility points are in proportion to the reserve prices; the band plan is "
    "recalled."
)
NOTICE = "The lots and reserve prices are those of a real auction; all bidders and bids are simulated."

RULEBOOK: dict[str, Any] = {
    "format": "cca",
    "title": "United Kingdom 4G 2013 (simulated bids)",
    "notice": NOTICE,
    "unit": {"currency": "GBP", "multiple": 1000},
    "categories": [
        {
            "id": "A(i)",
            "name": "800 MHz",
            "description": "2 x 5 MHz",
            "supply": 4,
            "reserve": 225_000,
            "points": 2250,
            "lots": [
                {
                    "id": f"A{i + 1}",
                    "start": 791 + 5 * i,
                    "end": 796 + 5 * i,
                    "uplink_start": 832 + 5 * i,
                    "uplink_end": 837 + 5 * i,
                }
                for i in range(4)
            ],
        },
        {
            "id": "A(ii)",
            "name": "800 MHz with coverage obligation",
            "description": "2 x 10 MHz",
            "supply": 1,
            "reserve": 250_000,
            "points": 2500,
            "lots": [{"id": "A5", "start": 811, "end": 821, "uplink_start": 852, "uplink_end": 862}],
        },
        {
            "id": "C",
            "name": "2.6 GHz paired",
            "description": "2 x 5 MHz",
            "supply": 14,
            "reserve": 15_000,
            "points": 150,
            "lots": [
                {
                    "id": f"C{i + 1}",
                    "start": 2620 + 5 * i,
                    "end": 2625 + 5 * i,
                    "uplink_start": 2500 + 5 * i,
                    "uplink_end": 2505 + 5 * i,
                }
                for i in range(14)
            ],
        },
        {
            "id": "E",
            "name": "2.6 GHz unpaired",
            "description": "5 MHz",
            "supply": 9,
            "reserve": 100,
            "points": 1,
            "lots": [{"id": f"E{i + 1}", "start": 2570 + 5 * i, "end": 2575 + 5 * i} for i in range(9)],
        },
    ],
    "activity": {"rule": "relaxed", "requirement": 1},
    "increments": {
        "steps": [{"excess": 1, "percent": 3}, {"excess": 3, "percent": 5}, {"excess": 6, "percent": 8}],
        "lowest": 1,
        "highest": 20,
        "round_to": 10,
    },
    "supplementary": {"caps": ["relative", "final"], "max_packages": 4000},
    "pricing": {"rule": "core", "reference": "vickrey", "weights": "equal", "rounding": "up"},
    "assignment": {"unsold": "contiguous", "pricing": {"rule": "core", "rounding": "up"}},
    "disclosure": {"prices_public": True, "demand_public": True},
    "schedule": {"clock_minutes": 30, "supplementary_minutes": 240, "assignment_minutes": 120},
    "seed_commitment": hashlib.sha256(TIE_SEED.encode()).hexdigest(),
}

BIDDERS = [
    {"id": "Avon", "name": "Avon Mobile", "eligibility": 9000},
    {"id": "Beacon", "name": "Beacon Telecom", "eligibility": 8300},
    {"id": "Cairn", "name": "Cairn Networks", "eligibility": 7200},
    {"id": "Dales", "name": "Dales Wireless", "eligibility": 5600},
    {"id": "Ember", "name": "Ember Broadband", "eligibility": 2500},
    {"id": "Fen", "name": "Fenland Fibre", "eligibility": 2000},
    {"id": "Glen", "name": "Glen Data", "eligibility": 1200},
]


def generate() -> dict[str, Any]:
    """Play the auction with simulated bidders and write down what they did (``clearband.auction/1``)."""
    auction_format = format_named("cca")
    rulebook = auction_format.read_rulebook(RULEBOOK)
    bidders = tuple(Bidder.model_validate(bidder) for bidder in BIDDERS)
    played = play(auction_format, rulebook, bidders, seeded_bidders(rulebook, bidders, VALUES_SEED), seed=TIE_SEED)
    return auction_document(
        rulebook=RULEBOOK, bidders=bidders, acts=played.acts, about=ABOUT, simulation_seed=VALUES_SEED
    )


if __name__ == "__main__":
    json.dump(generate(), sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")
