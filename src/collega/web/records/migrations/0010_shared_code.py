from typing import Any

from django.db import migrations, models

from collega.web.tokens import new_shared_code


def give_codes(apps: Any, _schema: Any) -> None:
    """Give the studies with an open link their code for typing."""
    for study in apps.get_model("records", "Study").objects.exclude(open_token=""):  # a filter  # nosec B106
        study.open_code = new_shared_code()
        study.save(update_fields=["open_code"])


class Migration(migrations.Migration):
    dependencies = [("records", "0009_one_start")]

    operations = [
        migrations.AddField("study", "open_code", models.CharField(blank=True, max_length=9)),
        migrations.AddConstraint(
            "study",
            models.UniqueConstraint(
                condition=models.Q(("open_code", ""), _negated=True), fields=("open_code",), name="one_study_per_code"
            ),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
    ]
