"""An advice as its page tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from collega.colleague import (
    Advice,
    Case,
    GroupShare,
    asked_case,
    fill_in_sentence,
    lead_of,
    level_text,
    others_sentence,
    summary,
    tipping_sentence,
    unjudged_sentence,
)
from collega.report.advice_sheet import positive_means
from collega.report.findings import mostly_words
from collega.report.prose import Prose
from collega.study import Study as Definition
from collega.web.results.advising import field_name
from collega.web.results.exhibits import language_now

_FIRST = 6  # what-ifs shown at once; the rest is behind a fold


def form(definition: Definition, filled: Mapping[str, Any]) -> dict[str, Any]:
    """Return the drop-downs with what was filled in."""
    language = language_now()
    fields = [
        {
            "key": criterion.key,
            "name": field_name(criterion.key),
            "text": criterion.name(language),
            "question": criterion.text.say(language) if criterion.short else "",
            "help": criterion.help.say(language),
            "options": [
                (level.key, level.name(language), filled.get(criterion.key) == level.key) for level in criterion.levels
            ],
        }
        for criterion in definition.criteria
    ]
    return {"fields": fields}


def levels(definition: Definition, case: Case) -> list[tuple[str, str | None]]:
    """Return every criterion with its level in this case; None where it is blank."""
    language, filled = language_now(), dict(case.levels)
    return [
        (criterion.name(language),
         level_text(definition, criterion.key, filled[criterion.key], language) if criterion.key in filled else None)
        for criterion in definition.criteria
    ]  # fmt: skip


def answer_text(definition: Definition, key: str | None) -> str:
    """Return the text of an answer; empty for none."""
    return next((answer.text.say(language_now()) for answer in definition.answers if answer.key == key), "")


def advice(definition: Definition, answered: Advice, groups: Sequence[GroupShare], *, erased: bool) -> dict[str, Any]:
    """Return everything that the page of an advice shows."""
    language = language_now()
    changes = sorted(answered.what_if, key=lambda change: -abs(change.share - answered.share))
    told = [_change(definition, answered, change) for change in changes]
    whose, lead = lead_of(definition, answered)
    return {
        "advice": answered,
        "whose": whose,
        "lead": lead,
        "width": lead.interval[1] - lead.interval[0],
        "unjudged": unjudged_sentence(definition, answered, language),
        "levels": levels(definition, asked_case(definition, answered.case, answered.unjudged)),
        "sentence": summary(definition, answered, language),
        "others": others_sentence(definition, answered, language),
        "positive": positive_means(definition, Prose(language)),
        "fill_in": fill_in_sentence(definition, answered, language),
        "tipping": tipping_sentence(definition, answered, language),
        "distribution": [
            {"text": answer.text.say(language), "share": answered.answers[answer.key], "positive": answer.positive}
            for answer in definition.answers
        ],
        "reasons": _reasons(definition, answered),
        "changes": told[:_FIRST],
        "more_changes": told[_FIRST:],
        "nearest": [_nearest(definition, scenario) for scenario in answered.nearest],
        "by_group": _groups(definition, groups),
        "from_population": erased,
    }


def _reasons(definition: Definition, answered: Advice) -> list[dict[str, Any]]:
    language = language_now()
    reasons = [reason for reason in answered.reasons if reason.level is not None]
    most = max((abs(reason.points) for reason in reasons), default=1.0) or 1.0
    return [
        {
            "text": definition.criterion(reason.criterion).name(language),
            "level": level_text(definition, reason.criterion, reason.level or "", language),
            "points": reason.points,
            "width": 50 * abs(reason.points) / most,
            "start": 50 if reason.points >= 0 else 50 - 50 * abs(reason.points) / most,
        }
        for reason in reasons
    ]


def _change(definition: Definition, answered: Advice, change: Any) -> dict[str, Any]:
    language = language_now()
    return {
        "text": definition.criterion(change.criterion).name(language),
        "level": level_text(definition, change.criterion, change.level, language),
        "share": change.share,
        "low": change.interval[0],
        "high": change.interval[1],
        "points": 100 * (change.share - answered.share),
    }


def _nearest(definition: Definition, scenario: Any) -> dict[str, Any]:
    language = language_now()
    positive = None
    if scenario.answers is not None:
        positive = sum(scenario.answers[key] for key in definition.answer_keys[definition.positive :])
    return {
        "scenario": scenario.scenario,
        "n": scenario.n,
        "positive": positive,
        "mostly": scenario.mostly and mostly_words(scenario.mostly, scenario.n or 0, Prose(language)),
        "differs": [
            (definition.criterion(key).name(language), level_text(definition, key, scenario.levels[key], language))
            for key in scenario.differs
        ],
    }


def _groups(definition: Definition, groups: Sequence[GroupShare]) -> list[tuple[str, list[dict[str, Any]]]]:
    language, sections = language_now(), []
    for item in definition.characteristics:
        rows = [
            {"text": item.value_name(each.group[1], language), "n": each.participants, "share": each.share,
             "low": each.interval[0], "high": each.interval[1]}
            for each in groups
            if each.group[0] == item.key
        ]  # fmt: skip
        if rows:
            sections.append((item.name(language), rows))
    return sections
