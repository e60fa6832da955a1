from typing import Any

import yaml
from django.db import migrations

from collega.study import design_hash, dump_study, parse_study, study_hash
from collega.study.bounds import MINIMUM_GROUP
from collega.study.period import LONGEST, SHORTEST, too_long, too_short


def keep_within_bounds(apps: Any, _schema: Any) -> None:
    """Bring definitions from before there were bounds within them; they could not be read any more."""
    for study in apps.get_model("records", "Study").objects.all():
        data = yaml.safe_load(study.definition)
        if _mended(data):
            study.definition = dump_study(parse_study(yaml.safe_dump(data, allow_unicode=True, sort_keys=False)))
            study.save(update_fields=["definition"])
            study.designs.update(basis=study_hash(parse_study(study.definition)))  # they do not stand on it


def _mended(data: dict[str, Any]) -> bool:
    period = str(data.get("retention", SHORTEST))
    changes: dict[str, Any] = {}
    if int(data.get("minimum_group", MINIMUM_GROUP.least)) < MINIMUM_GROUP.least:
        changes["minimum_group"] = MINIMUM_GROUP.least
    if too_short(period) or too_long(period):
        changes["retention"] = SHORTEST if too_short(period) else LONGEST
    data |= changes
    return bool(changes)


def name_the_basis(apps: Any, _schema: Any) -> None:
    """A design that was up to date stays so: what it stands on is hashed, no more the whole definition."""
    for design in apps.get_model("records", "StoredDesign").objects.select_related("study"):
        definition = parse_study(design.study.definition)
        if design.basis == study_hash(definition):
            design.basis = design_hash(definition)
            design.save(update_fields=["basis"])


class Migration(migrations.Migration):
    dependencies = [("records", "0012_seconds_tried")]

    operations = [
        migrations.RenameField("storeddesign", "study_hash", "basis"),
        migrations.RunPython(keep_within_bounds, migrations.RunPython.noop),
        migrations.RunPython(name_the_basis, migrations.RunPython.noop),
    ]
