"""The hosted auction in nouns.

What happened is in the journal; these tables are what pages need quickly, and secrets it must not hold.
"""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from auctions import correspondence  # noqa: F401 (its models are of this application)
from auctions.custody import RoundKey
from auctions.drafts.models import AuctionDraft, Rehearsal  # noqa: F401 (Django finds an app's models here)
from bidders.models import Organisation, Seat
from journal.append_only import Refuse

RULES_ARE_FROZEN = Refuse(
    name="rules_are_frozen",
    level=pgtrigger.Row,
    operation=pgtrigger.Update,
    func="""
        IF NEW.document IS DISTINCT FROM OLD.document OR NEW.rulebook_hash <> OLD.rulebook_hash THEN
            RAISE EXCEPTION 'the rules of % are frozen: a changed rule is another auction', OLD.slug;
        END IF;
        RETURN NEW;
    """,
)


class Auction(models.Model):
    """One auction: its frozen rulebook and bidders, who runs it, and the seed that was committed before bidding."""

    slug = models.SlugField(unique=True, max_length=60)
    title = models.CharField(max_length=200)
    document = (
        models.JSONField()
    )  # {"format": "clearband.auction/1", "rulebook": {...}, "bidders": [...], "about": ...}, no acts
    rulebook_hash = models.CharField(max_length=64)
    format = models.CharField(max_length=40)
    regulator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="auctions_run")
    auditors = models.ManyToManyField(Organisation, related_name="auctions_audited", blank=True)
    notice = models.TextField(blank=True)
    mock_of = models.CharField(max_length=60, blank=True)  # slug of the auction that this one rehearses
    demonstration = models.BooleanField(default=False)
    simulation_seed = models.CharField(max_length=200, blank=True)  # of a demonstration's simulated bidders
    seed = models.CharField(
        max_length=200, blank=True
    )  # secret until the decision that reveals it; empty where none was committed
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = (RULES_ARE_FROZEN,)

    def __str__(self) -> str:
        return self.title

    @property
    def chain(self) -> str:
        """Name of the auction's chain in the journal."""
        return f"auction/{self.slug}"

    @property
    def takes_simulated_bids(self) -> bool:
        """Whether nobody pays for what is won here: a demonstration, or the rehearsal of an auction."""
        return self.demonstration or bool(self.mock_of)


class Participant(models.Model):
    """A bidder of an auction. ``bidder_id`` is its id in the rulebook's bidders.

    With ``autopilot`` a simulated bidder bids for it while none of its people are there, or, once one of them has
    handed over (``handed_over``), in any case.
    """

    auction = models.ForeignKey(Auction, on_delete=models.PROTECT, related_name="participants")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participations")
    bidder_id = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    autopilot = models.BooleanField(default=False)
    handed_over = models.BooleanField(default=False)
    signatures = models.PositiveSmallIntegerField(default=1)  # of different submitters that a bid needs: 1 or 2

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["auction", "bidder_id"], name="one_participant_per_bidder"),
            models.UniqueConstraint(fields=["auction", "organisation"], name="one_participant_per_organisation"),
        )

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """A time in which ballots are taken. ``version`` counts the openings of the auction: a form made for another one
    is stale.
    """

    auction = models.ForeignKey(Auction, on_delete=models.PROTECT, related_name="rounds")
    stage = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    prices = models.JSONField(null=True, blank=True)  # {category: bid units per lot}; null where the round has none
    prices_hash = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    deadline = models.DateTimeField(
        null=True, blank=True
    )  # the truth about when the round ends; timers only wake the closer
    paused_at = models.DateTimeField(null=True, blank=True)  # while no bids are taken and the deadline stands still
    closed_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)  # its bids are kept and count for nothing
    key = models.OneToOneField(
        RoundKey, on_delete=models.PROTECT, null=True, blank=True, related_name="round"
    )  # to which its ballots are sealed; none: they rest in clear
    unsealed_at = models.DateTimeField(null=True, blank=True)  # when two custodians opened its ballots

    class Meta:
        ordering = ("version",)
        constraints = (
            models.UniqueConstraint(
                fields=["auction", "stage", "number"],
                condition=Q(voided_at=None),
                name="rounds_are_numbered_within_a_stage",
            ),
            models.UniqueConstraint(fields=["auction", "version"], name="openings_are_counted"),
            models.UniqueConstraint(fields=["auction"], condition=Q(closed_at=None), name="one_open_round_per_auction"),
        )

    def __str__(self) -> str:
        return f"{self.stage} round {self.number}"

    @property
    def is_sealed(self) -> bool:
        """Whether its ballots rest in boxes that nobody has opened."""
        return self.key_id is not None and self.unsealed_at is None

    @property
    def awaits_opening(self) -> bool:
        """Whether two custodians have to open its ballots before anything else is done."""
        return self.is_sealed and self.closed_at is not None and self.voided_at is None


class Bid(models.Model):
    """A ballot that was accepted. All of them are kept; the format says which count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="bids")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="bids")
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="bids"
    )  # none: simulated
    first_seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="bids_signed_first"
    )  # whose hand was the first of two; none where one was enough
    surrogate = models.JSONField(
        null=True, blank=True
    )  # {"callers", "authentication"}; null: placed by the bidder itself
    ballot = models.JSONField(null=True, blank=True)  # none while its round is sealed
    sealed = models.JSONField(null=True, blank=True)  # sealing.ballots.SealedBallot; none in a round in clear
    form_key = models.UUIDField()
    sequence = models.PositiveBigIntegerField()  # of its entry in the auction's chain
    received_at = models.DateTimeField()
    nonce = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 (none with the ballot)
    receipt = models.JSONField()
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("sequence",)
        constraints = (models.UniqueConstraint(fields=["participant", "form_key"], name="one_bid_per_form"),)

    def __str__(self) -> str:
        return f"{self.participant} in {self.round}, entry {self.sequence}"


class PreparedStatus(models.TextChoices):
    WAITING = "waiting", "waiting for a signature"
    PLACED = "placed", "submitted"
    WITHDRAWN = "withdrawn", "withdrawn"
    REPLACED = "replaced", "replaced by another ballot"


class PreparedBid(models.Model):
    """A ballot that waits for the signatures of its bidder's submitters, and counts for nothing until it has them.

    ``content_hash`` is what each of them signs. It can be placed only in the round for which it was made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="prepared_bids")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="prepared_bids")
    ballot = models.JSONField(null=True, blank=True)  # none in a sealed round
    sealed = models.TextField(blank=True)  # there: a box to the bidder's own key, with the nonce of the hash
    form_key = models.UUIDField()
    content_hash = models.CharField(max_length=64)
    prepared_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="prepared_bids")
    prepared_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="signed_bids"
    )  # the first of two submitters; the last one's signature places the bid
    signed_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=PreparedStatus, default=PreparedStatus.WAITING)
    withdrawn_by = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_bids"
    )
    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, null=True, blank=True, related_name="prepared")

    class Meta:
        ordering = ("prepared_at",)
        constraints = (
            models.UniqueConstraint(fields=["participant", "form_key"], name="one_prepared_bid_per_form"),
            models.UniqueConstraint(
                fields=["participant", "round"],
                condition=Q(status=PreparedStatus.WAITING),
                name="one_bid_waits_per_bidder_and_round",
            ),
        )

    def __str__(self) -> str:
        return f"{self.participant} in {self.round}, {self.get_status_display()}"


class SurrogateBid(models.Model):
    """The ballot behind a proposal to enter a bid by telephone, which holds its ``commitment`` alone: for the officer
    who proposes it, and the one who approves it.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="surrogate_bids")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="surrogate_bids")
    ballot = models.JSONField(null=True, blank=True)  # none in a sealed round
    nonce = models.CharField(max_length=64, blank=True)
    sealed = models.JSONField(null=True, blank=True)  # there: {"derivation", "box"}, opened by the officer's code
    commitment = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.participant} by telephone in {self.round}"


class SolveStatus(models.TextChoices):
    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"
    VOIDED = "voided", "voided"  # the rounds that it followed from were voided


class VerificationStatus(models.TextChoices):
    NONE = "none", "not verified"  # nothing to verify yet, or it took too long, or it failed: may be asked for again
    QUEUED = "queued", "waiting to be verified"
    RUNNING = "running", "being verified"
    AGREES = "agrees", "verified"
    DIFFERS = "differs", "contradicted"


class Solve(models.Model):
    """One computation of a stage's outcome: its frozen input, where it stands, what came out, what another method
    found, and when two officers certified it.
    """

    auction = models.ForeignKey(Auction, on_delete=models.PROTECT, related_name="solves")
    stage = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=SolveStatus, default=SolveStatus.QUEUED)
    progress = models.JSONField(
        default=dict, blank=True
    )  # winner_determination.standing_document of what is being computed or verified; empty before and after
    input_hash = models.CharField(
        max_length=64
    )  # of the case: the result is recorded only while the auction still asks this question
    case = models.JSONField()
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    heard_from_at = models.DateTimeField()  # last sign of life: queued, or the worker's heartbeat
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    verification_status = models.CharField(
        max_length=10, choices=VerificationStatus, default=VerificationStatus.NONE
    )  # heard_from_at is its sign of life as well
    verification = models.JSONField(null=True, blank=True)  # {"method", "agrees", "differences", "versions", ...}
    certified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["auction"],
                condition=Q(status__in=[SolveStatus.QUEUED, SolveStatus.RUNNING]),
                name="one_solve_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.stage} of {self.auction}, {self.get_status_display()}"


class ProposalKind(models.TextChoices):
    """The acts that need two officers; ``services.acts`` says what each of them is."""

    OPEN_ROUND = "open_round", "open a round"
    CLOSE_ROUND = "close_round", "close the round"
    VOID_ROUNDS = "void_rounds", "void rounds"
    DECIDE = "decide", "take a decision"
    CERTIFY_RESULT = "certify_result", "certify a result"
    PUBLISH_RESULT = "publish_result", "publish the result"
    SURROGATE_BID = "surrogate_bid", "enter a bid by telephone"


class ProposalStatus(models.TextChoices):
    OPEN = "open", "waiting for a second officer"
    APPROVED = "approved", "approved"
    REFUSED = "refused", "refused"
    WITHDRAWN = "withdrawn", "withdrawn"
    OVERTAKEN = "overtaken", "overtaken"  # the auction moved on before a second officer had decided


class Proposal(models.Model):
    """An act that one officer proposed and another approves on the same ``hash``, which covers the auction, its rules,
    ``kind``, ``body`` and ``moment``.
    """

    auction = models.ForeignKey(Auction, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=20, choices=ProposalKind)
    body = models.JSONField()  # every parameter of the act, none of them left to be chosen when it is approved
    moment = models.JSONField()  # what of the auction's state it was made for
    hash = models.CharField(max_length=64)
    form_key = models.UUIDField(null=True, blank=True)
    sequence = models.PositiveBigIntegerField()  # of its entry in the auction's chain
    proposed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="proposals")
    proposed_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=ProposalStatus, default=ProposalStatus.OPEN)
    decided_by = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="decided_proposals"
    )  # none: the system (overtaken, or the simulated officer of a demonstration)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("sequence",)
        constraints = (
            models.UniqueConstraint(fields=["auction", "sequence"], name="one_proposal_per_entry"),
            models.UniqueConstraint(fields=["auction", "form_key"], name="one_proposal_per_form"),
            models.UniqueConstraint(
                fields=["auction", "hash"], condition=Q(status=ProposalStatus.OPEN), name="open_proposals_differ"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_status_display()}"
