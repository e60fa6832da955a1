"""A fit with less in it: what must wait is left out, and says so."""

from __future__ import annotations

from typing import Any

from collega.findings import without
from collega.messages import warnings_from, warnings_json
from collega.noise import without_cells
from collega.panel.limits import Limit, limit_text
from collega.study import Study as Definition
from collega.web.editions.cells import EVERYBODY, Cells
from collega.web.records.models import StoredFit

REPEATS = ("same_answer_again", "same_side_again", "same_answer_again_interval", "same_side_again_interval")
OF_AVERAGES = ("same_side_interval", "consensus_interval")
WAITS = {"n": None, "suppressed": True, "reason": "waits"}


def cut(fit: StoredFit, cells: Cells) -> StoredFit:
    """Return a new row, not saved, that shows of this fit only these cells."""
    fields = {
        field.attname: getattr(fit, field.attname) for field in fit._meta.concrete_fields if not field.primary_key
    }
    row = StoredFit(**fields | {"published": False, "shown_at": None})
    row.edition_of = fit
    row.insights = _insights(fit.study.as_defined, fit.insights, cells)
    row.groups = {
        key: {value: rows for value, rows in values.items() if (key, value) in cells.at}
        for key, values in fit.groups.items()
    }
    row.judged = {
        key: {
            value: [_answers(answers, cells.at[key, value]) for answers in rows]
            for value, rows in values.items()
            if (key, value) in cells.at
        }
        for key, values in fit.judged.items()
    }
    return row


def _insights(study: Definition, insights: dict[str, Any], cells: Cells) -> dict[str, Any]:
    scenarios = cells.at.get(EVERYBODY, frozenset())
    groups = {
        key: {
            value: told if told["suppressed"] or (key, value) in cells.at else dict(WAITS)
            for value, told in values.items()
        }
        for key, values in insights["answers_by_group"].items()
    }
    weights = {
        key: {value: {"n": None, "suppressed": True} if groups[key][value]["suppressed"] else told
              for value, told in values.items()}
        for key, values in insights["groups"].items() if key in groups
    }  # fmt: skip
    hidden = [limit for limit in map(Limit.from_json, insights.get("limits", ()))
              if limit.kind == "unjudged_in_group" and tuple(limit.about[0].split("=")) not in cells.at]  # fmt: skip
    waiting = {key for key, values in groups.items() if any(told.get("reason") == "waits" for told in values.values())}
    answers = [_answers(row, scenarios) for row in insights["answers_by_scenario"]]
    reduced = insights | {
        "answers_by_scenario": answers,
        "answers_by_group": groups,
        "groups": weights,
        "self_image": [_image(image, waiting) for image in insights["self_image"]],
        "agreement": _agreement(insights["agreement"], scenarios),
        "differences": [_difference(row, waiting) for row in insights["differences"]],
        "limits": [each for each in insights.get("limits", ()) if Limit.from_json(each) not in hidden],
        **({"noise": without_cells(insights["noise"], cells.at, scenarios)} if "noise" in insights else {}),
        **warnings_json(text for text in warnings_from(insights) if text not in set(map(limit_text, hidden))),
    }
    fewer = answers != insights["answers_by_scenario"]
    return reduced | {"findings": without(study, reduced, characteristics=waiting, scenarios=fewer)}


def _answers(row: dict[str, Any], scenarios: frozenset[str]) -> dict[str, Any]:
    too_few = row["suppressed"] and row.get("reason") == "few"
    return row if too_few or row["scenario"] in scenarios else {"scenario": row["scenario"], **WAITS}


def _image(image: dict[str, Any], waiting: set[str]) -> dict[str, Any]:
    return image | dict.fromkeys(("most_negative", "most_positive")) if image["characteristic"] in waiting else image


def _agreement(agreement: dict[str, Any], scenarios: frozenset[str]) -> dict[str, Any]:
    numbers = set().union(*agreement["scenarios"]) - {"scenario"}
    rows = [row if row["scenario"] in scenarios else row | dict.fromkeys(numbers) for row in agreement["scenarios"]]
    averages = {}
    for name in ("same_side", "consensus"):
        values = [row[name] for row in rows if row[name] is not None]
        averages[name] = sum(values) / len(values) if values else None
    withheld = dict.fromkeys(REPEATS if rows == agreement["scenarios"] else (*REPEATS, *OF_AVERAGES))
    return agreement | averages | {"scenarios": rows, "repeats": 0} | withheld


def _difference(row: dict[str, Any], waiting: set[str]) -> dict[str, Any]:
    if row["characteristic"] not in waiting:
        return row
    return dict.fromkeys(row) | {"characteristic": row["characteristic"]}
