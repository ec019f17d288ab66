"""What the assignment stage refuses. Every refusal is a ``DocumentError``: it names the place and what would pass."""

from winner_determination.documents import DocumentError


class AssignmentError(DocumentError):
    """Base of the assignment stage's refusals."""


class NoPlanError(AssignmentError):
    """No plan gives every winner what it won. ``conflict`` is the smallest set of parties that cannot be placed
    together.
    """

    def __init__(self, place: str, reason: str, conflict: tuple[str, ...]) -> None:
        self.conflict = conflict
        super().__init__(place, reason)


class TooManyOptionsError(AssignmentError):
    """The case is well formed, but its options are too many to be written down as bids."""
