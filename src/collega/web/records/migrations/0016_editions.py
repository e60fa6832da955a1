import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0015_batches")]

    operations = [
        migrations.AddField(
            "storedfit",
            "edition_of",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="editions",
                to="records.storedfit",
            ),
        ),
        migrations.AddField("shownstate", "cells", models.JSONField(default=dict)),
    ]
