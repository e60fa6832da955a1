"""Which charts a fit has: name, chart, one sentence that says what is to be seen, and a table of the same numbers.

Names are parts with a dot between them: ``importance``, ``answers``, ``agreement``, ``calibration``, ``part-worths``;
``levels.<criterion>``; ``groups.<characteristic>``, ``weights.<characteristic>``, ``self-image.<characteristic>``;
``importance.<characteristic>.<value>`` and ``answers.<characteristic>.<value>``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import polars as pl

from collega.exhibits import claims
from collega.figures import (
    SCREEN,
    Figure,
    Style,
    agreement_figure,
    answers_figure,
    calibration_figure,
    group_importance_figure,
    importance_figure,
    part_worths_figure,
    shares_figure,
)
from collega.figures.wording import number
from collega.insight import Insights, answers_frame, insights_of
from collega.insight.importance import SIGNIFICANT
from collega.model.summary import part_worth_frame
from collega.prose import Prose
from collega.report.results import long_answers, scenario_gaps
from collega.study import Language
from collega.study import Study as Definition
from collega.web import bridge
from collega.web.jobs import tables
from collega.web.records.models import StoredFit

TO_90 = 1.6449  # standard errors in half a 90% interval
_PEOPLE = {"nl": "deelnemers", "en": "participants"}
_SIMULATED = {"nl": "gesimuleerde deelnemers", "en": "simulated participants"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A chart with its sentence and its table (``header``, ``kinds`` of the columns, ``rows`` of raw values)."""

    name: str
    figure: Figure
    finding: str
    table: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the charts of a fit are drawn from."""

    row: StoredFit
    study: Definition
    found: Insights
    prose: Prose
    style: Style = SCREEN
    wanted: Callable[[str], bool] = bool  # of a chart's name: all have one

    @property
    def language(self) -> Language:
        """Language of the texts."""
        return self.prose.language

    @property
    def average(self) -> float | None:
        """Share of positive answers in all answers; None where it may not be told."""
        return positive_share(self.study, self.found.overall)


def group_of(name: str) -> tuple[str, str] | None:
    """Return (characteristic, value) of the group that a chart is of, by its name; None for one of everybody."""
    _, *rest = name.split(".")
    return (rest[0], rest[1]) if len(rest) == 2 else None


def people_of(row: StoredFit, name: str, language: Language) -> str:
    """Return how many people a chart is of, and which group where it is of one."""
    group = group_of(name)
    people = (_SIMULATED if row.insights["synthetic"] else _PEOPLE)[language]
    if group is None:
        return f"{number(row.insights['participants'], language)} {people}"
    key, value = group
    text = row.study.as_shown.characteristic(key).value_name(value, language)
    return f"{number(row.insights['answers_by_group'][key][value]['n'], language)} {people}: {text}"


def names(row: StoredFit) -> list[str]:
    """Return the names of all charts of a fit, those of everybody before those of single groups."""
    found: list[str] = []

    def only_listed(name: str) -> bool:
        found.append(name)
        return False

    list(drawings(row, "nl", wanted=only_listed))  # nothing is wanted, so nothing is drawn
    return sorted(found, key=lambda name: name.count(".") > 1)


def drawings(
    row: StoredFit, language: Language, style: Style = SCREEN, *, wanted: Callable[[str], bool] = bool
) -> Iterator[Drawn]:
    """Draw everything that a fit shows, or of it what is wanted by its name."""
    study = row.study.as_shown
    found = insights_of(study, row.insights)
    ground = Ground(row=row, study=study, found=found, prose=Prose(language), style=style, wanted=wanted)
    for part in (_answers, _importance, _levels, _groups, _agreement, _calibration):
        for drawn in part(ground):
            yield drawn if group_of(drawn.name) is None else _naming_its_group(ground, drawn)


def _naming_its_group(ground: Ground, drawn: Drawn) -> Drawn:
    """Say first in the description of a chart which group it is of."""
    alt = f"{people_of(ground.row, drawn.name, ground.language)}. {drawn.figure.alt}"
    return replace(drawn, figure=replace(drawn.figure, alt=alt))


def _answers(ground: Ground) -> Iterator[Drawn]:
    """Answers per scenario: of everybody, and of every group."""
    yield from _scenarios(ground, "answers", ground.found.answers_by_scenario, ground.average)
    for key, values in ground.row.judged.items():
        by_group = {row["value"]: row for row in ground.found.answers_by_group[key].iter_rows(named=True)}
        for value, rows in values.items():
            average = by_group[value]["positive"]
            frame = answers_frame(ground.study, rows)
            if average is not None:
                yield from _scenarios(ground, f"answers.{key}.{value}", frame, average)


def positive_share(study: Definition, overall: Mapping[str, float | None]) -> float | None:
    """Return the share of positive answers; None where it may not be told."""
    shares = [overall[key] for key in study.answer_keys[study.positive :]]
    return None if None in shares else sum(share for share in shares if share is not None)


def _scenarios(ground: Ground, name: str, frame: pl.DataFrame, average: float | None) -> Iterator[Drawn]:
    study, prose = ground.study, ground.prose
    shown = frame.filter(~pl.col("suppressed")).sort("positive", descending=True, maintain_order=True)
    if shown.height == 0 or not ground.wanted(name):
        return
    long = long_answers(shown.with_columns(pl.col("scenario").alias("label")), study.answer_keys)
    yield Drawn(
        name=name,
        figure=answers_figure(long, study, rows=prose("answers.row"), language=ground.language, style=ground.style),
        finding=" ".join([claims.scenario_finding(frame, average, prose), *scenario_gaps(frame, prose)]),
        table=tables.answers(frame, study, prose, first=prose("numbers.scenario"), names=frame["scenario"].to_list()),
    )


def _importance(ground: Ground) -> Iterator[Drawn]:
    study, prose, frame = ground.study, ground.prose, ground.found.importance
    if frame is None:
        return
    drawn = frame.with_columns((pl.col("p_value_corrected") < SIGNIFICANT).alias("demonstrated"))
    if ground.wanted("importance"):
        yield Drawn(
            name="importance",
            figure=importance_figure(drawn, study, language=ground.language, style=ground.style),
            finding=claims.importance_finding(frame, study, prose),
            table=tables.importance(frame, study, prose),
        )
    for key, weights in ground.found.groups.items():
        for value in weights.filter(pl.col("percent").is_not_null())["value"].unique(maintain_order=True).to_list():
            if not ground.wanted(f"importance.{key}.{value}"):
                continue
            own = weights.filter(pl.col("value") == value).sort("percent", descending=True, maintain_order=True)
            own = own.with_columns(
                pl.lit(None, pl.Boolean).alias("demonstrated"), pl.lit(None, pl.Float64).alias("p_value_corrected")
            )
            yield Drawn(
                name=f"importance.{key}.{value}",
                figure=importance_figure(own, study, language=ground.language, style=ground.style),
                finding=claims.importance_finding(own, study, prose),
                table=tables.group_weights(own, study, prose),
            )


def _levels(ground: Ground) -> Iterator[Drawn]:
    """What each level does: part-worths of all, and shares criterion by criterion."""
    study, prose, shares = ground.study, ground.prose, ground.found.levels
    if shares is None:
        return
    frame = part_worth_frame(bridge.fit_of(ground.row)).with_columns(
        (pl.col("part_worth") - TO_90 * pl.col("se")).fill_nan(None).alias("low"),
        (pl.col("part_worth") + TO_90 * pl.col("se")).fill_nan(None).alias("high"),
    )
    if ground.wanted("part-worths"):
        yield Drawn(
            name="part-worths",
            figure=part_worths_figure(frame, study, language=ground.language, style=ground.style),
            finding=claims.part_worths_finding(frame, study, prose),
            table=tables.part_worths(frame, study, prose),
        )
    for criterion in study.criteria:
        if not ground.wanted(f"levels.{criterion.key}"):
            continue
        own = shares.filter(pl.col("criterion") == criterion.key)
        texts = [level.name(ground.language) for level in criterion.levels]
        yield Drawn(
            name=f"levels.{criterion.key}",
            figure=shares_figure(
                own.with_columns(pl.Series("label", texts)), language=ground.language, style=ground.style
            ),
            finding=claims.levels_finding(own, study, prose),
            table=tables.levels(own, study, prose),
        )


def _groups(ground: Ground) -> Iterator[Drawn]:
    study, prose = ground.study, ground.prose
    differences = {row["characteristic"]: row for row in ground.found.differences.iter_rows(named=True)}
    images = {image.characteristic: image for image in ground.found.self_images}
    for item in study.characteristics:
        frame = ground.found.answers_by_group[item.key]
        shown = frame.filter(~pl.col("suppressed"))
        name = f"self-image.{item.key}" if item.key in images else f"groups.{item.key}"
        if shown.height and ground.wanted(name):
            if item.key in images:
                share = ground.found.overall[study.answer_keys[0]]
                finding = claims.self_image_finding(images[item.key], share, differences.get(item.key), study, prose)
            else:
                finding = claims.group_finding(frame, differences.get(item.key), study, item.key, prose)
            labels = [_label(ground, item.key, value, n) for value, n in shown.select("value", "n").iter_rows()]
            long = long_answers(shown.with_columns(pl.Series("label", labels)), study.answer_keys)
            texts = [item.value_name(value, ground.language) for value in frame["value"]]
            yield Drawn(
                name=name,
                figure=answers_figure(
                    long, study, rows=item.name(ground.language), language=ground.language, style=ground.style
                ),
                finding=finding,
                table=tables.answers(frame, study, prose, first=prose("numbers.value"), names=texts),
            )
        yield from _weights(ground, item.key)


def _weights(ground: Ground, key: str) -> Iterator[Drawn]:
    """Importance of every criterion in every group of a characteristic."""
    study, prose, weights = ground.study, ground.prose, ground.found.groups[key]
    known = weights.filter(pl.col("percent").is_not_null())
    values = known["value"].unique(maintain_order=True).to_list()
    if len(values) < 2 or ground.found.importance is None or not ground.wanted(f"weights.{key}"):
        return
    order = [key for key in ground.found.importance["criterion"] if key in known["criterion"]]
    by_cell = {(row["criterion"], row["value"]): row for row in known.iter_rows(named=True)}
    rows = [
        {
            "criterion": criterion,
            "label": _label(ground, key, value, by_cell[criterion, value]["n"]),
            "percent": by_cell[criterion, value]["percent"],
            "top": by_cell[criterion, value]["top"] is not None,
        }
        for criterion in order
        for value in values
    ]
    yield Drawn(
        name=f"weights.{key}",
        figure=group_importance_figure(pl.DataFrame(rows), study, language=ground.language, style=ground.style),
        finding=claims.group_importance_finding(known, study, key, prose),
        table=tables.weights(known, order, values, study, key, prose),
    )


def _label(ground: Ground, key: str, value: str, n: int) -> str:
    text = ground.study.characteristic(key).value_name(value, ground.language)
    return f"{text} " + ground.prose("groups.n", n=n).replace(" ", "\u00a0")


def _agreement(ground: Ground) -> Iterator[Drawn]:
    measured, prose = ground.found.agreement, ground.prose
    shown = measured.scenarios.filter(pl.col("consensus").is_not_null())
    if shown.height and ground.wanted("agreement"):
        frame = shown.select("scenario", "positive", pl.col("consensus").alias("agreement"))
        yield Drawn(
            name="agreement",
            figure=agreement_figure(frame, language=ground.language, style=ground.style),
            finding=claims.agreement_finding(measured.scenarios, measured.same_side, prose),
            table=tables.agreement(measured.scenarios, prose),
        )


def _calibration(ground: Ground) -> Iterator[Drawn]:
    stored = ground.row.validation
    if not stored or not ground.wanted("calibration"):
        return
    frame = pl.DataFrame(stored["calibration"])
    measured: Any = SimpleNamespace(calibration=frame)
    yield Drawn(
        name="calibration",
        figure=calibration_figure(frame, language=ground.language, style=ground.style),
        finding=claims.calibration_finding(measured, ground.prose),
        table=tables.calibration(frame, ground.prose),
    )
