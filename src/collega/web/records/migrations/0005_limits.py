"""Limits that all web processes share: our counts, and the table of the cache, where allauth has its own."""

from typing import Any

from django.core.management import call_command
from django.db import migrations, models


def make_cache_table(_apps: Any, editor: Any) -> None:
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("records", "0004_design_of_a_fit")]

    operations = [
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("place", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("times", models.PositiveIntegerField(default=0)),
                ("until", models.DateTimeField(db_index=True)),
            ],
            options={"verbose_name_plural": "tries", "ordering": ["until"]},
        ),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
