"""Every write about hosted auctions: one verb each, one durable transaction each, nothing about HTTP."""

from auctions.services.autopilot import set_autopilot
from auctions.services.bidding import place_bid
from auctions.services.decisions import decide, publish_result
from auctions.services.determination import request_determination
from auctions.services.hosting import host_auction
from auctions.services.interruptions import pause_round, resume_round, void_rounds
from auctions.services.rounds import close_round, extend_round, open_round

__all__ = [
    "close_round",
    "decide",
    "extend_round",
    "host_auction",
    "open_round",
    "pause_round",
    "place_bid",
    "publish_result",
    "request_determination",
    "resume_round",
    "set_autopilot",
    "void_rounds",
]
