"""What screens show of a scenario: levels, bars of answers, sentences; from what was settled, never from votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from collega.figures.colours import answer_colours
from collega.findings import session_sentences
from collega.rounds.record import FirstRecord, PictureRecord, SecondRecord
from collega.study import Study as Definition
from collega.web import bridge
from collega.web.records.languages import engine_language
from collega.web.records.models import Session, SessionScenario, Study, current_design

Rows = list[tuple[Any, Any]]


def levels_of(study: Study, scenario: str) -> Rows:
    """Return criterion and level of a scenario, as the study tells them; nothing of one that is not in the design."""
    row = current_design(study)
    design = None if row is None else bridge.design_of(row)
    if design is None or scenario not in design.scenarios:
        return []
    profile = design.profiles[design.scenarios.index(scenario)]
    return [
        (criterion, criterion.levels[int(level)])
        for criterion, level in zip(study.as_shown.criteria, profile, strict=True)
    ]


def legend(definition: Definition) -> list[dict[str, str]]:
    """Return the answers with their colours, from negative to positive."""
    language = engine_language(get_language())
    colours = answer_colours(len(definition.answers), definition.positive)
    return [
        {"text": answer.text.say(language), "colour": colour, "key": answer.key}
        for answer, colour in zip(definition.answers, colours, strict=True)
    ]


def bar_of(definition: Definition, picture: PictureRecord, label: str) -> dict[str, Any]:
    """Return a bar of answers with its label; without shares where these may not be shown, then with the reason."""
    if picture.suppressed or picture.answers is None:
        return {"label": label, "hidden": _hidden(picture, definition)}
    shares = [picture.answers[key] for key in definition.answer_keys]
    starts = accumulate(shares[:-1], initial=0.0)
    parts = [
        answer | {"share": share, "start": f"{100 * start:.2f}", "width": f"{100 * share:.2f}"}
        for answer, share, start in zip(legend(definition), shares, starts, strict=True)
    ]
    return {"label": label, "n": picture.n, "parts": parts, "positive": picture.positive}


def _hidden(picture: PictureRecord, definition: Definition) -> str:
    if picture.reason == "sides":
        return _("Nearly everybody is on one side. That would tell about single people, so the numbers stay hidden.")
    return _("Fewer than %(n)d people judged this, so the numbers stay hidden.") % {"n": definition.minimum_group}


def step_shown(session: Session, scenario: SessionScenario, *, second: bool, whole: bool = False) -> dict[str, Any]:
    """Return bars and sentences of what a step shows; of the ``whole`` of a scenario also what was guessed at first."""
    definition = session.study.as_shown
    first = None if scenario.first is None else FirstRecord.model_validate(scenario.first)
    later = None if scenario.second is None or not second else SecondRecord.model_validate(scenario.second)
    if first is None:
        return {}
    visible = first.picture if later is None else later.picture
    bars = [bar_of(definition, first.picture, _("Everybody") if later is None else _("First"))]
    if later is not None:
        bars.append(bar_of(definition, later.picture, _("After the talk") if not scenario.control else _("Again")))
    language = engine_language(get_language())
    sentences = [] if later is None or not whole else session_sentences(definition, language, first)
    return {
        "bars": bars,
        "groups": [
            bar_of(definition, part, _value(definition, session.characteristic, value))
            for value, part in visible.groups.items()
        ],
        "groups_hidden": _groups_hidden(session, definition)
        if visible.answers is not None and not visible.groups
        else "",
        "sentences": sentences + session_sentences(definition, language, first, later, control=scenario.control),
    }


def _groups_hidden(session: Session, definition: Definition) -> str:
    """Return why no group shows; "" where people were not asked to which they belong."""
    if not session.characteristic:
        return ""
    return _(
        "Nothing can be shown by group here: a group has fewer than %(n)d people, or is nearly altogether on one side."
    ) % {"n": definition.minimum_group}


def _value(definition: Definition, characteristic: str, value: str) -> str:
    return definition.characteristic(characteristic).value_name(value, engine_language(get_language()))


def arguments_of(definition: Definition, arguments: Sequence[Any]) -> list[dict[str, Any]]:
    """Return arguments by answer, the most positive answer first; those for none in particular last."""
    texts: Mapping[str, str] = {entry["key"]: entry["text"] for entry in legend(definition)}
    grouped = []
    for key in (*reversed(definition.answer_keys), ""):
        spoken = [argument for argument in arguments if argument.answer == key]
        if spoken:
            grouped.append({"answer": texts.get(key, _("In general")), "arguments": spoken})
    return grouped
