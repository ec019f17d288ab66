"""Drafts and their simulated rehearsals."""

from django.db import models

from auctions.drafts.document import Content
from bidders.models import Organisation, Seat


class DraftStatus(models.TextChoices):
    WRITING = "writing", "being written"
    PROPOSED = "proposed", "waiting for a second officer"
    HOSTED = "hosted", "hosted"


class AuctionDraft(models.Model):
    """An auction that an authority prepares. ``content`` is a DraftDocument, valid or not; while it is proposed it
    stands still, and ``hash`` is what two officers agree on.
    """

    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="drafts")
    content = models.JSONField()
    version = models.PositiveIntegerField(default=1)  # counts changes: a form made for an earlier one is stale
    seed = models.CharField(max_length=200, blank=True)  # secret; the rulebook holds its hash
    status = models.CharField(max_length=10, choices=DraftStatus, default=DraftStatus.WRITING)
    proposed_by = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="proposed_drafts"
    )
    hash = models.CharField(max_length=64, blank=True)
    refused_because = models.TextField(blank=True)  # what the second officer said of the last proposal
    auction = models.OneToOneField(
        "auctions.Auction", on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-changed_at",)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        content: Content = self.content
        return str(content["rulebook"].get("title") or content["slug"] or "?")


class RehearsalStatus(models.TextChoices):
    QUEUED = "queued", "waiting for a worker"
    RUNNING = "running", "being played"
    DONE = "done", "played"
    FAILED = "failed", "failed"


class Rehearsal(models.Model):
    """A draft played by simulated bidders, once for each seed. ``auction`` is what was played: the draft goes on
    changing.
    """

    draft = models.ForeignKey(AuctionDraft, on_delete=models.CASCADE, related_name="rehearsals")
    version = models.PositiveIntegerField()  # of the draft
    auction = models.JSONField()  # clearband.auction/1, with a seed of its own
    seeds = models.JSONField()  # of the simulated bidders, a course each
    committed_seed = models.CharField(max_length=64)
    courses = models.JSONField(default=list)  # those that are played, each a lab.rehearsal.Rehearsed
    status = models.CharField(max_length=10, choices=RehearsalStatus, default=RehearsalStatus.QUEUED)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.draft}, {self.get_status_display()}"
