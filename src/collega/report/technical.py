"""The appendix for whoever checks the work: the design, the model, and what it misses, in the terms of the field."""

from __future__ import annotations

import math

from collega.report.blocks import Block, finding, heading, paragraph, table
from collega.report.checks import checks_table
from collega.report.material import Material
from collega.report.results import importance_table, shown

_ROUNDING = 1e-9
P_VALUES = ("p_value_corrected", "p_trend_corrected")


def technical(material: Material) -> list[Block]:
    """Return the whole appendix."""
    prose = material.prose
    return [
        heading(prose("technical.title")),
        paragraph(prose("technical.opening")),
        *_design(material),
        *_computation(material),
        *importance_table(material),
        *_group_tests(material),
        *_part_worths(material),
        *_validation(material),
        *checks_table(material),
    ]


def _design(material: Material) -> list[Block]:
    prose, quality = material.prose, material.quality
    if not quality.identified:
        return []
    text = prose("method.quality", efficiency=prose.number(quality.d_efficiency, 3))
    if quality.efficiency_of_bound is not None:
        best = min(quality.efficiency_of_bound, 1.0)
        percent = prose.number(math.floor(1000 * best + 1e-6) / 10, 1)  # at least: never rounded up
        text += " " + prose("method.bound_best" if best > 1 - _ROUNDING else "method.bound", percent=percent)
    balance, correlation = prose.number(quality.level_balance, 2), prose.number(quality.max_correlation, 2)
    equal = quality.level_balance > 1 - _ROUNDING
    balance_text = prose("method.balance_equal" if equal else "method.balance", balance=balance)
    uncorrelated = quality.max_correlation < _ROUNDING
    linked = prose("method.correlation_none" if uncorrelated else "method.correlation", correlation=correlation)
    return [heading(prose("method.scenarios"), 2), paragraph(f"{text} {balance_text} {linked}")]


def _computation(material: Material) -> list[Block]:
    prose, convergence = material.prose, material.fit.convergence
    if not material.fit.converged or convergence is None:
        return []
    text = prose("method.converged", chains=convergence.chains, r_hat=prose.number(convergence.r_hat, 3))
    return [heading(prose("method.model"), 2), paragraph(text)]


def _group_tests(material: Material) -> list[Block]:
    """Return the tests of every characteristic; none where none was made."""
    prose = material.prose
    rows = [
        [
            item.name(prose.language),
            str(test["n"] or prose("none")),
            *(_p_value(test[name], material) for name in P_VALUES),
        ]
        for item in material.study.characteristics
        if (test := material.differences.get(item.key)) is not None
    ]
    if not rows:
        return []
    header = [prose("groups.tests_characteristic"), prose("numbers.n"), prose("groups.tests_differ"),
              prose("groups.tests_order")]  # fmt: skip
    return [
        heading(prose("groups.tests"), 2),
        table(header, rows, caption=prose("groups.tests"), columns=[1, "auto", "auto", "auto"]),
        paragraph(prose("groups.tests_note")),
    ]


def _p_value(value: float | None, material: Material) -> str:
    prose = material.prose
    return prose("none") if value is None else prose.p_value(value).removeprefix("=\u00a0")


def _part_worths(material: Material) -> list[Block]:
    prose, exhibit = material.prose, material.exhibit("part-worths")
    if exhibit is None:
        return []
    return [
        heading(prose("importance.part_worths"), 2),
        paragraph(prose("importance.part_worths_opening"), stays=True),
        finding(exhibit.finding),
        *shown(material, "part-worths", stays=True),
    ]


def _validation(material: Material) -> list[Block]:
    prose, result = material.prose, material.validation
    if result is None:
        return []
    names = {result.model: prose(f"models.{result.model}")} | {
        key: text for key, text in prose.raw("rivals").items() if key != result.model
    }
    rows = [
        [text[0].upper() + text[1:], prose.percent(result.hit_rate[key]), prose.number(result.log_loss[key], 3)]
        for key, text in names.items()
    ]
    header = [prose(f"validation.{name}") for name in ("method", "hit_rate", "log_loss")]
    return [
        heading(prose("validation.caption"), 2),
        paragraph(prose("validation.log_loss_note"), stays=True),
        table(header, rows, caption=prose("validation.caption"), columns=[1, 0.25, 0.2]),
    ]
