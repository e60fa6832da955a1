"""Changing the definition of a study that has not been launched: always by the checks of the command line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from django.db import transaction

from collega.study import LANGUAGES, dump_study, parse_study
from collega.web.records.models import Study, log

Data = dict[str, Any]


class FrozenError(Exception):
    """The study was launched: its definition does not change any more."""


class ChangedMeanwhileError(Exception):
    """Somebody else, or another tab, changed the definition after this page was made."""


def plain(study: Study) -> Data:
    """Return the definition as plain data that may be changed."""
    return study.as_defined.model_dump(mode="json", exclude_defaults=True)


def mark(study: Study) -> str:
    """Return what tells whether the definition changed since a page was made."""
    return hashlib.sha256(study.definition.encode()).hexdigest()[:16]


def change(study: Study, user: Any, seen: str, alter: Callable[[Data], None], what: str) -> None:
    """Alter the definition and keep it if it passes every check; all or nothing.

    Raises
    ------
    StudyError
        With every problem of the altered definition.
    FrozenError, ChangedMeanwhileError
    """
    with transaction.atomic():
        row = Study.objects.select_for_update().get(pk=study.pk)
        if row.launched:
            raise FrozenError
        if seen and seen != mark(row):
            raise ChangedMeanwhileError
        data = plain(row)
        alter(data)
        keep_text(row, yaml.safe_dump(data, allow_unicode=True, sort_keys=False), user, what)
    study.refresh_from_db()


def keep_text(study: Study, text: str, user: Any, what: str) -> None:
    """Keep a text of study.yaml as the definition; StudyError with every problem where it is wrong."""
    definition = parse_study(text)
    study.definition = dump_study(definition)
    study.save(update_fields=["definition"])
    log(study, user, what)


def missing_texts(study: Study) -> list[tuple[str, str]]:
    """Return (place, language) of every text that is there in one of the study's languages and not in the other."""
    definition = study.as_defined
    return [
        (place, language)
        for place, text in _texts(definition.model_dump(mode="json"), "")
        for language in LANGUAGES
        if language in definition.languages and isinstance(text, dict) and text and not text.get(language)
    ]


def _texts(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value and set(value) <= set(LANGUAGES):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{place}.{key}".removeprefix("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{place}.{number}")


def all_texts(study: Study) -> list[tuple[str, Any]]:
    """Return (place, text) of every text of the definition that people read."""
    data = study.as_defined.model_dump(mode="json")
    found = [(name, data[name]) for name in ("title", "introduction", "statement") if data.get(name)]
    found += [(f"context.{n}", text) for n, text in enumerate(data["context"])]
    for part, inner in (("answers", None), ("criteria", "levels"), ("characteristics", "values")):
        for n, item in enumerate(data[part]):
            found.append((f"{part}.{n}.text", item["text"]))
            if item.get("help"):
                found.append((f"{part}.{n}.help", item["help"]))
            if inner:
                found += [(f"{part}.{n}.{inner}.{m}.text", each["text"]) for m, each in enumerate(item[inner])]
    return found
