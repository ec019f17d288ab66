"""What can go wrong with a hosted auction. ``str()`` of each is a sentence for the person who asked."""

from collections.abc import Sequence
from typing import Protocol


class Reason(Protocol):
    """A rule that was broken, as formats report it."""

    @property
    def rule(self) -> str: ...
    @property
    def reason(self) -> str: ...


class AuctionError(Exception):
    """Root of the errors of this package."""


class BidRefused(AuctionError):
    """The rules do not allow the ballot; ``refusals`` name each rule, the reason and the numbers that would pass."""

    def __init__(self, refusals: Sequence[Reason]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(f"{refusal.reason} ({refusal.rule})" for refusal in self.refusals))


class BallotUnreadable(AuctionError):
    """The ballot is not one of the kind this round takes; ``place`` says where."""

    def __init__(self, place: str, reason: str) -> None:
        self.place, self.reason = place, reason
        super().__init__(f"{place}: {reason}" if place else reason)


class StaleForm(AuctionError):
    """The form was made for another round, or for other prices, than those in force."""


class NoOpenRound(AuctionError):
    """Bids are not being taken: no round is open, or its deadline has passed."""


class SeatMayNotSubmit(AuctionError):
    """The person's seat does not allow submitting bids of this bidder."""


class SignatureMissing(AuctionError):
    """The bidder's ballots need two signatures, and this one came with one."""

    def __init__(self, name: str) -> None:
        super().__init__(f"A bid of {name} counts only when two of its submitters have signed it.")


class SignatureRefused(AuctionError):
    """The ballot that waits cannot be signed or withdrawn in this way, or not by this person; nothing was placed."""


class NotAnOfficer(AuctionError):
    """Only an auctioneer or second officer of the authority that runs the auction may do this."""

    def __init__(self) -> None:
        super().__init__("Only an auctioneer or second officer of the authority that runs this auction may do this.")


class StepRefused(AuctionError):
    """The rules, or the state of the auction, do not allow this step now."""


class NeedsTwoOfficers(StepRefused):
    """One person asked for what one officer proposes and another approves."""


class ProposalRefused(StepRefused):
    """The proposal cannot be decided in this way, or not by this person."""


class ProposalOvertaken(ProposalRefused):
    """The auction has moved on since the proposal was made; nothing was done, and the record says so."""


class SealingRefused(StepRefused):
    """A passphrase, a share, or what rests sealed, is not in order; nothing was done."""


class CeremonyMissing(SealingRefused):
    """A sealed round needs keys that custodians hold, and they have not held their ceremony to its end."""


class OwnKeyNeeded(SealingRefused):
    """The bidder's own key has to be set, or unlocked, before this can be done in a sealed round."""


class AuctionUnreadable(AuctionError):
    """A document that cannot be hosted; the message names the place."""


class BackupFailed(AuctionError):
    """The database could not be written to a file, or restored from one; nothing was changed."""
