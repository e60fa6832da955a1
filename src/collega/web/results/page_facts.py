"""The contents of pages of results, in the language of the page: from what is kept of a fit, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext

from collega.exhibits import claims
from collega.figures.colours import answer_colours
from collega.findings import findings_of, sentence
from collega.insight.stored import corrected
from collega.model.multiple import SIGNIFICANT
from collega.panel.limits import Limit, public_limits
from collega.prose import Prose
from collega.report.limits import limit_sentences
from collega.study import Study as Definition
from collega.web import bridge
from collega.web.advising import field_name
from collega.web.editions.shown import hidden_by_a_withdrawal, way_out
from collega.web.records.models import StoredFit, Training, current_design
from collega.web.results.exhibits import language_now
from collega.web.results.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A group that may be chosen."""

    name: str
    text: str
    n: int


def common(visit: Visit, room: str) -> dict[str, Any]:
    """Return what every page of a study's results needs."""
    definition = visit.study.as_shown
    return {
        "visit": visit,
        "study": visit.study,
        "definition": definition,
        "fit": visit.fit,
        "room": room,
        "synthetic": visit.synthetic,
        "minimum": definition.minimum_group,
        "tail": _tail(visit),
        "trains": visit.member and Training.objects.filter(study=visit.study, is_open=True).exists(),
        "waiting": [] if visit.fit is None else waiting_parts(visit.fit),
        "facts": None if visit.fit is None else visit.fit.insights,
        "data_limits": [] if visit.fit is None else _limits(visit, visit.fit, definition),
        "scenarios_judged": 0 if visit.fit is None else len(visit.fit.insights["answers_by_scenario"]),
    }


def _limits(visit: Visit, fit: StoredFit, definition: Definition) -> list[str]:
    """Return what limits the answers behind a fit; nothing of one made before that was looked for."""
    limits = tuple(Limit.from_json(limit) for limit in fit.insights.get("limits", ()))
    limits = limits if visit.team else public_limits(limits, definition)
    return limit_sentences(limits, definition, language_now())


def _tail(visit: Visit) -> str:
    """Return what the address of a chart must add, so that it is of the fit on the page."""
    if visit.team:
        return f"&panel={visit.fit.kind}" if visit.fit else ""
    return "&as=public" if visit.as_public else ""


def what_is_hidden(visit: Visit) -> list[str]:
    """Say what a withdrawal has hidden, why, and what can be done; empty where it is not that."""
    if not hidden_by_a_withdrawal(visit.study):
        return []
    subject = gettext(
        "Somebody has withdrawn, and their answers have been deleted. Everything that rested on them is hidden: every "
        "chart and table of these results, the virtual colleague, and the group's weights in the profiles of "
        "participants."
    )
    reason = gettext(
        "Whoever laid new results beside the old ones could otherwise find out what that one person answered. So "
        "results come back only when at least %(minimum)d new participants have answered, and then as far as they tell "
        "nothing about fewer."
    ) % {"minimum": visit.study.as_shown.minimum_group}
    return [subject, reason, way_out(visit.study)]


def what_is_missing(visit: Visit) -> str:
    """Say why there is nothing to be seen, without telling how many people there are."""
    minimum = visit.study.as_shown.minimum_group
    if visit.team:
        if current_design(visit.study) is None:
            return gettext("There is no design yet, so nobody can answer.")
        return gettext(
            "No choice model has been fitted yet. That takes answers of at least %(minimum)d participants; then a fit "
            "can be made in the workbench."
        ) % {"minimum": minimum}
    return gettext(
        "Results appear here when at least %(minimum)d participants have answered, and the research team has published "
        "them."
    ) % {"minimum": minimum}


def group_choices(fit: StoredFit, definition: Definition) -> list[tuple[str, list[Choice]]]:
    """Return the groups that may be shown, by text of their characteristic."""
    language = language_now()
    choices = []
    for item in definition.characteristics:
        rows = fit.insights["answers_by_group"].get(item.key, {})
        options = [
            Choice(name=f"{item.key}.{value}", text=item.value_name(value, language), n=row["n"])
            for value, row in rows.items()
            if not row["suppressed"]
        ]
        if options:
            choices.append((item.name(language), options))
    return choices


def hidden_groups(fit: StoredFit, definition: Definition) -> dict[str, list[str]]:
    """Return the groups that may not be shown, each with the reason, by characteristic."""
    language = language_now()
    prose = Prose(language)
    return {
        item.key: [
            f"{item.value_name(value, language)} ({claims.hidden_words(row, definition, prose)})"
            for value, row in fit.insights["answers_by_group"].get(item.key, {}).items()
            if row["suppressed"]
        ]
        for item in definition.characteristics
    }


def waiting_parts(fit: StoredFit) -> list[str]:
    """Name what was left out of a fit since too few came or went since results were last shown."""
    if fit.edition_of_id is None:
        return []
    language, definition = language_now(), fit.study.as_shown
    insights = fit.insights
    scenarios = [row["scenario"] for row in insights["answers_by_scenario"] if row.get("reason") == "waits"]
    names = [
        f"{item.value_name(value, language)} ({item.name(language)})"
        for item in definition.characteristics
        for value, row in insights["answers_by_group"].get(item.key, {}).items()
        if row.get("reason") == "waits"
    ]
    compared = [
        gettext("whether groups differ (%(what)s)") % {"what": item.name(language)}
        for item in definition.characteristics
        if any(row.get("reason") == "waits" for row in insights["answers_by_group"].get(item.key, {}).values())
    ]
    parts = []
    if len(scenarios) == len(insights["answers_by_scenario"]):
        parts.append(gettext("the answers to all scenarios"))
    elif scenarios:
        parts.append(gettext("the answers to scenarios %(names)s") % {"names": ", ".join(scenarios)})
    return [*parts, *names, *compared]


def main_findings(fit: StoredFit, definition: Definition) -> list[str]:
    """Return the findings as sentences, in their order."""
    return [sentence(finding, definition, language_now()) for finding in findings_of(definition, fit.insights)]


def importance_rows(fit: StoredFit, definition: Definition) -> list[dict[str, Any]]:
    """Return every criterion with its importance, heaviest first."""
    language = language_now()
    rows = [corrected(row) for row in fit.insights["importance"] or [] if row["percent"] is not None]
    highest = max((row["interval"][1] for row in rows), default=100.0)
    return [
        row
        | {
            "key": row["criterion"],
            "text": definition.criterion(row["criterion"]).name(language),
            "low": row["interval"][0],
            "high": row["interval"][1],
            "share_of_reach": f"{100 * row['percent'] / highest:.2f}",
            "doubtful": row["p_value_corrected"] is not None and row["p_value_corrected"] >= SIGNIFICANT,
        }
        for row in rows
    ]


def place_of(criterion: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a criterion's row, its place and its neighbours; none of it where it could not be weighed."""
    keys = [row["key"] for row in rows]
    if criterion not in keys:
        return {"row": None}
    place = keys.index(criterion)
    return {
        "row": rows[place],
        "place": place + 1,
        "total": len(rows),
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if place + 1 < len(rows) else None,
    }


def criterion_in_groups(
    fit: StoredFit, definition: Definition, criterion: str
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return how heavily a criterion weighs in every shown group, with its place among the group's criteria."""
    language, sections = language_now(), []
    for item in definition.characteristics:
        rows = []
        for value, weights in fit.insights["groups"].get(item.key, {}).items():
            if weights["suppressed"] or not weights["importance"] or weights["importance"][criterion] is None:
                continue
            weighed = {key: percent for key, percent in weights["importance"].items() if percent is not None}
            order = sorted(weighed, key=lambda key, of=weighed: -of[key])  # type: ignore[misc]
            rows.append(
                {"text": item.value_name(value, language), "n": weights["n"],
                 "percent": weights["importance"][criterion],
                 "interval": weights["intervals"][criterion], "place": order.index(criterion) + 1}
            )  # fmt: skip
        if rows:
            sections.append((item.name(language), rows))
    return sections


def scenario_rows(fit: StoredFit, definition: Definition) -> list[dict[str, Any]]:
    """Return the scenarios with their levels and answers, most positive first; those not shown at the end."""
    language, row = language_now(), fit.design or current_design(fit.study)
    if row is None:
        return []
    design = bridge.design_of(row)
    consensus = {agreement["scenario"]: agreement["consensus"] for agreement in fit.insights["agreement"]["scenarios"]}
    rows, prose = [], Prose(language)
    for answers in fit.insights["answers_by_scenario"]:
        profile = design.profiles[design.scenarios.index(answers["scenario"])]
        levels = [
            (criterion.text.say(language), criterion.levels[int(level)].text.say(language), field_name(criterion.key),
             criterion.levels[int(level)].key)
            for criterion, level in zip(definition.criteria, profile, strict=True)
        ]  # fmt: skip
        details = {
            "levels": levels,
            "shares": _shares(definition, answers),
            "consensus": consensus.get(answers["scenario"]),
        }
        if answers["suppressed"]:
            details["hidden"] = claims.hidden_words(answers, definition, prose)
        if answers.get("mostly"):
            details["mostly"] = claims.mostly_words(answers["mostly"], answers["n"], prose)
            details["positive"] = float(answers["mostly"] == "positive")
        rows.append(answers | details)
    nothing = [scenario["suppressed"] and not scenario.get("mostly") for scenario in rows]
    order = sorted(range(len(rows)), key=lambda n: (nothing[n], -(rows[n].get("positive") or 0.0)))
    return [rows[n] for n in order]


def answers_legend(definition: Definition) -> list[dict[str, str]]:
    """Return the answers from negative to positive, with the colours that charts give them."""
    colours = answer_colours(len(definition.answers), definition.positive)
    return [
        {"text": answer.text.say(language_now()), "colour": colour}
        for answer, colour in zip(definition.answers, colours, strict=True)
    ]


def _shares(definition: Definition, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every answer to a scenario with its share, and where its part of the bar starts; none where suppressed."""
    if answers["suppressed"]:
        return []
    shares = [answers["answers"][key] for key in definition.answer_keys]
    starts = accumulate(shares[:-1], initial=0.0)
    return [
        entry | {"share": share, "start": start}
        for entry, share, start in zip(answers_legend(definition), shares, starts, strict=True)
    ]


def side_by_side(fit: StoredFit, definition: Definition, names: list[str]) -> list[dict[str, Any]]:
    """Return the importance of every criterion in two groups (``all`` is everybody)."""
    sides = [_importance_of(fit, name) for name in names]
    if not all(sides):
        return []
    language = language_now()
    return [
        {"text": definition.criterion(row["criterion"]).name(language), "key": row["criterion"],
         "sides": [side[row["criterion"]] for side in sides],
         "difference": sides[0][row["criterion"]][0] - sides[1][row["criterion"]][0]}
        for row in fit.insights["importance"] or []
        if all(side[row["criterion"]][0] is not None for side in sides)
    ]  # fmt: skip


def _importance_of(fit: StoredFit, name: str) -> dict[str, tuple[float, list[float]]]:
    if "." not in name:
        return {row["criterion"]: (row["percent"], row["interval"]) for row in fit.insights["importance"] or []}
    characteristic, value = name.split(".", 1)
    weights = fit.insights["groups"].get(characteristic, {}).get(value, {})
    percents, ends = weights.get("importance") or {}, weights.get("intervals") or {}
    return {key: (percents[key], ends[key]) for key in percents}
