"""One sentence from the data for every figure: data in, a sentence in Dutch or English out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from collega.colleague import level_text
from collega.figures.wording import listed, quoted
from collega.insight import Agreement, SelfImage
from collega.insight.groups import TOP
from collega.insight.sides import FEWEST
from collega.model.fit import Fit
from collega.model.multiple import SIGNIFICANT
from collega.model.validation import Validation
from collega.prose import Prose
from collega.study.added import DECLINED
from collega.study.definition import Characteristic, Study

_MANY, _NAMED = 3, 2


def criterion_name(study: Study, key: str, prose: Prose) -> str:
    """Return a criterion's text between quotation marks."""
    return quoted(study.criterion(key).name(prose.language), prose.language)


def model_words(fit: Fit, study: Study, prose: Prose) -> str:
    """Return what kind of model was fitted, and of which criteria it has effects by threshold."""
    text = prose(f"method.{fit.model}")
    if fit.by_threshold:
        names = listed([criterion_name(study, key, prose) for key in fit.by_threshold], prose.language)
        text += " " + prose("method.by_threshold", criteria=names)
    return text


def scenario_finding(frame: pl.DataFrame, average: float | None, prose: Prose) -> str:
    """Tell how positive the answers are, and to how many scenarios mostly so.

    ``frame`` has ``positive`` and ``mostly``, as :func:`collega.insight.answers_by_scenario` has them; ``average`` is
    None where it may not be told.
    """
    if average is None:
        return prose("answers.nothing")
    visible = frame["positive"].drop_nulls()
    total = len(visible) + frame["mostly"].count()
    if total < 2:
        return prose("answers.finding_one", average=prose.percent(average))
    majority = int((visible > 0.5).sum()) + int((frame["mostly"] == "positive").sum())
    return prose("answers.finding", average=prose.percent(average), majority=majority, total=total)


def mostly_words(mostly: str, n: int, prose: Prose) -> str:
    """Return what may be told where nearly all answers are on one side."""
    return prose(f"mostly.{mostly}", least=n - FEWEST + 1, n=n)


def hidden_words(row: Mapping[str, Any], study: Study, prose: Prose) -> str:
    """Return why a group is hidden, from its row of :func:`collega.insight.answers_by_group`."""
    reason, names = row.get("reason") or "few", []
    for group in row.get("because") or ():
        characteristic, _, value = group.partition("=")
        item = study.characteristic(characteristic)
        text = quoted(item.value_name(value, prose.language), prose.language)
        names.append(f"{text} ({item.name(prose.language)})")
    if reason == "others" and not names:
        reason = "few"
    return prose(f"hidden.{reason}", minimum=study.minimum_group, groups=listed(names, prose.language))


def scenario_gaps(frame: pl.DataFrame, prose: Prose) -> list[str]:
    """Say how many scenarios have no answers shown, and name those where nearly all answers are on one side."""
    hidden = frame.filter(pl.col("suppressed") & pl.col("mostly").is_null()).height
    sentences = [prose("answers.hidden" if hidden > 1 else "answers.hidden_one", count=hidden)] if hidden else []
    sides = {side: frame.filter(mostly=side)["scenario"].to_list() for side in ("positive", "negative")}
    sentences += [prose(f"answers.mostly_{side}", scenarios=", ".join(names)) for side, names in sides.items() if names]
    return sentences


def scenario_ends(frame: pl.DataFrame, prose: Prose) -> str:
    """Tell to which scenarios the answers are most and least positive, of those whose numbers are shown."""
    visible = frame.filter(pl.col("positive").is_not_null()).sort("positive", maintain_order=True)
    return prose(
        "answers.ends" if visible.height == frame.height else "answers.ends_shown",
        top=visible["scenario"][-1],
        most=prose.percent(visible["positive"][-1]),
        low=visible["scenario"][0],
        least=prose.percent(visible["positive"][0]),
    )


def importance_finding(frame: pl.DataFrame, study: Study, prose: Prose) -> str:
    """Tell which criteria weigh most, and which not demonstrably.

    ``frame`` has ``criterion``, ``percent`` (sorted by it), ``low``, ``high`` and ``p_value_corrected``. The order of
    the first two is called sure only where the interval of neither holds the other.
    """
    frame = frame.drop_nulls("percent")
    if frame.height < 2:
        return prose("importance.finding_one" if frame.height else "importance.not_computed")
    equal = prose.number(frame["percent"][0]) == prose.number(frame["percent"][1])
    text = prose(
        "importance.finding_equal" if equal else "importance.finding",
        first=criterion_name(study, frame["criterion"][0], prose),
        percent=prose.number(frame["percent"][0]),
        second=criterion_name(study, frame["criterion"][1], prose),
        percent_second=prose.number(frame["percent"][1]),
    )
    if not equal and (frame["low"][0] <= frame["percent"][1] or frame["high"][1] >= frame["percent"][0]):
        text += " " + prose("importance.order_unsure")
    tested = frame.filter(pl.col("p_value_corrected").is_not_null())
    doubtful = tested.filter(pl.col("p_value_corrected") >= SIGNIFICANT)["criterion"].to_list()
    if len(doubtful) > _MANY:
        text += " " + prose("importance.irrelevant_many", count=len(doubtful), total=frame.height)
    elif doubtful:
        names = listed([criterion_name(study, key, prose) for key in doubtful], prose.language)
        text += " " + prose(
            "importance.irrelevant_one" if len(doubtful) == 1 else "importance.irrelevant", criteria=names
        )
    elif tested.height == frame.height:
        text += " " + prose("importance.all_relevant")
    return text


def part_worths_finding(frame: pl.DataFrame, study: Study, prose: Prose) -> str:
    """Tell the best and the worst level of the criterion with the widest range (``criterion``, ``level``, ...)."""
    frame = frame.drop_nulls("part_worth")
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
    key, ordered = str(frame["criterion"][0]), frame.drop_nulls("share").sort("share", maintain_order=True)
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
    """Tell which groups answer most and least positively, and whether that they differ is demonstrated.

    Parameters
    ----------
    frame : polars.DataFrame
        ``value``, ``positive``, ``suppressed``, as :func:`collega.insight.answers_by_group` has it.
    difference : mapping or None
        The row of :func:`collega.insight.group_differences`.
    """
    item = study.characteristic(key)
    visible = frame.filter(~pl.col("suppressed") & (pl.col("value") != DECLINED)).sort("positive", maintain_order=True)
    if visible.height < 2:
        return prose("groups.nothing")
    text = prose(
        "groups.finding_range" if _unsure(difference) else "groups.finding",
        top=quoted(item.value_name(visible["value"][-1], prose.language), prose.language),
        most=prose.percent(visible["positive"][-1]),
        low=quoted(item.value_name(visible["value"][0], prose.language), prose.language),
        least=prose.percent(visible["positive"][0]),
    )
    return text + _tested(difference, visible, item, prose)


def demonstrated(difference: Mapping[str, Any]) -> bool:
    """Whether groups differ, or rise or fall, more than chance explains (a row of ``group_differences``)."""
    values = [difference[name] for name in ("p_value_corrected", "p_trend_corrected")]
    return any(value is not None and value < SIGNIFICANT for value in values)


def _unsure(difference: Mapping[str, Any] | None) -> bool:
    return difference is not None and difference["p_value_corrected"] is not None and not demonstrated(difference)


def _tested(difference: Mapping[str, Any] | None, visible: pl.DataFrame, item: Characteristic, prose: Prose) -> str:
    """Tell whether it is chance; the ends of the order only where the shown groups there rise or fall as all do."""
    if difference is None or difference["p_value_corrected"] is None:
        return ""
    trend, p_trend = difference["trend"], difference["p_trend_corrected"]
    if p_trend is not None and trend is not None and p_trend < SIGNIFICANT:
        name = "groups.rising" if trend > 0 else "groups.falling"
        positive = dict(visible.select("value", "positive").iter_rows())
        order = [value.key for value in item.values if value.key in positive]
        if len(order) < 2 or (positive[order[-1]] - positive[order[0]]) * trend <= 0:
            return " " + prose(f"{name}_whole")
        first, last = (quoted(item.value_name(order[end], prose.language), prose.language) for end in (0, -1))
        return " " + prose(name, first=first, last=last)
    demonstrated = difference["p_value_corrected"] < SIGNIFICANT
    return " " + prose("groups.demonstrated" if demonstrated else "groups.not_demonstrated")


def group_importance_finding(frame: pl.DataFrame, study: Study, key: str, prose: Prose) -> str:
    """Tell which criteria weigh most in each shown group (``value``, ``criterion``, ``top``)."""
    heaviest = _heaviest(frame, study, key, prose)
    return heaviest + (" " + _top(frame, study, key, prose) if len(study.criteria) > TOP else "")


def _heaviest(frame: pl.DataFrame, study: Study, key: str, prose: Prose) -> str:
    item = study.characteristic(key)
    heaviest: dict[str, list[str]] = {}
    for value, criterion in frame.filter(pl.col("top") == 1).select("value", "criterion").iter_rows():
        heaviest.setdefault(criterion, []).append(quoted(item.value_name(value, prose.language), prose.language))
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


def _top(frame: pl.DataFrame, study: Study, key: str, prose: Prose) -> str:
    """Tell which criteria are among the heaviest in some groups only."""
    item = study.characteristic(key)
    groups = frame["value"].n_unique()
    parts = []
    for (criterion,), part in frame.filter(pl.col("top").is_not_null()).group_by("criterion", maintain_order=True):
        if part.height < groups:
            names = [quoted(item.value_name(value, prose.language), prose.language) for value in part["value"]]
            name = criterion_name(study, str(criterion), prose)
            parts.append(prose("groups.top_part", criterion=name, groups=listed(names, prose.language)))
    if not parts:
        return prose("groups.top_same")
    return prose("groups.top_differs") if len(parts) > _NAMED else prose("groups.top_parts", parts="; ".join(parts))


def self_image_finding(
    image: SelfImage, average: float | None, difference: Mapping[str, Any] | None, study: Study, prose: Prose
) -> str:
    """Tell who gives the most negative answer most often; ``average`` is its share over all."""
    if image.most_negative is None:
        return prose("self_image.nothing")
    assert average is not None  # where a group may be shown, everybody may
    lowest = study.answers[0]
    row = image.answers.filter(pl.col("value") == image.most_negative)
    visible = image.answers.filter(~pl.col("suppressed") & (pl.col("value") != DECLINED))
    text = prose(
        "self_image.finding_unsure" if _unsure(difference) else "self_image.finding",
        value=study.characteristic(image.characteristic).value_name(image.most_negative, prose.language),
        answer=lowest.text.say(prose.language),
        share=prose.percent(row["shares"][0][0]),
        average=prose.percent(average),
    )
    return text + _tested(difference, visible, study.characteristic(image.characteristic), prose)


def agreement_finding(measured: Agreement, prose: Prose) -> str:
    """Tell how often two participants are on the same side."""
    if measured.scenarios["consensus"].count() == 0 or measured.same_side is None:
        return prose("agreement.nothing")
    share = prose.percent(measured.same_side)
    if measured.same_side_interval is not None:
        low, high = (prose.number(100 * end) for end in measured.same_side_interval)
        share = f"{share} ({prose('range', low=low, high=high)})"
    return prose("agreement.finding", same=share)


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


def calibration_finding(frame: pl.DataFrame, prose: Prose) -> str:
    """Tell how far predicted shares are from observed ones (``predicted``, ``observed``, ``n``)."""
    gaps = np.abs(frame["predicted"].to_numpy() - frame["observed"].to_numpy())
    distance = 100 * float(np.average(gaps, weights=frame["n"].to_numpy()))
    return prose("validation.calibration", classes=frame.height, distance=prose.number(distance, 1))


def participants_finding(sizes: Mapping[str, Mapping[str, int]], study: Study, prose: Prose) -> str | None:
    """Tell the largest shown group of the first few characteristics; ``sizes`` holds the shown ones only.

    Left out are self-images and values that another characteristic has too: without their question they say nothing.
    """
    texts = [value.name(prose.language) for item in study.characteristics for value in item.values]
    names: list[str] = []
    for key, by_value in sizes.items():
        item = study.characteristic(key)
        counts = {value: n for value, n in by_value.items() if value != DECLINED}
        if counts and len(names) < _NAMED and not item.self_image:
            value = max(counts, key=lambda value: counts[value])
            text = item.value_name(value, prose.language)
            if texts.count(text) > 1:
                continue
            names.append(prose("participants.group", value=quoted(text, prose.language), n=counts[value]))
    if not names:
        return None
    name = "participants.finding_one" if len(names) == 1 else "participants.finding"
    return prose(name, groups=listed(names, prose.language))
