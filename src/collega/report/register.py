"""An entry for the Dutch algorithm register: filled in as far as the study goes, and no further."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Unpack, cast

from collega.errors import DataError, DisclosureError, NotComputedError, Problem, StudyError
from collega.messages import Message
from collega.model.fit import Fit
from collega.model.stale import fit_warnings, require_same_study
from collega.model.validation import Validation
from collega.panel.identity import panel_hash
from collega.panel.panel import Panel
from collega.panel.targets import refuse_over_study
from collega.report.publication_standard import BY_KEY, FIELDS, KNOWN_KEYS, Known, Value, broken_fields
from collega.report.register_texts import MARKED, PanelFacts, Source, computed_texts, marked
from collega.study.definition import Study
from collega.study.rules import BrokenRule
from collega.study.yaml_source import YamlSource, read_yaml_file
from collega.tables import write_whole

OWN_JUDGEMENT = ("proportionality", "human_intervention", "risks")
_SHOWN = ("required", "always", "filled")
_SHORTER = "report-shorten"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegisterEntry:
    """An entry as the register's own JSON has it, version 1.0 of its layout.

    Attributes
    ----------
    values : dict of str to str or list
        Every key of the register in its order; what is not known is an empty text or list.
    missing : tuple of str
        Keys that only the organisation can fill in and that are still empty: first those without which nothing is
        published, then those that the register shows as not filled in, then the others.
    to_review : tuple of str
        Keys whose text says what holds for every study; how the organisation itself weighs and works is not in it.
    warnings : tuple of str
        What must be known before the fit is used.
    synthetic : bool
        Whether this is an example made from simulated answers; name and description then begin with that.
    """

    values: Mapping[str, Value]
    missing: tuple[str, ...]
    to_review: tuple[str, ...]
    warnings: tuple[str, ...]
    synthetic: bool

    @property
    def required(self) -> tuple[str, ...]:
        """The missing keys without which the register publishes nothing."""
        return tuple(key for key in self.missing if BY_KEY[key].shown == "required")

    def as_json(self) -> dict[str, Any]:
        """Return the entry as plain values, with exactly the register's keys."""
        entry: dict[str, Any] = json.loads(json.dumps(dict(self.values)))
        return entry


def panel_facts(panel: Panel) -> PanelFacts:
    """Count what the register may know of a panel."""
    counted = panel.counted
    return PanelFacts(
        participants=counted.n_participants,
        answers=counted.n_answers,
        scenarios=len(counted.design.scenarios),
        data_hash=panel_hash(counted),
        synthetic=panel.synthetic,
    )


def register_entry(
    study: Study, facts: PanelFacts, fit: Fit, *, validation: Validation | None = None, **known: Unpack[Known]
) -> RegisterEntry:
    """Fill in the entry of a study's virtual colleague.

    Parameters
    ----------
    study : Study
        With Dutch texts: the register is Dutch.
    facts : PanelFacts
        See :func:`panel_facts`.
    fit : Fit
        Of this panel.
    validation : Validation, optional
        Without it the entry says that predictions were not tested.
    **known
        What the organisation knows, by the register's keys: ``organization``, ``contact_email``, ``url``, ``status``,
        ``begin_date``, ``lawful_basis`` and so on. A text given here replaces the computed one.

    Raises
    ------
    DataError
        With every field that the register would not take: too long, no such choice, no month, no link.
    StudyError
        Where the study has no Dutch texts.
    NotComputedError
        Where the fit is of another study or of other answers.
    DisclosureError
        Where fewer than the minimum group took part.
    """
    _require_sound(study, facts, fit)
    synthetic = facts.synthetic or fit.synthetic
    source = Source(study=study, facts=facts, fit=fit, validation=validation, synthetic=synthetic)
    entries = {key: _marked(key, value) if synthetic else value for key, value in known.items() if value}
    computed = {key: text for key, text in computed_texts(source).items() if key not in entries}
    broken = [*broken_fields(entries), *(replace(rule, hint=Message(_SHORTER)) for rule in broken_fields(computed))]
    if broken:
        raise _data_error(broken, YamlSource(file="register"))
    values = _in_order({**computed, **entries})
    return RegisterEntry(
        values=values,
        missing=_missing(values),
        to_review=tuple(key for key in OWN_JUDGEMENT if key not in entries),
        warnings=fit_warnings(fit, None),
        synthetic=synthetic,
    )


def write_entry(entry: RegisterEntry, to: Path) -> None:
    """Write the entry as JSON, whole or not at all; DataError where ``to`` is no ``.json``, or a file of the study."""
    refuse_over_study(to, extension=".json")
    write_whole(to, (json.dumps(entry.as_json(), indent=1, ensure_ascii=False) + "\n").encode())


def read_organisation(path: Path) -> Known:
    """Read what the organisation knows from YAML, by the register's keys; DataError with every problem in it."""
    source = read_yaml_file(path)
    data = {} if source.data is None else source.data
    if not isinstance(data, dict):
        source.problems.append(Problem(file=path.name, line=1, found=Message("report-not-lines")))
        data = {}
    stripped = {key: value.strip() if isinstance(value, str) else value for key, value in data.items()}
    broken = broken_fields(stripped)
    if broken or source.problems:
        raise _data_error(broken, source)
    return cast(Known, stripped)


def _require_sound(study: Study, facts: PanelFacts, fit: Fit) -> None:
    if "nl" not in study.languages:
        raise StudyError(
            [
                Problem(
                    file="study",
                    where="languages",
                    found=Message("report-no-dutch"),
                    hint=Message("report-add-dutch"),
                )
            ]
        )
    if facts.participants < study.minimum_group:
        raise DisclosureError(Message("insight-too-few-participants", minimum=study.minimum_group))
    require_same_study(study, fit)
    if facts.data_hash != fit.data_hash:
        raise NotComputedError(Message("report-other-answers"))


def _marked(key: str, value: object) -> object:
    return marked(key, value) if key in MARKED and isinstance(value, str) else value


def _in_order(filled: Mapping[str, object]) -> dict[str, Value]:
    """Return every key in the register's order; what is not known is an empty text or list."""
    fixed = {field.key: field.allowed[0] for field in FIELDS if field.key not in KNOWN_KEYS}
    empty = {field.key: [] if field.is_list else "" for field in FIELDS}
    return cast(dict[str, Value], empty | fixed | dict(filled))


def _missing(values: Mapping[str, Value]) -> tuple[str, ...]:
    may_stay_empty = {
        "begin_date": values["status"] == "In ontwikkeling",
        "end_date": values["status"] != "Buiten gebruik",
        "impacttoetsen": bool(values["impacttoetsen_grouping"]),
    }
    keys = [key for key, value in values.items() if not value and not may_stay_empty.get(key, False)]
    return tuple(sorted(keys, key=lambda key: _SHOWN.index(BY_KEY[key].shown)))


def _data_error(broken: Iterable[BrokenRule], source: YamlSource) -> DataError:
    problems = [
        Problem(
            file=source.file,
            line=source.line(rule.path),
            where=rule.where,
            found=rule.found,
            allowed=rule.allowed,
            hint=rule.hint,
        )
        for rule in broken
    ]
    return DataError(sorted([*source.problems, *problems], key=lambda problem: problem.line or 0))
