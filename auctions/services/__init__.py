"""Every write about hosted auctions: one verb each, one durable transaction each, nothing about HTTP.

What needs two officers has no verb of its own here: it is proposed and approved.
"""

from auctions.services.autopilot import set_autopilot
from auctions.services.bidding import place_bid
from auctions.services.certification import request_verification
from auctions.services.determination import request_determination
from auctions.services.hosting import host_auction
from auctions.services.interruptions import pause_round, resume_round
from auctions.services.messaging import acknowledge_notice, give_notice, issue_document, mark_read, send_message
from auctions.services.opening import hand_in_share
from auctions.services.own_keys import set_own_key, unlock_own_key
from auctions.services.proposals import approve, propose, refuse, withdraw
from auctions.services.rounds import extend_round
from auctions.services.sealing import choose_passphrase, confirm_share, share_file
from auctions.services.signatures import prepare_bid, sign_bid, withdraw_bid

__all__ = [
    "acknowledge_notice",
    "approve",
    "choose_passphrase",
    "confirm_share",
    "extend_round",
    "give_notice",
    "hand_in_share",
    "host_auction",
    "issue_document",
    "mark_read",
    "pause_round",
    "place_bid",
    "prepare_bid",
    "propose",
    "refuse",
    "request_determination",
    "request_verification",
    "resume_round",
    "send_message",
    "set_autopilot",
    "set_own_key",
    "share_file",
    "sign_bid",
    "unlock_own_key",
    "withdraw",
    "withdraw_bid",
]
