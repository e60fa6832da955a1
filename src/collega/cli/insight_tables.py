"""Insights in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from collega.cli.output import results, sentence, show, stacked
from collega.findings import Finding
from collega.findings import sentence as finding_sentence
from collega.insight import Insights
from collega.insight.choice import FEW, OTHERS, SIDES
from collega.insight.sides import FEWEST
from collega.study.added import DECLINED
from collega.study.definition import Study

NOT_SHOWN = "not shown"  # too few people, or too few would follow by subtraction
SYNTHETIC = "SYNTHETIC: the answers behind this were simulated; they are nobody's judgement."


def mark_synthetic(synthetic: bool) -> None:
    """Say loudly that the answers were simulated."""
    if synthetic:
        results().print(SYNTHETIC, style="bold white on red")


def print_insights(computed: Insights, study: Study, findings: Sequence[Finding], *, in_full: bool) -> None:
    """Print the findings, then all insights as tables with bars.

    Parameters
    ----------
    in_full : bool
        Print every criterion's importance in every group, instead of the heaviest ones.
    """
    from collega.exhibits import exhibit_title  # slow to import

    mark_synthetic(computed.synthetic)
    results().print(sentence(computed) + "\n")
    for finding in findings:
        results().print(f"- {finding_sentence(finding, study, 'en')}", markup=False)
    results().print()
    _print_average(computed, study)
    if computed.importance is not None:
        show(
            f"{exhibit_title(study, 'importance', 'en')} (points: how far it moves the share positive)",
            _importance(computed.importance),
            bar="percent",
        )
    for key, frame in computed.groups.items():
        if frame["percent"].null_count() < frame.height:
            show(
                f"{exhibit_title(study, f'weights.{key}', 'en')}{', percent' * in_full}",
                _full(computed, frame, key) if in_full else _heaviest(frame),
            )
    for key, frame in computed.answers_by_group.items():
        kind = "self-image" if study.characteristic(key).self_image else "groups"
        show(f"{exhibit_title(study, f'{kind}.{key}', 'en')} ({_scale(study)})", _answers(frame, "value"))
    _print_reasons(computed, study)
    show(
        f"{exhibit_title(study, 'answers', 'en')} ({_scale(study)})", _answers(computed.answers_by_scenario, "scenario")
    )
    _print_repeats(computed)
    tests = computed.differences.filter(pl.col("p_value").is_not_null())
    if tests.height:
        show("Do groups differ, and do their answers rise (rho > 0) or fall in the order of the study?", _tests(tests))


def _print_average(computed: Insights, study: Study) -> None:
    """Print whose share is positive in the average case: first of whom the study chose."""
    if computed.average is None:
        return
    names = {"participants": "the participants", "colleagues": "colleagues like them", "profession": "the profession"}
    rows = []
    for population in sorted(names, key=lambda population: population != study.share_of):
        share = computed.average.shares[population]
        if share is not None:
            low, high = (round(100 * end) for end in share.interval)
            rows.append(f"of {names[population]} {round(100 * share.share)}% ({low}–{high})")
    results().print(f"Share positive in the average case, with 90% interval: {', '.join(rows)}.\n")


def _print_reasons(computed: Insights, study: Study) -> None:
    """Say why each group that is not shown is not."""
    places: dict[str, list[str]] = {}
    for key, frame in computed.answers_by_group.items():
        rows = frame.filter(pl.col("suppressed") & ((pl.col("value") != DECLINED) | (pl.col("reason") != FEW)))
        for value, reason, because in rows.select("value", "reason", "because").iter_rows():
            reasons = {
                FEW: f"fewer than {study.minimum_group} participants",
                OTHERS: f"would tell about fewer than {study.minimum_group} beside {', '.join(because or [])}",
                SIDES: "nearly all answers on one side, or that would follow",
            }[reason]
            places.setdefault(reasons, []).append(f"{key}={value}")
    for reasons, groups in places.items():
        results().print(f"{NOT_SHOWN}, {reasons}: {', '.join(groups)}.\n")


def _importance(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        "criterion",
        pl.col("percent").round(0).cast(pl.Int64),
        _range("low", "high").alias("90% interval"),
        pl.col("share_swing").round(0).cast(pl.Int64).alias("points"),
        _range("swing_low", "swing_high").alias("90% of points"),
        pl.col("p_value_corrected").map_elements(p_text, return_dtype=pl.String).alias("p, Holm"),
        *(pl.col(name).round(0).cast(pl.Int64) for name in ("uncorrected", "individual")),
    )


def p_text(value: float | None) -> str:
    """Return a p-value as people read it."""
    if value is None:
        return "–"
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def _range(low: str, high: str) -> pl.Expr:
    return pl.format("{}–{}", *(pl.col(name).round(0).cast(pl.Int64) for name in (low, high)))


def _heaviest(frame: pl.DataFrame) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for (value,), part in frame.group_by("value", maintain_order=True):
        top = part.filter(pl.col("top").is_not_null()).sort("top")["criterion"].to_list()
        hidden = bool(part["suppressed"][0])
        if not hidden or value != DECLINED:
            rows.append({"group": value, "n": part["n"][0], "heaviest first": NOT_SHOWN if hidden else ", ".join(top)})
    return pl.DataFrame(rows)


def _full(computed: Insights, frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """Return a column per group, named as ``--group`` names it: no value can then be taken for ``criterion``."""
    visible = frame.filter(~pl.col("suppressed"))
    order = (frame if computed.importance is None else computed.importance)["criterion"].unique(maintain_order=True)
    columns = {"criterion": order}
    for (value,), part in visible.group_by("value", maintain_order=True):
        percent = dict(part.select("criterion", pl.col("percent").round(0).cast(pl.Int64)).iter_rows())
        columns[f"{key}={value}"] = pl.Series([percent[criterion] for criterion in order])
    return pl.DataFrame(columns)


def _answers(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    rows = frame.filter((pl.col(name) != DECLINED) | ~pl.col("suppressed")) if name == "value" else frame
    bars = [
        hidden(row["mostly"], row["n"]) if row["suppressed"] else stacked(row["shares"])
        for row in rows.iter_rows(named=True)
    ]
    positive = (100 * pl.col("positive")).round(0).cast(pl.Int64).alias("% positive")
    return rows.select(name, "n", positive).with_columns(pl.Series("answers", bars))


def hidden(mostly: str | None, n: int | None) -> str:
    """Return what stands in the place of answers that are not shown."""
    return NOT_SHOWN if mostly is None or n is None else f"at least {n - FEWEST + 1} {mostly}"


def _scale(study: Study) -> str:
    return " to ".join((study.answer_keys[0], study.answer_keys[-1])) + ", light to dark"


def _print_repeats(computed: Insights) -> None:
    agreed = computed.agreement
    if agreed.same_answer_again is not None and agreed.same_side_again is not None:
        results().print(
            f"Judging a scenario again, they gave the same answer in "
            f"{_share(agreed.same_answer_again, agreed.same_answer_again_interval)} and were on the same side in "
            f"{_share(agreed.same_side_again, agreed.same_side_again_interval)} of {agreed.repeats} repeats.\n"
        )


def _share(share: float, interval: tuple[float, float] | None) -> str:
    ends = "" if interval is None else f" ({100 * interval[0]:.0f}–{100 * interval[1]:.0f})"
    return f"{100 * share:.0f}%{ends}"


def _tests(tests: pl.DataFrame) -> pl.DataFrame:
    """Shape the tests for people; p is by permutation, corrected as Holm does, and rho is a rank correlation."""
    names = {
        "p_value": "p differ",
        "p_value_corrected": "p differ, Holm",
        "trend": "rho",
        "p_trend": "p order",
        "p_trend_corrected": "p order, Holm",
    }
    texts = [pl.col(name).map_elements(p_text, return_dtype=pl.String) for name in names if name != "trend"]
    rho = pl.col("trend").map_elements(lambda value: f"{round(value, 2) + 0.0:.2f}".rjust(5), return_dtype=pl.String)
    return tests.with_columns(rho, *texts).select("characteristic", *names).rename(names)
