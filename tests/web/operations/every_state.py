"""From every state that a release could have had to today's, in one pass: run as a process with a database of its own.

No version was released before 0.1.0, so every migration is a state somebody may have. At each one every table of that
state gets a row, with the models as they were; then the next migration comes. Prints what became of the rows.
"""

from __future__ import annotations

import json
import sys

import django

OURS = ("records", "accounts")
Kept = tuple[str, int, str, dict[str, object]]


def main() -> None:
    """Migrate, fill, migrate on; print how many states and rows, which rows are gone, and what changed in them."""
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = [
        (one.app_label, one.name) for one, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())
        if one.app_label in OURS
    ]  # fmt: skip
    kept: list[Kept] = []
    reached: dict[str, tuple[str, str]] = {}
    for node in plan:
        executor = MigrationExecutor(connection)
        executor.migrate([node])
        reached[node[0]] = node
        kept += _fill_all(executor.loader.project_state(list(reached.values())).apps, node[1])
    call_command("migrate", verbosity=0)
    connection.check_constraints()
    gone, changed, wrong = [], set(), []
    for label, key, state, values in kept:
        row = apps.get_model(label)._default_manager.filter(pk=key).first()
        if row is None:
            gone.append(f"{label} of {state}")
            continue
        changed |= {f"{label}.{name}" for name, value in values.items() if getattr(row, name, value) != value}
        wrong += [f"{label} of {state}: {each}" for each in _wrong(row)]
    tables = {label for label, *_rest in kept}
    json.dump({"states": len(plan), "rows": len(kept), "tables": len(tables), "gone": gone,
               "changed": sorted(changed), "wrong": wrong}, sys.stdout)  # fmt: skip


def _wrong(row) -> list[str]:
    """What today's model says of a row; that a field is empty says nothing: many may be, outside a form."""
    from django.core.exceptions import ValidationError

    found: list[ValidationError] = []
    for check in (row.clean_fields, row.validate_constraints):
        try:
            check()
        except ValidationError as error:
            by_field = getattr(error, "error_dict", {"": getattr(error, "error_list", [])})
            found += [each for some in by_field.values() for each in some]
    return [str(error) for error in found if error.code != "blank"]


def _fill_all(apps, state: str) -> list[Kept]:
    from tests.web.conftest import SMALL
    from tests.web.rows import NUMBERS, fill

    made: list[Kept] = []

    def study(model):
        return fill(model, key=f"study-{next(NUMBERS)}", definition=SMALL)

    for application in OURS:
        for model in apps.get_app_config(application).get_models() if application in apps.app_configs else ():
            row = fill(model, {"records.Study": study})
            row.refresh_from_db()
            values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
            made.append((model._meta.label, row.pk, state, values))
    return made


if __name__ == "__main__":
    django.setup()
    main()
