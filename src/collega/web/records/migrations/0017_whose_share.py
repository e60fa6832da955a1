from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0016_editions")]

    operations = [
        migrations.AddField(
            "study",
            "share_of",
            models.CharField(
                choices=[
                    ("participants", "Participants"),
                    ("colleagues", "Colleagues"),
                    ("profession", "Profession"),
                ],
                default="participants",
                max_length=12,
            ),
        ),
        migrations.AddField("study", "profession", models.JSONField(blank=True, default=dict)),
        migrations.AddField("storedfit", "profession", models.JSONField(blank=True, default=dict)),
    ]
