"""Queries of every request, made into SQL once: writing it takes Django longer than the database needs to answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)
_FIRST_MARK = 918_273_640  # no primary key and no text of ours; marks only stand where a value will come


@dataclass(frozen=True, slots=True, eq=False)
class _Compiled:
    sql: str
    values: tuple[Any, ...]
    """Values of the SQL in their order; a mark where one of the caller's comes."""
    marks: tuple[Any, ...]
    fields: tuple[str, ...]
    columns: slice
    annotations: tuple[tuple[str, int], ...]
    converters: tuple[tuple[int, list[Any], Any], ...]
    related: tuple[Any, ...]


class Prepared(Generic[M]):
    """A query for rows of one model, with ``select_related``, ``defer``, ``annotate`` and ``select_for_update``.

    Parameters
    ----------
    make : function
        Returns the queryset for values; they may only be compared for equality.
    kinds : type
        Of each value: ``int`` or ``str``.
    """

    def __init__(self, make: Callable[..., models.QuerySet[M]], *kinds: type) -> None:
        self._make, self._kinds = make, kinds
        self._compiled: dict[str, _Compiled] = {}
        self._model: type[M] | None = None

    def rows(self, *values: int | str) -> list[M]:
        """Return the rows for these values."""
        made = self._compiled.get(connection.vendor) or self._compile()
        given = dict(zip(made.marks, values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(made.sql, [given.get(value, value) for value in made.values])
            return [self._row(list(row), made) for row in cursor.fetchall()]

    def _row(self, row: list[Any], made: _Compiled) -> M:
        assert self._model is not None
        for place, converters, expression in made.converters:
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        found = self._model.from_db(connection.alias, made.fields, row[made.columns])
        for each in made.related:
            each.populate(row, found)
        for name, place in made.annotations:
            setattr(found, name, row[place])
        return found

    def _compile(self) -> _Compiled:
        numbers = count(_FIRST_MARK)
        marks = tuple(kind(next(numbers)) for kind in self._kinds)
        query = self._make(*marks)
        self._model = query.model
        compiler = query.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        about = compiler.klass_info
        assert about is not None
        assert all(mark in values for mark in marks)
        first, last = about["select_fields"][0], about["select_fields"][-1] + 1
        converters = compiler.get_converters([each[0] for each in compiler.select[: compiler.col_count]])
        made = _Compiled(
            sql=sql, values=tuple(values), marks=marks, columns=slice(first, last),
            fields=tuple(each[0].target.attname for each in compiler.select[first:last]),
            annotations=tuple((compiler.annotation_col_map or {}).items()),
            converters=tuple((place, list(convert), expression) for place, (convert, expression) in converters.items()),
            related=tuple(get_related_populators(about, compiler.select, connection.alias)),  # type: ignore[call-arg]
        )  # fmt: skip
        self._compiled[connection.vendor] = made
        return made
