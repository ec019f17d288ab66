"""Who keeps the keys of sealed rounds: custodians and their ceremonies, keys and shares, and the bidders' own keys.

No private half of a round's key is in any row, and no passphrase. See docs/sealed-rounds.md.
"""

from django.db import models
from django.db.models import Q

from bidders.models import Seat


class Custodian(models.Model):
    """One of the three of the authority's people who divide the keys of an auction's sealed rounds among them."""

    auction = models.ForeignKey("auctions.Auction", on_delete=models.PROTECT, related_name="custodians")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="custodies")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["auction", "seat"], name="one_custody_per_seat"),)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Sign-in name, as files and entries name the custodian."""
        return self.seat.person.username


class Ceremony(models.Model):
    """A making of keys; ``made_at`` is when the third custodian had chosen a passphrase."""

    auction = models.ForeignKey("auctions.Auction", on_delete=models.PROTECT, related_name="ceremonies")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["auction", "number"], name="ceremonies_are_counted"),
            models.UniqueConstraint(fields=["auction"], condition=Q(made_at=None), name="one_ceremony_at_a_time"),
        )

    def __str__(self) -> str:
        return f"key ceremony {self.number} of {self.auction}"


class CustodianKey(models.Model):
    """A custodian in one ceremony: the public half of the key that its passphrase makes, and its sealed shares until
    it has confirmed that it holds them.
    """

    ceremony = models.ForeignKey(Ceremony, on_delete=models.PROTECT, related_name="custodian_keys")
    custodian = models.ForeignKey(Custodian, on_delete=models.PROTECT, related_name="keys")
    derivation = models.JSONField()  # sealing.passphrases.Derivation
    public_key = models.CharField(max_length=64)
    chosen_at = models.DateTimeField()
    shares = models.JSONField(null=True, blank=True)  # of sealing.ceremony.SealedShare
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("custodian",)
        constraints = (
            models.UniqueConstraint(fields=["ceremony", "custodian"], name="one_key_per_custodian_and_ceremony"),
        )

    def __str__(self) -> str:
        return f"{self.custodian} in {self.ceremony}"


class RoundKey(models.Model):
    """The public half of a key for one round, and the digests of its shares by custodian."""

    ceremony = models.ForeignKey(Ceremony, on_delete=models.PROTECT, related_name="round_keys")
    number = models.PositiveIntegerField()  # counted over the auction
    public_key = models.CharField(max_length=64, unique=True)
    digests = models.JSONField()

    class Meta:
        ordering = ("ceremony", "number")

    def __str__(self) -> str:
        return f"key {self.number} of {self.ceremony}"


class HandedShare(models.Model):
    """The first of the two shares that open a round, until the second comes. Alone it tells nothing."""

    round = models.OneToOneField("auctions.Round", on_delete=models.PROTECT, related_name="handed_share")
    custodian = models.ForeignKey(Custodian, on_delete=models.PROTECT, related_name="handed_shares")
    share = models.CharField(max_length=66)  # hexadecimal
    handed_at = models.DateTimeField()
    simulated = models.BooleanField(default=False)  # by the system, for a custodian of a demonstration

    def __str__(self) -> str:
        return f"share of {self.custodian} for {self.round}"


class OwnKey(models.Model):
    """A bidder's own key: the last one is in force, an earlier one still opens what was sealed to it."""

    participant = models.ForeignKey("auctions.Participant", on_delete=models.PROTECT, related_name="own_keys")
    public_key = models.CharField(max_length=64, unique=True)
    derivation = models.JSONField()  # sealing.passphrases.Derivation
    box = models.TextField()  # the private half under the passphrase
    set_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="own_keys_set")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"own key of {self.participant}"
