"""How far a solve is becomes a document. What stood there was never more than a word for the moment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("auctions", "0006_surrogate_bids")]

    operations = [
        migrations.RemoveField(model_name="solve", name="progress"),
        migrations.AddField(model_name="solve", name="progress", field=models.JSONField(blank=True, default=dict)),
    ]
