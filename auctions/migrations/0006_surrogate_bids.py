import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auctions", "0005_proposals_and_certificates"),
    ]

    operations = [
        migrations.AlterField(
            model_name="proposal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("open_round", "open a round"),
                    ("close_round", "close the round"),
                    ("void_rounds", "void rounds"),
                    ("decide", "take a decision"),
                    ("certify_result", "certify a result"),
                    ("publish_result", "publish the result"),
                    ("surrogate_bid", "enter a bid by telephone"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="SurrogateBid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ballot", models.JSONField()),
                ("nonce", models.CharField(max_length=64)),
                ("commitment", models.CharField(max_length=64, unique=True)),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surrogate_bids",
                        to="auctions.participant",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surrogate_bids",
                        to="auctions.round",
                    ),
                ),
            ],
        ),
    ]
