"""What can go wrong with a draft. ``str()`` of each is a sentence for the person who asked."""

from collections.abc import Sequence

from auctions.errors import AuctionError
from winner_determination.documents import DocumentError


class DraftRefused(AuctionError):
    """This cannot be done with the draft as it stands."""


class DraftChanged(DraftRefused):
    """The form was made for an earlier state of the draft."""

    def __init__(self) -> None:
        super().__init__("Somebody has changed this draft since your page was made. Nothing was saved.")


class DraftIncomplete(DraftRefused):
    """The draft cannot be hosted, or rehearsed, as long as these places are wrong."""

    def __init__(self, refusals: Sequence[DocumentError]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(map(str, refusals)))
