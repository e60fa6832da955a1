"""A column that is encrypted in the database and plain in Python; found by its whole content alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.lookups import Exact, In

from collega.web.encryption import all_searchable, decrypt_searchable, encrypt_searchable, is_newest

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField
_KNOWN = ("exact", "iexact", "in", "isnull")
_AT_ONCE = 500


class SealedField(_TextField):
    """Text under the site's keys; an empty text stays empty.

    ``purpose`` keeps columns apart: the same address in two of them cannot be seen to be the same. Whoever has the
    database alone sees which rows of one column are equal, and about how long each is.
    """

    def __init__(self, *args: Any, purpose: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.purpose = purpose

    def deconstruct(self) -> Any:
        """Tell migrations of the purpose too."""
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"purpose": self.purpose}

    def get_prep_value(self, value: Any) -> Any:
        """Return what stands in the database."""
        plain = super().get_prep_value(value)
        return encrypt_searchable(plain, self.purpose) if plain else plain

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """Return what Python sees."""
        return decrypt_searchable(value, self.purpose) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Look for whole contents alone: parts and order mean nothing here."""
        return super().get_lookup(lookup_name) if lookup_name in _KNOWN else None


@SealedField.register_lookup
class SealedExact(Exact):
    """The same content, under whichever key."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        self.plain = self.normalise(rhs) if isinstance(rhs, str) and rhs else ""
        super().__init__(lhs, rhs)

    def normalise(self, text: str) -> str:
        """Return the content to look for."""
        return text

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Return the condition, with one value for each key."""
        if not self.plain:
            return super().as_sql(compiler, connection)
        column, parameters = compiler.compile(self.lhs)  # as it is: PostgreSQL would put it in capitals for iexact
        sealed = all_searchable(self.plain, self.lhs.output_field.purpose)
        return f"{column} IN ({', '.join(['%s'] * len(sealed))})", [*parameters, *sealed]


@SealedField.register_lookup
class SealedLower(SealedExact):
    """The same content in small letters: addresses are kept so."""

    lookup_name = "iexact"

    def normalise(self, text: str) -> str:
        """Return it in small letters."""
        return text.lower()


@SealedField.register_lookup
class SealedIn(In):
    """One of several contents, under whichever key."""

    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Any) -> None:
        if isinstance(rhs, Iterable) and not hasattr(rhs, "resolve_expression"):
            purpose = lhs.output_field.purpose
            rhs = [searchable for text in rhs for searchable in (all_searchable(text, purpose) if text else [text])]
        super().__init__(lhs, rhs)


def sealed_fields(models_: Iterable[type[models.Model]]) -> list[tuple[type[models.Model], SealedField]]:
    """Return every encrypted column of these tables."""
    return [(model, field) for model in models_ for field in model._meta.get_fields() if isinstance(field, SealedField)]


def seal(connection: Any, model: type[models.Model], field: SealedField) -> int:
    """Encrypt a column that is plain until now; return how many values."""
    return _rewrite(connection, model, field, lambda text: encrypt_searchable(text, field.purpose))


def unseal(connection: Any, model: type[models.Model], field: SealedField) -> int:
    """Write a column out plain, for the version of the site before."""
    return _rewrite(connection, model, field, lambda text: decrypt_searchable(text, field.purpose))


def reseal(connection: Any, model: type[models.Model], field: SealedField) -> int:
    """Put every value of a column under the newest key; return how many were not.

    Raises
    ------
    NotComputedError
        Where a value was made by none of the keys.
    """

    def again(text: str) -> str:
        return text if is_newest(text) else encrypt_searchable(decrypt_searchable(text, field.purpose), field.purpose)

    return _rewrite(connection, model, field, again)


def _rewrite(connection: Any, model: type[models.Model], field: SealedField, new: Callable[[str], str]) -> int:
    key = model._meta.pk
    assert key is not None
    quoted = connection.ops.quote_name
    table, place, column = (quoted(name) for name in (model._meta.db_table, key.column, field.column))
    changed = 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {place}, {column} FROM {table} WHERE {column} <> ''")  # nosec B608
        rows = [(new(text), pk, text) for pk, text in cursor.fetchall()]
        wanted = [row for row in rows if row[0] != row[2]]
        # What somebody changed meanwhile stays as they made it.
        update = f"UPDATE {table} SET {column} = %s WHERE {place} = %s AND {column} = %s"  # nosec B608
        for start in range(0, len(wanted), _AT_ONCE):
            cursor.executemany(update, wanted[start : start + _AT_ONCE])
        changed += len(wanted)
    return changed
