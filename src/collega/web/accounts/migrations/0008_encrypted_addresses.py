"""Addresses of accounts and secrets of second steps are encrypted; before, they were plain.

allauth kept each address a second time, in a table that cannot be encrypted: nothing stands there any more.
"""

from collections.abc import Callable
from typing import Any

from django.db import migrations

from collega.web.accounts.second_step import EncryptedSecrets
from collega.web.records.sealed import SealedField, seal, unseal

_SEALED = {
    "user": SealedField(unique=True, purpose="account"),
    "accountinvitation": SealedField(blank=True, purpose="account-invitation"),
}


def encrypt(apps: Any, schema_editor: Any) -> None:
    for name in _SEALED:
        model = apps.get_model("accounts", name)
        seal(schema_editor.connection, model, model._meta.get_field("email"))
    _secrets(apps, EncryptedSecrets().encrypt)
    apps.get_model("account", "EmailAddress").objects.all().delete()


def write_out(apps: Any, schema_editor: Any) -> None:
    for name in _SEALED:
        model = apps.get_model("accounts", name)
        unseal(schema_editor.connection, model, model._meta.get_field("email"))
    _secrets(apps, EncryptedSecrets().decrypt)


def _secrets(apps: Any, change: Callable[[str], str]) -> None:
    for row in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        for name in {"secret", "seed"} & set(row.data):
            row.data[name] = change(row.data[name])
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [change(code) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_sign_on"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        *(migrations.AlterField(name, "email", field) for name, field in _SEALED.items()),
        migrations.RunPython(encrypt, write_out),
    ]
