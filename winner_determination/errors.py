"""What can go wrong in winner determination and pricing, in one tree."""


class WinnerDeterminationError(Exception):
    """Base of every error of this package."""


class NoFeasibleAllocation(WinnerDeterminationError):
    """No allocation meets the limits and awards every bidder that must win."""


class MethodUnsuited(WinnerDeterminationError):
    """The method asked for cannot solve this case (too many states, too large a number); another one can."""


class NotProved(WinnerDeterminationError):
    """A solve that prices depend on ended without a proof of optimality: prices built on it would be a guess."""


class TimeLimitReached(WinnerDeterminationError):
    """Time was up before any allocation was known."""


class ListsTooLong(WinnerDeterminationError):
    """The search would list more than is quicker by branch and cut; never leaves the method."""


class InconsistentSolve(WinnerDeterminationError):
    """A solver contradicted itself or exact arithmetic. Never silently accepted."""
