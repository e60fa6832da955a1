from typing import Any

from django.db import migrations, models


def set_in_view(apps: Any, _schema: Any) -> None:
    """Whoever has finished was in view already; so was everybody of a study that is closed."""
    interviews = apps.get_model("records", "Interview").objects
    interviews.filter(completed_at__isnull=False).update(in_view=True)
    interviews.filter(study__collection="closed").update(in_view=True)


class Migration(migrations.Migration):
    dependencies = [("records", "0014_answers_by_key")]

    operations = [
        migrations.AddField("interview", "in_view", models.BooleanField(default=False)),
        migrations.AddField("study", "watched", models.JSONField(blank=True, default=dict)),
        migrations.AddField("study", "withdraw_until", models.DateField(blank=True, null=True)),
        migrations.RunPython(set_in_view, migrations.RunPython.noop),
    ]
