"""An advice as its page tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collega.colleague import (
    Advice,
    Case,
    GroupShare,
    Nearest,
    WhatIf,
    asked_case,
    build_case,
    lead_of,
    level_text,
    others_sentence,
    percent_text,
    same_advice_sentence,
    spread_text,
    summary,
    unjudged_sentence,
)
from collega.exhibits.claims import mostly_words
from collega.findings import TIPPING, case_text
from collega.prose import Prose
from collega.report.advice_page import positive_means
from collega.report.examples import allowed_cases
from collega.study import Study as Definition
from collega.study.template import template_cases
from collega.web.advising import field_name
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


def same_advice(definition: Definition, answered: Advice, key: str | None) -> str:
    """Return how many would answer as the visitor did; empty where that was not asked or skipped."""
    return same_advice_sentence(definition, answered, key or "", language_now())


def examples(definition: Definition) -> list[Case]:
    """Return the example cases of the template that the study was made from, as far as it allows these."""
    return allowed_cases(definition, template_cases(definition.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where a case can be seen, or two beside each other; ``case`` is the one on the page."""

    case: Case
    to: Callable[..., str]

    def changed(self, definition: Definition, criterion: str, level: str) -> tuple[str, str]:
        """Return where the case with another level is, and where it stands beside this one."""
        case = build_case(definition, dict(self.case.levels) | {criterion: level})
        return self.to(case), self.to(self.case, case)


def advice(
    definition: Definition, answered: Advice, groups: Sequence[GroupShare], addresses: Addresses, *, erased: bool
) -> dict[str, Any]:
    """Return everything that the page of an advice shows."""
    language = language_now()
    changes = sorted(answered.what_if, key=lambda change: -abs(change.share - answered.share))
    rows = [_change(definition, answered, change, addresses) for change in changes]
    population, lead = lead_of(definition, answered)
    return {
        "advice": answered,
        "whose": population,
        "lead": lead,
        "meter": _meter(definition, answered),
        "unjudged": unjudged_sentence(definition, answered, language),
        "sentence": summary(definition, answered, language),
        "others": others_sentence(definition, answered, language),
        "positive": positive_means(definition, Prose(language)),
        "fill_in": _fill_in(definition, answered, addresses),
        "majority": case_text(definition, answered, language, "majority"),
        "tipping": case_text(definition, answered, language, *TIPPING),
        "distribution": [
            {"text": answer.text.say(language), "share": answered.answers[answer.key], "positive": answer.positive}
            for answer in definition.answers
        ],
        "reasons": _reasons(definition, answered),
        "changes": rows[:_FIRST],
        "more_changes": rows[_FIRST:],
        "nearest": [_nearest(definition, scenario, addresses) for scenario in answered.nearest],
        "by_group": _groups(definition, groups),
        "from_population": erased,
    }


def pair(definition: Definition, advices: Sequence[Advice], addresses: Addresses) -> dict[str, Any]:
    """Return two cases beside each other: their meters, and in what they differ."""
    language = language_now()
    first, second = (asked_case(definition, answer.case, answer.unjudged) for answer in advices)
    differs = [key for key in definition.criterion_keys if dict(first.levels).get(key) != dict(second.levels).get(key)]
    rows = [
        (definition.criterion(key).name(language), _level(definition, key, first), _level(definition, key, second))
        for key in differs
    ]
    return {
        "meters": [_meter(definition, answer) for answer in advices],
        "rows": rows,
        "alone": addresses.to(first),
        "swapped": addresses.to(second, first),
        "other": addresses.to(second),
    }


def _level(definition: Definition, key: str, case: Case) -> str | None:
    level = dict(case.levels).get(key)
    return None if level is None else level_text(definition, key, level, language_now())


def _meter(definition: Definition, answered: Advice) -> dict[str, Any]:
    """Return the bar of a case: its share with the interval; where something is open its reach, and the average."""
    language = language_now()
    _, lead = lead_of(definition, answered)
    share = percent_text(lead.share, language)
    meter = {"share": lead.share, "low": lead.interval[0], "high": lead.interval[1], "text": share,
             "interval": spread_text(lead.interval, language, apart=True)}  # fmt: skip
    meter |= {"headline": share, "reach": None}
    if answered.reach is not None:
        spread = spread_text(answered.reach, language)
        meter |= {"reach": {"low": answered.reach[0], "high": answered.reach[1]}, "headline": spread}
    return meter


def _fill_in(definition: Definition, answered: Advice, addresses: Addresses) -> dict[str, Any] | None:
    """Return what to fill in first, and for each of its levels what that leaves."""
    first, language = answered.fill_in_first, language_now()
    if first is None:
        return None
    levels = [
        {"text": level_text(definition, first.criterion, level, language), "reach": spread_text(reach, language),
         "to": addresses.changed(definition, first.criterion, level)[0]}
        for level, reach in first.by_level
    ]  # fmt: skip
    sentence = case_text(definition, answered, language, "find_out_first")
    return {"criterion": first.criterion, "sentence": sentence, "levels": levels}


def _reasons(definition: Definition, answered: Advice) -> list[dict[str, Any]]:
    language = language_now()
    reasons = [reason for reason in answered.reasons if reason.level is not None]
    largest = max((abs(reason.points) for reason in reasons), default=1.0) or 1.0
    return [
        {
            "text": definition.criterion(reason.criterion).name(language),
            "level": level_text(definition, reason.criterion, reason.level or "", language),
            "points": reason.points,
            "ends": reason.interval,
            "width": 50 * abs(reason.points) / largest,
            "start": 50 if reason.points >= 0 else 50 - 50 * abs(reason.points) / largest,
        }
        for reason in reasons
    ]


def _change(definition: Definition, answered: Advice, change: WhatIf, addresses: Addresses) -> dict[str, Any]:
    language = language_now()
    address, beside = addresses.changed(definition, change.criterion, change.level)
    return {
        "text": definition.criterion(change.criterion).name(language),
        "level": level_text(definition, change.criterion, change.level, language),
        "share": change.share,
        "low": change.interval[0],
        "high": change.interval[1],
        "points": round(100 * change.share) - round(100 * answered.share),  # of the numbers as they are shown
        "to": address,
        "beside": beside,
    }


def _nearest(definition: Definition, scenario: Nearest, addresses: Addresses) -> dict[str, Any]:
    language = language_now()
    rows = [
        {"kind": kind, "share": share.share, "low": share.interval[0], "high": share.interval[1]}
        for kind, share in (("judged", scenario.positive), ("model", scenario.model))
        if share is not None
    ]
    case = build_case(definition, scenario.levels)
    return {
        "scenario": scenario.scenario,
        "n": scenario.n,
        "rows": rows,
        "judged": scenario.positive is not None,
        "mostly": scenario.mostly and mostly_words(scenario.mostly, scenario.n or 0, Prose(language)),
        "differs": [
            (definition.criterion(key).name(language), level_text(definition, key, scenario.levels[key], language))
            for key in scenario.differs
        ],
        "beside": addresses.to(addresses.case, case),
    }


def _groups(definition: Definition, groups: Sequence[GroupShare]) -> list[tuple[str, list[dict[str, Any]]]]:
    language, sections = language_now(), []
    for item in definition.characteristics:
        rows = [
            {"text": item.value_name(share.group[1], language), "n": share.participants, "share": share.share,
             "low": share.interval[0], "high": share.interval[1]}
            for share in groups
            if share.group[0] == item.key
        ]  # fmt: skip
        if rows:
            sections.append((item.name(language), rows))
    return sections
