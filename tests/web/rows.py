"""A row of any table, with every field that must be filled in filled in; of today's models and of earlier ones."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from django.db.models import NOT_PROVIDED, Model

Maker = Callable[[type[Model]], Any]
NUMBERS = itertools.count(1)
_VALUES: tuple[tuple[type[models.Field], Callable[[int], Any]], ...] = (
    (models.EmailField, lambda n: f"row{n}@example.org"),
    (models.BooleanField, lambda _n: False),
    (models.DateTimeField, lambda n: datetime(2026, 1, 1, 12, 0, n % 60, n, tzinfo=UTC)),
    (models.DateField, lambda _n: date(2026, 1, 1)),
    (models.IntegerField, lambda n: n),
    (models.FloatField, lambda _n: 0.5),
    (models.BinaryField, lambda n: str(n).encode()),
    (models.JSONField, lambda n: {"row": [f"r{n}"]}),
    (models.CharField, lambda n: f"r{n}"),
    (models.TextField, lambda n: f"text {n}"),
)


def fill(model: type[Model], makers: Mapping[str, Maker] | None = None, **given: Any) -> Any:
    """Make a row and what it must point at; ``makers`` make the rows of tables that need more than filling in."""
    known = dict(makers or {})
    if model._meta.label in known and not given:
        return known[model._meta.label](model)
    values = dict(given)
    for field in model._meta.concrete_fields:
        if field.name not in values and not isinstance(field, models.AutoField):
            values |= _filled(field, known)
    return model._default_manager.create(**values)


def _filled(field: models.Field, makers: Mapping[str, Maker]) -> dict[str, Any]:
    if field.is_relation:
        return {} if field.null else {field.name: fill(field.related_model, makers)}
    if field.null or field.default is not NOT_PROVIDED or (field.blank and not field.unique):
        return {}
    if field.choices:
        return {field.name: next(iter(field.flatchoices))[0]}
    value = next(make for kind, make in _VALUES if isinstance(field, kind))
    made = value(next(NUMBERS))
    return {field.name: made[-field.max_length :] if isinstance(made, str) and field.max_length else made}
