"""How sealed rounds stand for one bidder in one browser."""

from dataclasses import dataclass

from auctions import selectors
from auctions.access import BidderAccess
from auctions.custody import OwnKey
from auctions.models import Round


@dataclass(frozen=True)
class Sealing:
    """``is_encrypted``: whether the auction has custodians; ``takes_sealed``: whether the open round's ballots are
    sealed by the format, encrypted or, without custodians, in clear.
    """

    is_encrypted: bool
    takes_sealed: bool
    own_key: OwnKey | None
    is_unlocked: bool

    @property
    def is_in_clear(self) -> bool:
        return self.takes_sealed and not self.is_encrypted


def sealing_for(allowed: BidderAccess, open_round: Round | None, private_key: str | None) -> Sealing:
    auction = allowed.auction
    return Sealing(
        is_encrypted=selectors.is_encrypted(auction),
        takes_sealed=open_round is not None and selectors.phase(auction).sealed,
        own_key=selectors.own_key_of(allowed.participant),
        is_unlocked=private_key is not None,
    )
