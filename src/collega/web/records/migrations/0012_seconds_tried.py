from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0011_deletions"),
    ]

    operations = [
        migrations.AddField(
            model_name="study",
            name="seconds_tried",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
    ]
