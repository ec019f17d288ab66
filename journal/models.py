"""The record's two tables: entries of hash chains, and the public halves of the keys that sign receipts."""

from django.db import models

from journal.append_only import APPEND_ONLY
from journal.chain import Link, instant


class Entry(models.Model):
    """One entry of one chain, written in the transaction of what it records.

    The database refuses to change or remove it.
    """

    chain = models.CharField(max_length=100)
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    body = models.JSONField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = (
            models.UniqueConstraint(fields=["chain", "sequence"], name="one_entry_per_chain_and_sequence"),
            models.UniqueConstraint(fields=["chain", "previous_hash"], name="a_chain_does_not_fork"),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence} {self.kind}"

    @property
    def link(self) -> Link:
        """The entry as it is hashed."""
        return Link(
            chain=self.chain,
            sequence=self.sequence,
            kind=self.kind,
            body=self.body,
            recorded_at=instant(self.recorded_at),
            previous_hash=self.previous_hash,
        )


class SigningKey(models.Model):
    """A key that signed receipts; old ones stay, so that old receipts can be checked.

    The private half is never stored.
    """

    public_key = models.CharField(max_length=64, unique=True)  # Ed25519, hexadecimal
    first_used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.public_key[:16]
