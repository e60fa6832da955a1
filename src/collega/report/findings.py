"""One sentence from the data for every figure: data in, a sentence in Dutch or English out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from collega.colleague import Advice, WhatIf, level_text
from collega.figures.wording import listed, quoted
from collega.insight import SelfImage
from collega.model.validation import Validation
from collega.report.prose import Prose
from collega.study.definition import DECLINED, Study

SIGNIFICANT = 0.05
_MANY = 3


def criterion_name(study: Study, key: str, prose: Prose) -> str:
    """Return a criterion's text between quotation marks."""
    return quoted(study.criterion(key).text.say(prose.language), prose.language)


def scenario_finding(frame: pl.DataFrame, average: float, prose: Prose) -> str:
    """Tell how positive the answers are, and to which scenarios most and least (columns ``scenario``, ``positive``)."""
    shown = frame.filter(pl.col("positive").is_not_null()).sort("positive", maintain_order=True)
    if shown.height < 2:
        return prose("answers.finding_one", average=prose.percent(average))
    return prose(
        "answers.finding",
        average=prose.percent(average),
        top=shown["scenario"][-1],
        most=prose.percent(shown["positive"][-1]),
        low=shown["scenario"][0],
        least=prose.percent(shown["positive"][0]),
    )


def importance_finding(frame: pl.DataFrame, study: Study, prose: Prose) -> str:
    """Tell which criteria weigh most (``criterion``, ``percent``, sorted), and which not demonstrably (``p_value``)."""
    if frame.height < 2:
        return prose("importance.finding_one")
    text = prose(
        "importance.finding",
        first=criterion_name(study, frame["criterion"][0], prose),
        percent=prose.number(frame["percent"][0]),
        second=criterion_name(study, frame["criterion"][1], prose),
        percent_second=prose.number(frame["percent"][1]),
    )
    tested = frame.filter(pl.col("p_value").is_not_null())
    doubtful = tested.filter(pl.col("p_value") >= SIGNIFICANT)["criterion"].to_list()
    if len(doubtful) > _MANY:
        text += " " + prose("importance.irrelevant_many", count=len(doubtful), total=frame.height)
    elif doubtful:
        names = listed([criterion_name(study, key, prose) for key in doubtful], prose.language)
        text += " " + prose("importance.irrelevant", criteria=names)
    elif tested.height == frame.height:
        text += " " + prose("importance.all_relevant")
    return text


def part_worths_finding(frame: pl.DataFrame, study: Study, prose: Prose) -> str:
    """Tell the best and the worst level of the criterion with the widest range (``criterion``, ``level``, ...)."""
    ranges = frame.group_by("criterion", maintain_order=True).agg(
        (pl.col("part_worth").max() - pl.col("part_worth").min()).alias("range")
    )
    key = str(ranges.sort("range", descending=True, maintain_order=True)["criterion"][0])
    part = frame.filter(pl.col("criterion") == key).sort("part_worth")
    return prose(
        "importance.part_worths_finding",
        criterion=criterion_name(study, key, prose),
        best=level_text(study, key, part["level"][-1], prose.language),
        worst=level_text(study, key, part["level"][0], prose.language),
    )


def levels_finding(frame: pl.DataFrame, study: Study, prose: Prose) -> str:
    """Tell the shares at the most and the least favourable level of one criterion (``level``, ``share``)."""
    key, ordered = str(frame["criterion"][0]), frame.sort("share", maintain_order=True)
    return prose(
        "importance.levels_finding",
        best=level_text(study, key, ordered["level"][-1], prose.language),
        most=prose.percent(ordered["share"][-1]),
        worst=level_text(study, key, ordered["level"][0], prose.language),
        least=prose.percent(ordered["share"][0]),
    )


def group_finding(
    frame: pl.DataFrame, difference: Mapping[str, Any] | None, study: Study, key: str, prose: Prose
) -> str:
    """Tell which groups answer most and least positively, and whether that is demonstrated.

    Parameters
    ----------
    frame : polars.DataFrame
        ``value``, ``positive``, ``suppressed``, as :func:`collega.insight.answers_by_group` has it.
    difference : mapping or None
        The row of :func:`collega.insight.group_differences`.
    """
    item = study.characteristic(key)
    shown = frame.filter(~pl.col("suppressed") & (pl.col("value") != DECLINED)).sort("positive", maintain_order=True)
    if shown.height < 2:
        return prose("groups.nothing")
    text = prose(
        "groups.finding",
        top=quoted(item.value_text(shown["value"][-1], prose.language), prose.language),
        most=prose.percent(shown["positive"][-1]),
        low=quoted(item.value_text(shown["value"][0], prose.language), prose.language),
        least=prose.percent(shown["positive"][0]),
    )
    return text + _tested(difference, prose)


def _tested(difference: Mapping[str, Any] | None, prose: Prose) -> str:
    if difference is None or difference["p_value_corrected"] is None:
        return ""
    trend, p_trend = difference["trend"], difference["p_trend_corrected"]
    if p_trend is not None and trend is not None and p_trend < SIGNIFICANT:
        return " " + prose("groups.rising" if trend > 0 else "groups.falling", p=prose.p_value(p_trend))
    p_value = difference["p_value_corrected"]
    name = "groups.demonstrated" if p_value < SIGNIFICANT else "groups.not_demonstrated"
    return " " + prose(name, p=prose.p_value(p_value))


def group_importance_finding(frame: pl.DataFrame, study: Study, key: str, prose: Prose) -> str:
    """Tell which criterion weighs most in each shown group (``value``, ``criterion``, ``top``)."""
    item = study.characteristic(key)
    heaviest: dict[str, list[str]] = {}
    for value, criterion in frame.filter(pl.col("top") == 1).select("value", "criterion").iter_rows():
        heaviest.setdefault(criterion, []).append(quoted(item.value_text(value, prose.language), prose.language))
    if len(heaviest) == 1:
        return prose("groups.importance_all", criterion=criterion_name(study, next(iter(heaviest)), prose))
    parts = [
        prose(
            "groups.part",
            criterion=criterion_name(study, criterion, prose),
            groups=listed(values, prose.language),
        )
        for criterion, values in heaviest.items()
    ]
    return prose("groups.importance_differs", parts="; ".join(parts))


def self_image_finding(image: SelfImage, average: float, study: Study, prose: Prose) -> str:
    """Tell who gives the most negative answer most often; ``average`` is its share over all."""
    if image.most_negative is None:
        return prose("self_image.nothing")
    lowest = study.answers[0]
    row = image.answers.filter(pl.col("value") == image.most_negative)
    return prose(
        "self_image.finding",
        value=study.characteristic(image.characteristic).value_text(image.most_negative, prose.language),
        answer=lowest.text.say(prose.language),
        share=prose.percent(row[lowest.key][0]),
        average=prose.percent(average),
    )


def agreement_finding(frame: pl.DataFrame, same_side: float | None, prose: Prose) -> str:
    """Tell how often two participants are on the same side (``scenario``, ``consensus``)."""
    shown = frame.filter(pl.col("consensus").is_not_null()).sort("consensus", maintain_order=True)
    if shown.height == 0 or same_side is None:
        return prose("agreement.nothing")
    return prose(
        "agreement.finding", same=prose.percent(same_side), low=shown["scenario"][0], top=shown["scenario"][-1]
    )


def advice_finding(advice: Advice, study: Study, prose: Prose) -> str:
    """Tell the share of a case, describing and never prescribing."""
    points = 100 * (advice.share - advice.average)
    difference = "equal" if round(points) == 0 else "higher" if points > 0 else "lower"
    group = None
    if advice.group is not None:
        key, value = advice.group
        group = study.characteristic(key).value_text(value, prose.language)
    return prose(
        "colleague.finding" if group is None else "colleague.finding_group",
        share=prose.percent(advice.share),
        participants=advice.participants,
        low=prose.percent(advice.interval[0]),
        high=prose.percent(advice.interval[1]),
        points=prose(f"colleague.{difference}", points=prose.number(abs(points))),
        average=prose.percent(advice.average),
        group=group,
    )


def what_if_finding(change: WhatIf, study: Study, prose: Prose) -> str:
    """Tell what one other level would do."""
    return prose(
        "colleague.what_if_finding",
        criterion=criterion_name(study, change.criterion, prose),
        level=level_text(study, change.criterion, change.level, prose.language),
        share=prose.percent(change.share),
    )


def validation_finding(validation: Validation, prose: Prose) -> str:
    """Tell how well held-out answers were predicted."""
    text = prose(
        "validation.finding",
        hits=prose.percent(validation.hit_rate[validation.model]),
        chance=prose.percent(validation.hit_rate["frequencies"]),
    )
    if validation.gain_interval is None:
        return text
    low, high = validation.gain_interval
    name = "better" if low > 0 else "worse" if high < 0 else "not_better"
    return text + " " + prose(f"validation.{name}")


def calibration_finding(validation: Validation, prose: Prose) -> str:
    """Tell how far predicted shares are from observed ones."""
    frame = validation.calibration
    gaps = np.abs(frame["predicted"].to_numpy() - frame["observed"].to_numpy())
    distance = 100 * float(np.average(gaps, weights=frame["n"].to_numpy()))
    return prose("validation.calibration", classes=frame.height, distance=prose.number(distance, 1))


def participants_finding(sizes: Mapping[str, Mapping[str, int]], study: Study, prose: Prose) -> str | None:
    """Tell the largest shown group of the first few characteristics; ``sizes`` holds the shown ones only."""
    names: list[str] = []
    for key, shown in sizes.items():
        told = {value: n for value, n in shown.items() if value != DECLINED}
        if told and len(names) < _MANY:
            value = max(told, key=lambda each: told[each])
            text = study.characteristic(key).value_text(value, prose.language)
            names.append(prose("participants.group", value=quoted(text, prose.language), n=told[value]))
    return prose("participants.finding", groups=listed(names, prose.language)) if names else None
