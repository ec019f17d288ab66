import uuid

import django.db.models.deletion
from django.db import migrations, models

SEAT = {"blank": True, "null": True, "on_delete": django.db.models.deletion.PROTECT, "to": "bidders.seat"}


class Migration(migrations.Migration):
    dependencies = [
        ("auctions", "0003_pauses_and_voids"),
        ("bidders", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="signatures",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="bid",
            name="first_seat",
            field=models.ForeignKey(related_name="bids_signed_first", **SEAT),
        ),
        migrations.AddField(
            model_name="bid",
            name="surrogate",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="PreparedBid",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("ballot", models.JSONField()),
                ("form_key", models.UUIDField()),
                ("content_hash", models.CharField(max_length=64)),
                ("prepared_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for a signature"),
                            ("placed", "submitted"),
                            ("withdrawn", "withdrawn"),
                            ("replaced", "replaced by another ballot"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "bid",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prepared",
                        to="auctions.bid",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prepared_bids",
                        to="auctions.participant",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prepared_bids", to="bidders.seat"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prepared_bids",
                        to="auctions.round",
                    ),
                ),
                ("signed_by", models.ForeignKey(related_name="signed_bids", **SEAT)),
                ("withdrawn_by", models.ForeignKey(related_name="withdrawn_bids", **SEAT)),
            ],
            options={
                "ordering": ("prepared_at",),
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "form_key"), name="one_prepared_bid_per_form"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "waiting")),
                        fields=("participant", "round"),
                        name="one_bid_waits_per_bidder_and_round",
                    ),
                ],
            },
        ),
    ]
