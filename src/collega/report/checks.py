"""What a fitted model does not see, in plain words: what was found, what it means for the shares, what to do.

The command line, the pages and the report all say it with these sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, get_args

import numpy as np

from collega.exhibits.claims import criterion_name
from collega.figures.wording import listed
from collega.model.checks.diagnosis import Diagnosis
from collega.model.checks.order import OrderTest
from collega.model.multiple import SIGNIFICANT
from collega.prose import Prose
from collega.report.blocks import Block, heading, paragraph, table
from collega.report.material import Material
from collega.study.definition import Study

CheckName = Literal["proportional_odds", "interactions", "scale_use", "scenarios", "order"]
CHECKS: tuple[CheckName, ...] = get_args(CheckName)
_PAIRS, _SCENARIOS = 2, 5  # named in a sentence
_ERRORS = 2.0  # standard errors that a gain must have to be told


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFinding:
    """One check in words.

    Attributes
    ----------
    check : str
    question : str
        What was looked at.
    text : str
        What was found and what to do, or that nothing was found, or that it could not be looked at.
    found : bool or None
        None where it could not be looked at.
    tests : int
        How often was looked.
    smallest : float or None
        The smallest p-value, corrected for that.
    """

    check: CheckName
    question: str
    text: str
    found: bool | None
    tests: int
    smallest: float | None


def check_findings(
    diagnosis: Diagnosis,
    study: Study,
    prose: Prose,
    by_threshold: Sequence[str] = (),
    *,
    own_thresholds: bool = False,
) -> tuple[CheckFinding, ...]:
    """Return every check in words.

    The fit has made allowance for what was found of the criteria ``by_threshold``, and, where it has
    ``own_thresholds``, of how people use the scale.
    """
    texts: dict[CheckName, Callable[[Diagnosis, Study, Prose], str]] = {
        "proportional_odds": partial(_proportional_odds, by_threshold=by_threshold),
        "interactions": _interactions,
        "scale_use": partial(_scale_use, own_thresholds=own_thresholds),
        "scenarios": _scenarios,
        "order": _order,
    }
    findings = []
    for check in CHECKS:
        values = _p_values(diagnosis, check)
        smallest = min(values, default=None)
        findings.append(
            CheckFinding(
                check=check,
                question=prose(f"checks.headings.{check}"),
                text=texts[check](diagnosis, study, prose) if values else prose(f"checks.{check}.untested"),
                found=None if smallest is None else smallest < SIGNIFICANT,
                tests=len(values),
                smallest=smallest,
            )
        )
    return tuple(findings)


def checks(material: Material) -> list[Block]:
    """Return the section of the report."""
    prose, diagnosis = material.prose, material.fit.diagnosis
    title = heading(prose("checks.title"))
    if diagnosis is None:
        return [title, paragraph(prose("checks.old"))]
    blocks = [title, paragraph(opening(diagnosis, material.panel.n_participants, prose), stays=True)]
    findings = check_findings(
        diagnosis,
        material.study,
        prose,
        material.fit.by_threshold,
        own_thresholds=material.fit.has_own_thresholds,
    )
    for check in findings:
        blocks += [heading(check.question, 2), paragraph(check.text)]
    return blocks


def checks_table(material: Material) -> list[Block]:
    """Return every check in numbers; nothing where none was made."""
    prose, diagnosis = material.prose, material.fit.diagnosis
    if diagnosis is None:
        return []
    findings = check_findings(diagnosis, material.study, prose, material.fit.by_threshold)
    rows = [
        [
            check.question,
            str(check.tests),
            prose("none") if check.smallest is None else prose.p_value(check.smallest).removeprefix("=\u00a0"),
            prose("none") if check.found is None else prose("origin.yes" if check.found else "origin.no"),
        ]
        for check in findings
    ]
    return [
        heading(prose("checks.title"), 2),
        table(prose.raw("checks.columns"), rows, caption=prose("checks.caption")),
        paragraph(prose("checks.table_note")),
    ]


def opening(diagnosis: Diagnosis, participants: int, prose: Prose) -> str:
    """Return what the checks are, and on whose answers they rest where that is not everybody."""
    part = diagnosis.participants < participants
    part_text = " " + prose("checks.part", participants=diagnosis.participants) if part else ""
    return prose("checks.opening") + part_text


def _p_values(diagnosis: Diagnosis, check: CheckName) -> list[float]:
    """Return the p-values of a check, each corrected for how often was looked."""
    values: Sequence[float | None]
    if check == "proportional_odds":
        values = [test.p_value_corrected for test in diagnosis.proportional_odds]
    elif check == "interactions":
        values = [pair.q_value for pair in diagnosis.interactions]
    elif check == "scale_use":
        values = [diagnosis.scale_use.p_value]
    elif check == "scenarios":
        values = [fit.q_value for fit in diagnosis.scenarios]
    else:
        values = [test.p_value_corrected for test in diagnosis.order]
    return [value for value in values if value is not None]


def _clear(value: float | None) -> bool:
    return value is not None and value < SIGNIFICANT


def _proportional_odds(diagnosis: Diagnosis, study: Study, prose: Prose, *, by_threshold: Sequence[str] = ()) -> str:
    clear = [test.criterion for test in diagnosis.proportional_odds if _clear(test.p_value_corrected)]
    keys = [key for key in clear if key is not None]
    unfitted, fitted = [key for key in keys if key not in by_threshold], [key for key in keys if key in by_threshold]
    points = {test.criterion: test.points or 0.0 for test in diagnosis.proportional_odds}
    sentences = [
        prose(
            f"checks.proportional_odds.{name}",
            criteria=listed([criterion_name(study, key, prose) for key in criteria], prose.language),
            points=_points(max(points[key] for key in criteria), prose),
        )
        for name, criteria in (("found", unfitted), ("fitted", fitted))
        if criteria
    ]
    if sentences:
        return " ".join(sentences)
    return prose("checks.proportional_odds.found_all" if clear else "checks.proportional_odds.nothing")


def _interactions(diagnosis: Diagnosis, study: Study, prose: Prose) -> str:
    pairs = [pair for pair in diagnosis.interactions if pair.p_value is not None]
    clear = sorted((pair for pair in pairs if _clear(pair.q_value)), key=lambda pair: (pair.q_value, pair.p_value))
    if clear:
        names = [_pair(pair.criteria, study, prose) for pair in clear[:_PAIRS]]
        text = prose(
            "checks.interactions.found" if len(clear) > 1 else "checks.interactions.found_one",
            count=len(clear),
            total=len(pairs),
            pairs=listed(names, prose.language) if len(clear) == 1 else "; ".join(names),
            points=_points(max(pair.points or 0.0 for pair in clear), prose),
        )
    else:
        text = prose("checks.interactions.nothing" if len(pairs) > 1 else "checks.interactions.nothing_one",
                     total=len(pairs))  # fmt: skip
    missing = len(diagnosis.interactions) - len(pairs)
    if missing:
        name = "untested_some" if missing > 1 else "untested_some_one"
        text += " " + prose(f"checks.interactions.{name}", count=missing)
    return text


def _pair(criteria: Sequence[str], study: Study, prose: Prose) -> str:
    first, second = (criterion_name(study, key, prose) for key in criteria)
    return prose("checks.interactions.pair", first=first, second=second)


def _points(value: float, prose: Prose) -> str:
    points = max(round(abs(value)), 1)
    return prose("checks.points_one" if points == 1 else "checks.points", points=points)


def _scale_use(diagnosis: Diagnosis, _study: Study, prose: Prose, *, own_thresholds: bool) -> str:
    use = diagnosis.scale_use
    if not _clear(use.p_value) or use.ends is None:
        return prose("checks.scale_use.nothing")
    narrow, wide = use.ends
    if own_thresholds:
        return prose("checks.scale_use.fitted", narrow=prose.percent(narrow), wide=prose.percent(wide))
    gain = prose("checks.scale_use.predicts_less")
    if use.gain is not None and use.gain_se is not None and use.gain > _ERRORS * use.gain_se:
        gain = prose("checks.scale_use.gain", percent=prose.percent(np.expm1(use.gain), 0 if use.gain > 0.05 else 1))
    return prose("checks.scale_use.found", narrow=prose.percent(narrow), wide=prose.percent(wide), prediction=gain)


def _scenarios(diagnosis: Diagnosis, _study: Study, prose: Prose) -> str:
    tested = [fit for fit in diagnosis.scenarios if fit.q_value is not None]
    clear = sorted((fit for fit in tested if _clear(fit.q_value)), key=lambda fit: (fit.q_value, fit.p_value))
    if not clear:
        return prose("checks.scenarios.nothing", total=len(tested))
    names = [fit.scenario for fit in clear]
    names_text = listed(names, prose.language)
    if len(names) > _SCENARIOS + 1:
        names_text = prose(
            "checks.scenarios.more", names=", ".join(names[:_SCENARIOS]), more=len(names) - _SCENARIOS
        )  # fmt: skip
    name = "found" if len(clear) > 1 else "found_one"
    return prose(f"checks.scenarios.{name}", count=len(clear), total=len(tested), names=names_text)


def _order(diagnosis: Diagnosis, _study: Study, prose: Prose) -> str:
    tested = [test for test in diagnosis.order if test.p_value is not None]
    sentences = [_order_found(test, prose) for test in tested if _clear(test.p_value_corrected)]
    if sentences:
        return " ".join(sentences)
    names = [prose(f"checks.order.names.{test.kind}") for test in tested]
    return prose("checks.order.nothing", names=listed(names, prose.language))


def _order_found(test: OrderTest, prose: Prose) -> str:
    if test.kind == "consistency":
        return prose("checks.order.looser" if (test.noise or 1.0) > 1.0 else "checks.order.firmer")
    points = _points(test.points or 0.0, prose)
    if test.kind == "week":
        return prose("checks.order.week", points=points)
    return prose("checks.order.rising" if (test.points or 0.0) > 0 else "checks.order.falling", points=points)
