"""What the authority's desk and the bidders tell one another: messages, notices, documents.

The journal has one entry for each. Of what is not for everybody it holds a commitment alone, so that no published
record carries it; the text is here. See docs/messages.md.
"""

from django.db import models

from bidders.models import Seat

LONGEST_TEXT = 4_000  # characters
LONGEST_TITLE = 120


class Message(models.Model):
    """A message in the private thread of one bidder with the authority's desk."""

    participant = models.ForeignKey("auctions.Participant", on_delete=models.PROTECT, related_name="messages")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="messages")
    text = models.TextField(max_length=LONGEST_TEXT)
    nonce = models.CharField(max_length=64)
    form_key = models.UUIDField()
    sequence = models.PositiveBigIntegerField()  # of its entry in the auction's chain
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("sequence",)
        constraints = (
            models.UniqueConstraint(fields=["participant", "sequence"], name="one_message_per_entry"),
            models.UniqueConstraint(fields=["seat", "participant", "form_key"], name="one_message_per_form"),
        )

    def __str__(self) -> str:
        return f"{self.seat.person} in the thread of {self.participant}"

    @property
    def is_from_desk(self) -> bool:
        return self.seat.organisation_id != self.participant.organisation_id


class NoticeKind(models.TextChoices):
    """What a notice is about. All but the first are given by the system itself."""

    GIVEN = "given", "notice"
    ROUND_PAUSED = "round_paused", "round paused"
    ROUND_RESUMED = "round_resumed", "round goes on"
    ROUND_EXTENDED = "round_extended", "round extended"
    ROUNDS_VOIDED = "rounds_voided", "rounds voided"


class Notice(models.Model):
    """A numbered notice to all bidders, or to everybody (``public``). What the system tells has no text: ``about``
    holds what its entry says of the round.
    """

    auction = models.ForeignKey("auctions.Auction", on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=NoticeKind)
    about = models.JSONField(default=dict, blank=True)
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    public = models.BooleanField()
    must_acknowledge = models.BooleanField()
    nonce = models.CharField(max_length=64, blank=True)
    form_key = models.UUIDField(null=True, blank=True)
    sequence = models.PositiveBigIntegerField()
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["auction", "number"], name="notices_are_numbered"),
            models.UniqueConstraint(fields=["auction", "form_key"], name="one_notice_per_form"),
        )

    def __str__(self) -> str:
        return f"notice {self.number} of {self.auction}"


class Acknowledgement(models.Model):
    """A submitter's word that its bidder has read a notice."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="acknowledgements")
    participant = models.ForeignKey("auctions.Participant", on_delete=models.PROTECT, related_name="acknowledgements")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="acknowledgements")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("sequence",)
        constraints = (
            models.UniqueConstraint(fields=["notice", "participant"], name="one_acknowledgement_per_bidder"),
        )

    def __str__(self) -> str:
        return f"{self.participant} has read {self.notice}"


class IssuedDocument(models.Model):
    """A file of the authority's for the bidders, or for everybody (``public``); its content rests in the database, so
    that a backup holds it.
    """

    auction = models.ForeignKey("auctions.Auction", on_delete=models.PROTECT, related_name="issued_documents")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE)
    public = models.BooleanField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    form_key = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="issued_documents")
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["auction", "number"], name="documents_are_numbered"),
            models.UniqueConstraint(fields=["auction", "form_key"], name="one_document_per_form"),
        )

    def __str__(self) -> str:
        return f"document {self.number} of {self.auction}: {self.title}"


class ReadMark(models.Model):
    """Up to which entry somebody has read one bidder's thread and, on the bidder's side, the notices; no entry says
    so.
    """

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="read_marks")
    participant = models.ForeignKey("auctions.Participant", on_delete=models.CASCADE, related_name="read_marks")
    up_to = models.PositiveBigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["seat", "participant"], name="one_mark_per_reader"),)

    def __str__(self) -> str:
        return f"{self.seat} has read up to entry {self.up_to}"
