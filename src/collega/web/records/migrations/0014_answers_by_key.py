"""Shares of answers stand under ``answers``: a key of a study can no longer be taken for a name of ours."""

from typing import Any

from django.db import migrations

from collega.study import parse_study

OURS = ("scenario", "n", "positive", "suppressed")


def regroup(apps: Any, _schema: Any) -> None:
    """Give stored answers of groups the shape of the other answers."""
    for fit in apps.get_model("records", "StoredFit").objects.exclude(judged={}).select_related("study"):
        keys = parse_study(fit.study.definition).answer_keys
        fit.judged = {
            characteristic: {value: [_row(row, keys) for row in rows] for value, rows in values.items()}
            for characteristic, values in fit.judged.items()
        }
        fit.save(update_fields=["judged"])


def _row(row: Any, keys: Any) -> Any:
    if "answers" in row:
        return row
    kept = {name: row.get(name) for name in OURS}
    return kept if row["suppressed"] else kept | {"answers": {key: row[key] for key in keys}}


class Migration(migrations.Migration):
    dependencies = [("records", "0013_design_basis")]

    operations = [migrations.RunPython(regroup, migrations.RunPython.noop)]
