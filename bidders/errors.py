"""What can go wrong with people and seats. ``str()`` of each is a sentence for the person who asked."""


class BiddersError(Exception):
    """Root of the errors of this package."""


class RoleDoesNotFit(BiddersError):
    """A role that this kind of organisation does not have, such as a submitter of a regulator."""

    def __init__(self, role: str, kind: str) -> None:
        super().__init__(f"An organisation of kind {kind} has no seat of role {role}.")


class InvitationRefused(BiddersError):
    """No such person, another code, used, or too old: which of them, an asker may not learn."""

    def __init__(self) -> None:
        super().__init__(
            "This user name and code do not belong together, or the code was used or is too old. Ask for a new one."
        )
