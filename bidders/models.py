"""Who may act: people, the organisations they act for, and the seat each holds there.

A person signs in; a seat is what a person may do for one organisation. Whether an organisation takes part in an
auction is the auction's business, not this folder's.
"""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Person(AbstractUser):
    """Somebody who signs in.

    What the person may do follows from its seats alone; Django's own permissions are not used.
    """


class OrganisationKind(models.TextChoices):
    BIDDER = "bidder", "bidder"
    REGULATOR = "regulator", "regulator"
    AUDITOR = "auditor", "auditor"


class Organisation(models.Model):
    """A company that bids, the authority that sells, or the auditor who checks."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind)

    def __str__(self) -> str:
        return self.name


class SeatRole(models.TextChoices):
    PREPARER = "preparer", "preparer"  # drafts bids
    SUBMITTER = "submitter", "submitter"  # drafts and submits bids
    VIEWER = "viewer", "viewer"  # sees what the bidder sees
    AUCTIONEER = "auctioneer", "auctioneer"
    SECOND_OFFICER = "second_officer", "second officer"
    COMPLIANCE = "compliance", "compliance"
    OBSERVER = "observer", "observer"  # watches for a ministry, and learns nothing before the public
    AUDITOR = "auditor", "auditor"


ROLES_OF_KIND: dict[OrganisationKind, frozenset[SeatRole]] = {
    OrganisationKind.BIDDER: frozenset({SeatRole.PREPARER, SeatRole.SUBMITTER, SeatRole.VIEWER}),
    OrganisationKind.REGULATOR: frozenset(
        {SeatRole.AUCTIONEER, SeatRole.SECOND_OFFICER, SeatRole.COMPLIANCE, SeatRole.OBSERVER}
    ),
    OrganisationKind.AUDITOR: frozenset({SeatRole.AUDITOR}),
}


class Seat(models.Model):
    """What one person may do for one organisation: one role, so that nobody can be its own second pair of eyes."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=20, choices=SeatRole)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "organisation"], name="one_seat_per_person_and_organisation"),
        )

    def __str__(self) -> str:
        return f"{self.person} as {self.get_role_display()} of {self.organisation}"


class Outcome(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    WRONG_PASSWORD = "wrong_password", _("wrong password")
    WRONG_CODE = "wrong_code", _("wrong code")
    LOCKED = "locked", _("wrong password too often: no more attempts from there for a while")


class SignIn(models.Model):
    """One attempt to sign in as a person: when, from where, how, and what came of it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField(auto_now_add=True)
    address = models.GenericIPAddressField(null=True)
    browser = models.UUIDField(null=True)  # what bidders.browsers knows the browser by
    user_agent = models.CharField(max_length=255)
    outcome = models.CharField(max_length=20, choices=Outcome)
    factors = models.JSONField(default=list)  # what the person proved itself by, such as ["password", "totp"]

    class Meta:
        ordering = ("-at",)
        indexes = (models.Index(fields=["person", "-at"], name="sign_ins_of_a_person"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.get_outcome_display()}"


class Invitation(models.Model):
    """A code by which a person sets its first password, or a new one; only the hash of the code is kept."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    code_hash = models.CharField(max_length=64)  # SHA-256: the code is random, 100 bits long
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"invitation of {self.person}"
