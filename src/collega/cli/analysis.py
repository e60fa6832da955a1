"""Commands once there are answers: insights and ask."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from collega.cli.app import AsJson, Folder, app
from collega.cli.output import print_json, results, say, show, stacked, warn
from collega.colleague import (
    Advice,
    Case,
    case_from_json,
    cases_from_table,
    level_text,
    parse_case,
    summary,
    tipping_sentence,
)
from collega.colleague import (
    ask as ask_colleague,
)
from collega.errors import DataError, Problem
from collega.folder import MODEL, StudyFolder
from collega.insight import Insights
from collega.insight import insights as all_insights
from collega.study import Language, Study
from collega.tables import read_table

SYNTHETIC = "SYNTHETIC: these answers were simulated. Nothing here is about real people."


@app.command()
def insights(
    folder: Folder,
    by: Annotated[str | None, typer.Option(help="Only this characteristic; by default all of them.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what was learned: importance, groups, answers, agreement, differences."""
    source = StudyFolder(folder)
    panel = source.panel()
    fit = source.fit() if source.has(MODEL) else None
    found = all_insights(panel, fit, by=by)
    if as_json:
        print_json(found.as_json())
    else:
        print_insights(panel.study, found)
    warn(found.warnings)
    if fit is None:
        say(f"There is no model yet, so no importance either. Make one: collega fit {folder}")


def print_insights(study: Study, found: Insights) -> None:
    """Print insights as tables with bars."""
    language = study.languages[0]
    _print_synthetic(found.synthetic)
    results().print(f"{found.participants} participants, {found.answers} answers.\n")
    if found.importance is not None:
        frame = found.importance.select(
            "criterion",
            pl.col("percent").round(1),
            pl.format("{}–{}", pl.col("low").round(1), pl.col("high").round(1)).alias("90% interval"),
            pl.col("share_swing").round(1).alias("swing, points"),
            pl.col("p_value").map_elements(_p_value, return_dtype=pl.String).alias("p"),
        )
        show("Importance of the criteria, percent", frame, bar="percent")
    for key, frame in found.groups.items():
        show(f"Top criteria by {key}", _tops(study, key, frame, language))
    for key, frame in found.answers_by_group.items():
        show(f"Answers by {key}, from most negative to most positive", _answers(study, key, frame, language))
    show("Answers per scenario", _answers_per_scenario(study, found.answers_by_scenario))
    _print_agreement(found)
    if found.differences.height:
        show("Differences between groups (permutation tests, Holm's correction)", _differences(found.differences))


@app.command()
def ask(
    folder: Folder,
    levels: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KEY=LEVEL]...", help="The case; what is left out is blank.", show_default=False),
    ] = None,
    case: Annotated[str | None, typer.Option(help="A JSON file with the case, or - for stdin.")] = None,
    cases: Annotated[Path | None, typer.Option(help="A table with a case a row and a column per criterion.")] = None,
    group: Annotated[str | None, typer.Option(help="Only these colleagues: CHARACTERISTIC=VALUE.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the virtual colleague: which share would advise positively, how sure, why, and what would change it."""
    source = StudyFolder(folder)
    study, fit = source.study(), source.fit()
    panel = source.panel() if source.has("answers.csv") else None
    asked = _cases(study, levels or [], case, cases)
    advices = [ask_colleague(study, fit, each, panel=panel, group=_group(group)) for each in asked]
    if as_json:
        told = [advice.as_json() for advice in advices]
        print_json(told if cases is not None else told[0])
    else:
        for advice in advices:
            print_advice(study, advice)
    warn(dict.fromkeys(warning for advice in advices for warning in advice.warnings))


def print_advice(study: Study, advice: Advice) -> None:
    """Print one advice for people."""
    language = study.languages[0]
    _print_synthetic(advice.synthetic)
    given = ", ".join(f"{key}={level}" for key, level in advice.case.levels) or "everything blank"
    results().print(f"Case: {given}", style="bold")
    results().print(summary(study, advice, language))
    results().print(f"{stacked(list(advice.answers.values()))}  " + ", ".join(
        f"{key} {100 * share:.0f}%" for key, share in advice.answers.items()))  # fmt: skip
    results().print(f"The average case: {100 * advice.average:.0f}%.\n")
    reasons = pl.DataFrame(
        [(r.criterion, level_text(study, r.criterion, r.level, language), f"{r.points:+.1f}")
         for r in advice.reasons if r.level is not None],
        schema=["criterion", "level", "points"], orient="row",
    )  # fmt: skip
    if reasons.height:
        show("Why: percentage points against the average case", reasons)
    changes = pl.DataFrame(
        [(c.criterion, level_text(study, c.criterion, c.level, language), round(100 * c.share),
          f"{100 * c.interval[0]:.0f}–{100 * c.interval[1]:.0f}") for c in advice.what_if],
        schema=["criterion", "with instead", "percent", "90% interval"], orient="row",
    )  # fmt: skip
    show("What if: one criterion different", changes, bar="percent", top=100.0)
    if advice.case.levels:
        results().print(tipping_sentence(study, advice, language) + "\n")
    _print_nearest(advice)


def _print_nearest(advice: Advice) -> None:
    if not advice.nearest:
        return
    rows = [
        (near.scenario, ", ".join(near.differs) or "nothing", near.n,
         "too few judges to show" if near.answers is None
         else ", ".join(f"{key} {100 * share:.0f}%" for key, share in near.answers.items()))
        for near in advice.nearest
    ]  # fmt: skip
    schema = ["scenario", "differs in", "judges", "their answers"]
    show("Nearest scenarios that were really judged", pl.DataFrame(rows, schema=schema, orient="row"))


def _cases(study: Study, levels: Sequence[str], case: str | None, cases: Path | None) -> list[Case]:
    given = [name for name, value in (("KEY=LEVEL", levels), ("--case", case), ("--cases", cases)) if value]
    if len(given) > 1:
        found = f"{' and '.join(given)} are given together"
        raise DataError([Problem(file="ask", found=found, hint="Give the case in one way")])
    if cases is not None:
        return cases_from_table(study, read_table(cases))
    if case is not None:
        text = sys.stdin.read() if case == "-" else Path(case).read_text(encoding="utf-8-sig")
        return [case_from_json(study, text, file="stdin" if case == "-" else case)]
    return [parse_case(study, levels)]


def _group(word: str | None) -> tuple[str, str] | None:
    if word is None:
        return None
    characteristic, sign, value = word.partition("=")
    if not sign:
        found = f"'{word}' is not of the form CHARACTERISTIC=VALUE"
        raise DataError([Problem(file="--group", found=found, hint="For example: --group function=dpo")])
    return characteristic, value


def _print_synthetic(synthetic: bool) -> None:
    if synthetic:
        results().print(SYNTHETIC, style="bold red")


def _tops(study: Study, key: str, frame: pl.DataFrame, language: Language) -> pl.DataFrame:
    rows = []
    for (value,), part in frame.group_by("value", maintain_order=True):
        top = part.filter(pl.col("top").is_not_null()).sort("top")["criterion"].to_list()
        hidden = bool(part["suppressed"][0])
        said = "not shown" if hidden else ", ".join(top) or "needs the hierarchical model"
        rows.append((study.characteristic(key).value_text(str(value), language), part["n"][0], said))
    return pl.DataFrame(rows, schema={"group": pl.String, "n": pl.Int64, "weigh most": pl.String}, orient="row")


def _answers(study: Study, key: str, frame: pl.DataFrame, language: Language) -> pl.DataFrame:
    names = [study.characteristic(key).value_text(value, language) for value in frame["value"]]
    return (
        _stacked_rows(study, frame).with_columns(pl.Series("group", names)).select("group", "n", "positive", "answers")
    )


def _answers_per_scenario(study: Study, frame: pl.DataFrame) -> pl.DataFrame:
    return _stacked_rows(study, frame).select("scenario", "n", "positive", "answers")


def _stacked_rows(study: Study, frame: pl.DataFrame) -> pl.DataFrame:
    bars = [
        "not shown" if row["suppressed"] else stacked([row[key] for key in study.answer_keys])
        for row in frame.iter_rows(named=True)
    ]
    percent = (100 * pl.col("positive")).round(0).cast(pl.Int64).alias("positive")
    return frame.with_columns(percent, pl.Series("answers", bars, dtype=pl.String))


def _print_agreement(found: Insights) -> None:
    agreed: list[tuple[str, Any]] = [
        ("Pairs of participants on the same side about a scenario", found.agreement.same_side),
        ("The same answer to a repeated scenario", found.agreement.same_answer_again),
    ]
    for what, value in agreed:
        if value is not None:
            results().print(f"{what}: {100 * value:.0f}%")
    results().print()


def _differences(frame: pl.DataFrame) -> pl.DataFrame:
    p_values = ("p_value", "p_value_corrected", "p_trend", "p_trend_corrected")
    said = [pl.col(name).map_elements(_p_value, return_dtype=pl.String) for name in p_values]
    return frame.with_columns(pl.col("trend").round(2), *said)


def _p_value(value: float | None) -> str:
    if value is None:
        return "–"
    return "<0.001" if value < 0.001 else f"{value:.3f}"
