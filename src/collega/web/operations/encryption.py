"""What is encrypted in the database: put under the newest key, and looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from collega.errors import NotComputedError
from collega.web.accounts.models import AccountInvitation, SignOn, User
from collega.web.accounts.second_step import PURPOSE, EncryptedSecrets
from collega.web.accounts.signon.membership import REFRESH, resealed
from collega.web.encryption import decrypt, is_newest
from collega.web.operations.looks import Look, good, warning, wrong
from collega.web.records.models import Invitation
from collega.web.records.sealed import reseal, sealed_fields

TABLES = (User, AccountInvitation, Invitation)
_SECRETS = ("secret", "seed")


@transaction.atomic
def reencrypt() -> dict[str, int]:
    """Put everything under the newest key; return, for each table, how much was not.

    Raises
    ------
    NotComputedError
        Where something was made by none of the keys: then nothing has changed.
    """
    done = {}
    for model, field in sealed_fields(TABLES):
        done[f"{model._meta.db_table}.{field.column}"] = reseal(connection, model, field)
    done["second steps"] = sum(
        _renewed(row) for row in Authenticator.objects.select_for_update().exclude(type="webauthn")
    )
    done["sessions of the organisation"] = sum(
        resealed(row) for row in SignOn.objects.select_for_update().exclude(refresh="")
    )
    return done


def look_at_encryption() -> Iterator[Look]:
    """See which keys there are, whether they open everything, and whether the newest one made it."""
    if not settings.ENCRYPTION_KEYS:
        yield warning(
            "encryption",
            _("COLLEGA_ENCRYPTION_KEYS is not set: the key is made from the site's secret."),
            _("Set a key, apart from COLLEGA_DATA (openssl rand -base64 32), then run python -m django reencrypt."),
        )
    try:
        older = sum(_older(model, field) for model, field in sealed_fields(TABLES)) + _older_secrets()
    except NotComputedError as error:
        yield wrong(
            "encryption",
            str(error),
            _("Put every earlier key behind the first one in COLLEGA_ENCRYPTION_KEYS, with commas between."),
        )
        return
    if older:
        yield warning(
            "encryption",
            _("%(number)d values are under an older key.") % {"number": older},
            _("Run python -m django reencrypt."),
        )
    else:
        yield good("encryption", _("Everything is under the newest key."))


def _older(model: Any, field: Any) -> int:
    """Count what the newest key did not make, and open each value: a key that is missing is found here."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {quoted(field.column)} FROM {quoted(model._meta.db_table)}")  # nosec B608
        kept = [text for (text,) in cursor.fetchall() if text]
    for text in kept:
        field.from_db_value(text, None, connection)
    return sum(not is_newest(text) for text in kept)


def _older_secrets() -> int:
    """Count what the newest key did not make of second steps and of sessions of the organisation; open each of them."""
    steps = [row.data for row in Authenticator.objects.exclude(type="webauthn")]
    kept = [(data[name], PURPOSE) for data in steps for name in set(_SECRETS) & set(data)]
    kept += [(code, PURPOSE) for data in steps for code in data.get("migrated_codes", ())]
    kept += [(text, REFRESH) for text in SignOn.objects.exclude(refresh="").values_list("refresh", flat=True)]
    for text, purpose in kept:
        decrypt(text, purpose)
    return sum(not is_newest(text) for text, _purpose in kept)


def _renewed(row: Authenticator) -> bool:
    keys, before = EncryptedSecrets(), dict(row.data)
    for name in set(_SECRETS) & set(before):
        row.data[name] = before[name] if is_newest(before[name]) else keys.encrypt(keys.decrypt(before[name]))
    if "migrated_codes" in before:
        row.data["migrated_codes"] = [keys.encrypt(keys.decrypt(code)) for code in before["migrated_codes"]]
    if row.data == before:
        return False
    row.save(update_fields=["data"])
    return True
