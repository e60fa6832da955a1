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
        compiled = self._compiled.get(connection.vendor) or self._compile()
        parameters = dict(zip(compiled.marks, values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, [parameters.get(value, value) for value in compiled.values])
            return [self._row(list(row), compiled) for row in cursor.fetchall()]

    def _row(self, row: list[Any], compiled: _Compiled) -> M:
        assert self._model is not None
        for place, converters, expression in compiled.converters:
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        instance = self._model.from_db(connection.alias, compiled.fields, row[compiled.columns])
        for relation in compiled.related:
            relation.populate(row, instance)
        for name, place in compiled.annotations:
            setattr(instance, name, row[place])
        return instance

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
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        compiled = _Compiled(
            sql=sql, values=tuple(values), marks=marks, columns=slice(first, last),
            fields=tuple(column[0].target.attname for column in compiler.select[first:last]),
            annotations=tuple((compiler.annotation_col_map or {}).items()),
            converters=tuple((place, list(convert), expression) for place, (convert, expression) in converters.items()),
            related=tuple(get_related_populators(about, compiler.select, connection.alias)),  # type: ignore[call-arg]
        )  # fmt: skip
        self._compiled[connection.vendor] = compiled
        return compiled
