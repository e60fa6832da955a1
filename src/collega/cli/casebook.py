"""The command cases."""

from __future__ import annotations

import polars as pl

from collega.cli.app import AsJson, Folder, app
from collega.cli.insight_tables import mark_synthetic
from collega.cli.output import print_json, results, show, warn
from collega.folder import StudyFolder
from collega.practice import Bounded, Calibration, Followed, calibration_sentences, drift_sentence, follow_practice

_SHOWN = 12


@app.command("cases")
def cases_command(folder: Folder, as_json: AsJson = False) -> None:
    """Compare the casebook with the model: calibration, drift, and what practice meets."""
    source = StudyFolder(folder)
    study, casebook = source.study(), source.casebook()
    fit, design = source.fit(), source.design()
    warn(source.warnings)
    followed = follow_practice(study, fit, casebook, design)
    if as_json:
        print_json(followed.as_json())
    else:
        print_followed(followed)
    warn(followed.warnings)


def print_followed(followed: Followed) -> None:
    """Print what a casebook tells, for people."""
    mark_synthetic(followed.synthetic)
    counted = followed.calibration
    results().print(
        f"{followed.cases} cases, {followed.outcomes} with an outcome; {counted.judgements} blind judgements of "
        f"{counted.cases} cases by {counted.judges} people.\n"
    )
    for sentence in calibration_sentences(counted):
        results().print(str(sentence), style="bold")
    if counted.sides is not None:
        show("Calibration on practice: 90% intervals", _lines(counted), digits=2)
    if followed.drift is not None:
        results().print(str(drift_sentence(followed.drift)) + "\n", style="bold")
    show("How often practice meets what, % of the cases where it is filled in", _levels(followed))
    if followed.met.never_together:
        show("Levels that practice meets together, and no scenario of the study has", _never_together(followed))


def _lines(calibration: Calibration) -> pl.DataFrame:
    rows: list[tuple[str, float, float, float, str]] = []
    if calibration.difference is not None:
        rows.append(_line("observed less expected, points", calibration.difference, "0"))
    for name, line in (("positive or not", calibration.sides), ("all answers", calibration.answers)):
        if line is not None:
            rows += [_line(f"{name}: slope", line.slope, "1"), _line(f"{name}: intercept", line.intercept, "0")]
    return pl.DataFrame(rows, schema=["", "estimate", "from", "to", "right is"], orient="row")


def _line(name: str, value: Bounded, right: str) -> tuple[str, float, float, float, str]:
    return name, value.estimate, *value.interval, right


def _levels(followed: Followed) -> pl.DataFrame:
    rows = []
    for level in followed.met.levels:
        percent, interval = "–", "–"
        if level.share is not None:
            low, high = level.share.interval
            percent, interval = f"{100 * level.share.share:.0f}", f"{100 * low:.0f}–{100 * high:.0f}"
        rows.append((level.criterion, level.level, level.n, percent, interval, "" if level.shown else "no"))
    schema = ["criterion", "level", "cases", "%", "90% interval", "in a scenario"]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _never_together(followed: Followed) -> pl.DataFrame:
    rows = [
        (" with ".join(f"{criterion}={level}" for criterion, level in pair.levels), pair.n)
        for pair in followed.met.never_together[:_SHOWN]
    ]
    return pl.DataFrame(rows, schema=["levels", "cases"], orient="row")
