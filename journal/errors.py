"""What can go wrong with the record. ``str()`` of each is a sentence for the person who asked."""


class JournalError(Exception):
    """Root of the errors of this package."""


class OutsideTransaction(JournalError):
    """A lock was asked for where nothing would hold it."""

    def __init__(self) -> None:
        super().__init__(
            "A lock lasts until its transaction ends, and no transaction is open: take it inside transaction.atomic()."
        )


class NotRecordable(JournalError):
    """A document that has no exact canonical form, for example a whole number beyond 2^53."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This cannot be recorded exactly: {reason}")


class ReceiptInvalid(JournalError):
    """A receipt that its key did not sign, or that does not belong to the bid shown with it."""


class RoleTooStrong(JournalError):
    """A database role that could change the record, whatever it is granted."""

    def __init__(self, role: str, table: str, privilege: str) -> None:
        super().__init__(
            f"The role {role} still holds {privilege} on {table}: it owns the table, is a superuser, or is a "
            "member of a role that is. The application needs a role that owns nothing."
        )
