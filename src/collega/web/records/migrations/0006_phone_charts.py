from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0005_limits"),
    ]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="narrow",
            field=models.TextField(blank=True, default=""),
        ),
    ]
