import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bidders", "0003_signing_in"),
        ("auctions", "0008_sealed_rounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="auction",
            name="mock_of",
            field=models.CharField(blank=True, default="", max_length=60),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="AuctionDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("seed", models.CharField(blank=True, max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("writing", "being written"),
                            ("proposed", "waiting for a second officer"),
                            ("hosted", "hosted"),
                        ],
                        default="writing",
                        max_length=10,
                    ),
                ),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("refused_because", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "auction",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="auctions.auction",
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="bidders.organisation"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed_drafts",
                        to="bidders.seat",
                    ),
                ),
            ],
            options={"ordering": ("-changed_at",)},
        ),
        migrations.CreateModel(
            name="Rehearsal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("auction", models.JSONField()),
                ("seeds", models.JSONField()),
                ("committed_seed", models.CharField(max_length=64)),
                ("courses", models.JSONField(default=list)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "waiting for a worker"),
                            ("running", "being played"),
                            ("done", "played"),
                            ("failed", "failed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rehearsals",
                        to="auctions.auctiondraft",
                    ),
                ),
            ],
            options={"ordering": ("-pk",)},
        ),
    ]
