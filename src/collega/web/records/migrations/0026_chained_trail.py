"""Every line of the audit trail gets a link in a chain of hashes; what is there is chained as it is found."""

from typing import Any

from django.db import migrations, models

from collega.web.records.chain import TrailLink, digest_of, hash_of, new_salt

_AT_ONCE = 500


def chain(apps: Any, _schema_editor: Any) -> None:
    events, links = apps.get_model("records", "Event").objects, apps.get_model("records", "TrailLink").objects
    last: dict[int, TrailLink] = {}
    ready: list[Any] = []
    for event in events.order_by("pk").iterator(_AT_ONCE):
        event.salt = new_salt()
        event.save(update_fields=["salt"])
        study = event.study_id or 0
        before = last.get(study)
        link = TrailLink(
            study=study, number=before.number + 1 if before else 1, event=event.pk, digest=digest_of(event)
        )
        link.hash = hash_of(link, before.hash if before else "")
        last[study] = link
        ready.append(links.model(study=study, number=link.number, event=link.event, why="written",
                                 digest=link.digest, hash=link.hash))  # fmt: skip
        if len(ready) == _AT_ONCE:
            links.bulk_create(ready)
            ready = []
    links.bulk_create(ready)


class Migration(migrations.Migration):
    dependencies = [("records", "0025_casebook")]

    operations = [
        migrations.AddField("event", "salt", models.CharField(default="", editable=False, max_length=32)),
        migrations.CreateModel(
            name="TrailLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("study", models.BigIntegerField()),
                ("number", models.PositiveBigIntegerField()),
                ("event", models.BigIntegerField()),
                (
                    "why",
                    models.CharField(
                        choices=[("written", "Written"), ("forgot", "Forgot"), ("gone", "Gone")],
                        default="written",
                        max_length=8,
                    ),
                ),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={"ordering": ["study", "number"]},
        ),
        migrations.AddConstraint(
            "traillink", models.UniqueConstraint(fields=("study", "number"), name="one_link_per_number")
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
    ]
