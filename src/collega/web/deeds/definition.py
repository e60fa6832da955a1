"""Changing the definition of a study that has not been launched: always by the checks of the command line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from collega.study import Study as Definition
from collega.study import dump_study, parse_study
from collega.web import bridge
from collega.web.deeds.design import drop_rehearsals
from collega.web.deeds.refused import ChangedMeanwhileError, RefusedError
from collega.web.deeds.renaming import Renaming, carry
from collega.web.records.models import Deed, Kind, Role, Study, corrected, current_design, locked, log

Data = dict[str, Any]
UNCHANGED = Renaming()


class FrozenError(Exception):
    """The study was launched: its definition does not change any more."""


def plain(study: Study) -> Data:
    """Return the definition as plain data that may be changed."""
    return study.as_defined.model_dump(mode="json", exclude_defaults=True)


def mark(study: Study) -> str:
    """Return what tells whether the definition changed since a page was made."""
    return hashlib.sha256(study.definition.encode()).hexdigest()[:16]


def alteration(study: Study, alter: Callable[[Data], None], renaming: Renaming = UNCHANGED) -> Data:
    """Return the definition as plain data after a change, with the new keys wherever it refers to them."""
    data = plain(study)
    alter(data)
    data["never"] = [renaming.rule(rule) for rule in data.get("never", [])]
    return data


def change(
    study: Study, user: Any, version: str, text: str, deed: Deed, renaming: Renaming = UNCHANGED, **facts: Any
) -> bool:
    """Keep a text of study.yaml as the definition if it passes every check; all or nothing.

    A design stays where parts were only renamed or moved. Previews and simulated answers go where they would no
    longer fit what is asked.

    Parameters
    ----------
    version : str
        The mark of the definition that the page showed.
    deed : Deed
        What the change is called in the trail, with its ``facts``.

    Returns
    -------
    bool
        Whether previews or simulated answers went.

    Raises
    ------
    StudyError
        With every problem of the text.
    FrozenError, ChangedMeanwhileError
    """
    with transaction.atomic():
        row = locked(study.pk)
        if row.launched:
            raise FrozenError
        if version != mark(row):
            raise ChangedMeanwhileError
        earlier, later = row.as_defined, parse_study(text)
        _carry_design(row, earlier, later, renaming)
        row.definition = dump_study(later)
        row.share_of = row.share_of if earlier.share_of == later.share_of else later.share_of
        row.save(update_fields=["definition", "share_of"])
        _rename_notes(row, renaming)
        rehearsal_lost = _referred_to(earlier) != _referred_to(later) and _rehearsed(row)
        if rehearsal_lost:
            drop_rehearsals(row)
        log(row, user, deed, **facts)
    study.refresh_from_db()
    return rehearsal_lost


def yaml_of(data: Data) -> str:
    """Return a definition as the text of a study.yaml."""
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def _carry_design(row: Study, earlier: Definition, later: Definition, renaming: Renaming) -> None:
    stored = current_design(row)
    if stored is None or stored.out_of_date:
        return
    design = carry(bridge.design_of(stored), earlier, later, renaming)
    if design is not None:
        bridge.move_design(stored, design, later)


def _rename_notes(row: Study, renaming: Renaming) -> None:
    for note in row.notes.all():
        if renaming.figure(note.figure) != note.figure:
            note.figure = renaming.figure(note.figure)
            note.save(update_fields=["figure"])


def _referred_to(definition: Definition) -> tuple[Any, ...]:
    """What answers and fits refer to: without it they cannot be read."""
    return (
        [(criterion.key, criterion.level_keys) for criterion in definition.criteria],
        [(criterion.key, criterion.positive) for criterion in definition.answers],
        [(criterion.key, criterion.value_keys) for criterion in definition.characteristics],
    )


def _rehearsed(row: Study) -> bool:
    return row.interviews.exclude(kind=Kind.REAL).exists() or row.fits.exclude(kind=Kind.REAL).exists()


def all_texts(study: Study) -> list[tuple[str, Any]]:
    """Return (place, text) of every text of the definition that people read."""
    data = study.as_defined.model_dump(mode="json")
    texts = [(name, data[name]) for name in ("title", "introduction", "statement") if data.get(name)]
    texts += [(f"context.{n}", text) for n, text in enumerate(data["context"])]
    for part, inner in (("answers", None), ("criteria", "levels"), ("characteristics", "values")):
        for n, item in enumerate(data[part]):
            texts.append((f"{part}.{n}.text", item["text"]))
            if inner:
                texts.append((f"{part}.{n}.short", item["short"]))
            if item.get("help"):
                texts.append((f"{part}.{n}.help", item["help"]))
            if inner:
                texts += [
                    (f"{part}.{n}.{inner}.{m}.{field}", inner_item[field])
                    for m, inner_item in enumerate(item[inner])
                    for field in ("text", "short")
                ]
    return texts


def make_study(key: str, user: Any, text: str, *, notice: dict[str, Any] | None = None) -> Study:
    """Make a study from a text of study.yaml, with whoever makes it as its owner.

    Raises
    ------
    StudyError
        With every problem of the text.
    """
    definition = parse_study(text)
    with transaction.atomic():
        study = Study.objects.create(
            key=key, definition=dump_study(definition), share_of=definition.share_of, notice=notice or {}
        )
        Role.objects.create(study=study, user=user, kind=Role.Kind.OWNER)
        log(study, user, Deed.STUDY_MADE)
    return study


def copy_study(study: Study, user: Any) -> Study:
    """Make a new study with the same questions and texts for participants: the way to change what was launched."""
    number = 2
    while Study.objects.filter(key=f"{study.key}-{number}").exists():
        number += 1
    return make_study(f"{study.key}-{number}", user, dump_study(study.as_shown), notice=study.notice)


def correct(study: Study, user: Any, correction: dict[str, str]) -> None:
    """Keep the correction of a typing error (``place``, ``language``, ``text``): after the launch, outside the hash.

    Raises
    ------
    StudyError
        With what would be wrong with the study.
    RefusedError
        Before the launch: then texts are changed in the study itself.
    """
    with transaction.atomic():
        row = locked(study.pk)  # somebody else may have made a correction meanwhile
        if not row.launched:
            raise RefusedError(_("Before the launch texts are changed in the study itself."))
        corrections = [*row.corrections, correction]
        parse_study(yaml_of(corrected_data(row, corrections)))
        row.corrections = corrections
        row.save(update_fields=["corrections"])
        log(row, user, Deed.TEXT_CORRECTED, **correction)


def corrected_data(study: Study, corrections: list[dict[str, str]]) -> Data:
    """Return the definition as plain data with corrections."""
    return corrected(
        study.definition,
        [(correction["place"], correction["language"], correction["text"]) for correction in corrections],
    )
