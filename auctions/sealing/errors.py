"""What can go wrong with keys, shares and boxes. ``str()`` of each is a sentence for the person who asked."""


class SealingError(Exception):
    """Root of the errors of this package."""


class PassphraseTooShort(SealingError):
    """A passphrase that could be guessed."""

    def __init__(self, least: int) -> None:
        super().__init__(f"A passphrase has at least {least} characters: a sentence of several words is easy to keep.")


class PassphraseWrong(SealingError):
    """Another passphrase than the one that was chosen."""

    def __init__(self) -> None:
        super().__init__("This is not the passphrase that was chosen.")


class ShareAltered(SealingError):
    """A share that is not the one which was given out."""


class SharesDoNotFit(SealingError):
    """Two shares that do not make the private key of the round."""

    def __init__(self) -> None:
        super().__init__("The two shares do not make the key of this round: one of them belongs to another.")


class BoxClosed(SealingError):
    """A box that this key does not open, or that was altered."""

    def __init__(self) -> None:
        super().__init__("This key does not open the sealed ballot, or the ballot was altered.")
