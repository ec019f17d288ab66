"""Every write about hosted auctions: one verb each, one durable transaction each, nothing about HTTP.

What needs two officers has no verb of its own here: it is proposed and approved.
"""

from auctions.services.autopilot import set_autopilot
from auctions.services.bidding import place_bid
from auctions.services.certification import request_verification
from auctions.services.determination import request_determination
from auctions.services.hosting import host_auction
from auctions.services.interruptions import pause_round, resume_round
from auctions.services.proposals import approve, propose, refuse, withdraw
from auctions.services.rounds import extend_round
from auctions.services.signatures import prepare_bid, sign_bid, withdraw_bid

__all__ = [
    "approve",
    "extend_round",
    "host_auction",
    "pause_round",
    "place_bid",
    "prepare_bid",
    "propose",
    "refuse",
    "request_determination",
    "request_verification",
    "resume_round",
    "set_autopilot",
    "sign_bid",
    "withdraw",
    "withdraw_bid",
]
