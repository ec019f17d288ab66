"""The locks of a hosted auction, taken in this order by everyone: auction, then participant or solve, then the
journal's chain.

Bids share the auction's lock, whatever moves the auction on holds it alone: so bids do not wait for one another, and
a close waits for the bids that are being recorded and shuts out those that come after. Each function refuses to run
outside a transaction.
"""

from auctions.models import Auction, Participant, Solve
from journal.locks import Space, take


def while_bidding(auction: Auction, participant: Participant) -> None:
    """Hold the auction open for one bid; two submissions of the same bidder wait for one another."""
    take(Space.AUCTION, auction.pk, shared=True)
    take(Space.PARTICIPANT, participant.pk)


def while_moving_on(auction: Auction) -> None:
    """Hold the auction alone: whatever moves it on, and what officers propose, approve, refuse or withdraw."""
    take(Space.AUCTION, auction.pk)


def while_solving(solve: Solve) -> None:
    """Hold one solve's row alone."""
    take(Space.SOLVE, solve.pk)
