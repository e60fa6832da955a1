"""The command on how much colleagues differ: noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from collega.cli.app import AsJson, Folder, app
from collega.cli.insight_tables import NOT_SHOWN, mark_synthetic
from collega.cli.output import print_json, results, show, tell_sources, warn
from collega.errors import DataError, Problem
from collega.findings import noise_findings, sentence, with_words
from collega.folder import StudyFolder
from collega.model.fit import Fit
from collega.noise import CaseSet, Differences, Noise, judged_cases, measure_noise, practice_cases
from collega.panel import Panel
from collega.practice import read_practice
from collega.study.definition import Study
from collega.tables import read_table

ALLOWED, JUDGED = "allowed", "judged"
_PARTS = {
    "level": "level: some are stricter",
    "pattern": "pattern: people weigh differently",
    "occasion": "occasion: the moment, and what no model explains",
}
_TOLD = 10  # rows of where people differ most


@app.command()
def noise(
    folder: Folder,
    cases: Annotated[
        str, typer.Option(metavar="allowed|judged", help="Over all cases that the study allows, or those judged.")
    ] = ALLOWED,
    practice: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Over practice: how often it meets which levels or cases.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell how much colleagues differ on the same case, and how many to ask."""
    source = StudyFolder(folder)
    panel = source.panel()
    warn(source.warnings)
    fit = source.fit()
    measured = measure_noise(panel, fit, _cases(panel, fit, cases, practice))
    findings = noise_findings(measured)
    if as_json:
        print_json(measured.as_json() | {"findings": [with_words(finding, panel.study) for finding in findings]})
    else:
        mark_synthetic(measured.synthetic)
        for finding in findings:
            results().print(f"- {sentence(finding, panel.study, 'en')}", markup=False)
        results().print()
        _print_tables(measured, panel.study)
    warn(measured.warnings)


def _cases(panel: Panel, fit: Fit, cases: str, practice: Path | None) -> CaseSet | None:
    """Return the cases that were chosen; None for all allowed ones."""
    if cases not in (ALLOWED, JUDGED):
        problem = f"there are no cases '{cases}'"
        raise DataError([Problem(file="--cases", found=problem, allowed=f"{ALLOWED}, {JUDGED}")])
    if practice is None:
        return judged_cases(panel) if cases == JUDGED else None
    if cases != ALLOWED:
        problem, hint = "the cases are given twice: by --cases and by --practice", "Give them in one way only"
        raise DataError([Problem(file="--cases", found=problem, hint=hint)])
    met = read_practice(panel.study, read_table(practice))
    if met.source is not None:
        tell_sources([met.source])
    return practice_cases(met, fit.judged_levels)


def _print_tables(measured: Noise, study: Study) -> None:
    people = measured.everybody
    parts = [(text, getattr(people, name)) for name, text in _PARTS.items() if getattr(people, name) is not None]
    if parts:
        rows = [(text, *_percents(share.share, *share.interval)) for text, share in parts]
        show(
            "Of all variation in judgements on the same cases (percent, with 90% interval)",
            _frame("part", rows),
            bar="percent",
        )
    rows = [(f"{n}", *_percents(share.share, *share.interval)) for n, share in measured.majority]
    show(
        "How often the majority of those asked is on the side of most colleagues", _frame("asked", rows), bar="percent"
    )
    if measured.groups and any(
        differences is not None for values in measured.groups.values() for differences in values.values()
    ):
        for key, values in measured.groups.items():
            show(f"Within groups: {study.characteristic(key).name('en')} (percent)", _groups(values))
    if measured.criteria:
        rows = [(key, *_percents(share.share, *share.interval)) for key, share in measured.criteria]
        show(
            "What differences in weighing are about (percent of all variation)",
            _frame("criterion", rows),
            bar="percent",
        )
    rows = [(f"{key}={level}", *_percents(s.share, *s.interval)) for key, level, s in measured.levels[:_TOLD]]
    show("Where another colleague is most often on the other side: levels", _frame("level", rows))
    rows = [(name, *_percents(share.share, *share.interval)) for name, share in measured.scenarios[:_TOLD]]
    show("The same, judged scenarios", _frame("scenario", rows))


def _percents(*shares: float) -> Iterator[float]:
    return (round(100 * share, 1) for share in shares)


def _frame(name: str, rows: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=[name, "percent", "low", "high"], orient="row")


def _groups(values: Mapping[str, Differences | None]) -> pl.DataFrame:
    rows = []
    for value, differences in values.items():
        if differences is None:
            rows.append((value, NOT_SHOWN, *[""] * 5))
            continue
        shares = (differences.level, differences.pattern, differences.other_colleague, differences.same_colleague)
        numbers = ["" if share is None else f"{100 * share.share:.0f}" for share in shares]
        colleagues = f"over {199}" if differences.colleagues_needed is None else str(differences.colleagues_needed)
        rows.append((value, str(differences.participants), *numbers, colleagues))
    return pl.DataFrame(
        rows, schema=["value", "n", "level", "pattern", "other side", "same again", "to ask"], orient="row"
    )
