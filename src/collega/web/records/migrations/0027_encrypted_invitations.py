"""Mail addresses and names of invitees are encrypted; before, they were plain."""

from typing import Any

from django.db import migrations

from collega.web.records.sealed import SealedField, seal, unseal

_SEALED = {
    "email": SealedField(blank=True, purpose="invitation"),
    "name": SealedField(blank=True, purpose="invitee-name"),
}


def encrypt(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("records", "Invitation")
    for name in _SEALED:
        seal(schema_editor.connection, model, model._meta.get_field(name))


def write_out(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("records", "Invitation")
    for name in _SEALED:
        unseal(schema_editor.connection, model, model._meta.get_field(name))


class Migration(migrations.Migration):
    dependencies = [("records", "0026_chained_trail")]

    operations = [
        *(migrations.AlterField("invitation", name, field) for name, field in _SEALED.items()),
        migrations.RunPython(encrypt, write_out),
    ]
