import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auctions", "0009_drafts"),
        ("auctions", "0008_sealed_rounds"),
        ("bidders", "0003_signing_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="auctions.participant"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="bidders.seat"
                    ),
                ),
                ("text", models.TextField(max_length=4000)),
                ("nonce", models.CharField(max_length=64)),
                ("form_key", models.UUIDField()),
                ("sequence", models.PositiveBigIntegerField()),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("sequence",),
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "sequence"), name="one_message_per_entry"),
                    models.UniqueConstraint(fields=("seat", "participant", "form_key"), name="one_message_per_form"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "auction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="auctions.auction"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("given", "notice"),
                            ("round_paused", "round paused"),
                            ("round_resumed", "round goes on"),
                            ("round_extended", "round extended"),
                            ("rounds_voided", "rounds voided"),
                        ],
                        max_length=20,
                    ),
                ),
                ("about", models.JSONField(blank=True, default=dict)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("text", models.TextField(blank=True, max_length=4000)),
                ("public", models.BooleanField()),
                ("must_acknowledge", models.BooleanField()),
                ("nonce", models.CharField(blank=True, max_length=64)),
                ("form_key", models.UUIDField(blank=True, null=True)),
                ("sequence", models.PositiveBigIntegerField()),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="bidders.seat",
                    ),
                ),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("auction", "number"), name="notices_are_numbered"),
                    models.UniqueConstraint(fields=("auction", "form_key"), name="one_notice_per_form"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="auctions.notice",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="auctions.participant",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acknowledgements", to="bidders.seat"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("sequence",),
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "participant"), name="one_acknowledgement_per_bidder")
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "auction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_documents",
                        to="auctions.auction",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("public", models.BooleanField()),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("form_key", models.UUIDField()),
                ("sequence", models.PositiveBigIntegerField()),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="issued_documents", to="bidders.seat"
                    ),
                ),
                ("issued_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("auction", "number"), name="documents_are_numbered"),
                    models.UniqueConstraint(fields=("auction", "form_key"), name="one_document_per_form"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="read_marks", to="bidders.seat"
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="read_marks",
                        to="auctions.participant",
                    ),
                ),
                ("up_to", models.PositiveBigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("seat", "participant"), name="one_mark_per_reader")],
            },
        ),
    ]
