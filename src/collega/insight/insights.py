"""Everything that a study teaches, in one result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from collega.errors import DataError, Problem, did_you_mean
from collega.insight.agreement import AGREEMENT_INTERVALS, Agreement, agreement
from collega.insight.answers import answers_by_group, answers_by_scenario
from collega.insight.average import AverageShares, average_shares
from collega.insight.differences import group_differences
from collega.insight.disclosure import protect_scenarios, require_all
from collega.insight.groups import composition_of, group_importance
from collega.insight.importance import importance_table
from collega.insight.levels import level_draws
from collega.insight.populations import Populations, populations_of
from collega.insight.self_image import SelfImage, self_images
from collega.insight.sides import FEWEST
from collega.messages import Message, warnings_json
from collega.model.fit import Fit, IntervalOf
from collega.model.importance import LEVEL
from collega.model.persons import persons_of
from collega.model.profession import refusal
from collega.model.stale import fit_limits, fit_warnings, require_same_study
from collega.model.wald import criterion_p_values
from collega.panel.counts_file import Counts
from collega.panel.group_limits import group_limits
from collega.panel.limits import Limit, limit_text, limits_of
from collega.panel.panel import Panel
from collega.study.definition import Study


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Insights:
    """What a study teaches; tables as the functions of this room return them.

    Attributes
    ----------
    participants, answers : int
        Those counted.
    synthetic : bool
    model : str or None
        The model behind importance; None without a fit.
    overall : dict of str to float or None
        Share of each answer in all answers, 0..1; None where nearly all are on one side.
    importance : polars.DataFrame or None
        None without a fit, where all answers but two at most are the same, and where of no criterion two levels were
        judged.
    levels : polars.DataFrame or None
        As :func:`level_shares` has it; None without a fit.
    answers_by_scenario : polars.DataFrame
    answers_by_group, groups : dict of polars.DataFrame
        By characteristic.
    self_images : tuple of SelfImage
    agreement : Agreement
    differences : polars.DataFrame
    average : AverageShares or None
        Whose share positive is what in the average case, and at every level; None without a fit.
    interval_of : str or None
        Whether intervals of shares are about these ``participants`` or the ``population`` of people like them; None
        without a fit.
    limits : tuple of Limit
        What limits the answers.
    warnings : tuple of str
        What must be known before these are used, the limits included.
    """

    participants: int
    answers: int
    synthetic: bool
    model: str | None
    overall: dict[str, float | None]
    importance: pl.DataFrame | None
    levels: pl.DataFrame | None
    answers_by_scenario: pl.DataFrame
    answers_by_group: dict[str, pl.DataFrame]
    groups: dict[str, pl.DataFrame]
    self_images: tuple[SelfImage, ...]
    agreement: Agreement
    differences: pl.DataFrame
    average: AverageShares | None
    interval_of: IntervalOf | None
    limits: tuple[Limit, ...]
    warnings: tuple[str, ...]

    def __repr__(self) -> str:
        marked = "synthetic " if self.synthetic else ""
        return (
            f"<insights: {self.participants} {marked}participants, {self.answers} answers, "
            f"{len(self.groups)} characteristic{'s' * (len(self.groups) != 1)}, model {self.model or 'none'}>"
        )

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        return {
            "participants": self.participants,
            "answers": self.answers,
            "synthetic": self.synthetic,
            "model": self.model,
            "level": LEVEL,
            "interval_of": self.interval_of,
            "overall": self.overall,
            "levels": None if self.levels is None else _rows(self.levels),
            "average": None if self.average is None else self.average.as_json(),
            "importance": None if self.importance is None else [_importance(row) for row in _rows(self.importance)],
            "groups": {key: _groups(frame) for key, frame in self.groups.items()},
            "answers_by_scenario": answer_rows(self.answers_by_scenario, tuple(self.overall)),
            "answers_by_group": {
                key: {row.pop("value"): row for row in answer_rows(frame, tuple(self.overall))}
                for key, frame in self.answers_by_group.items()
            },
            "self_image": [
                {"characteristic": image.characteristic, "most_negative": image.most_negative,
                 "most_positive": image.most_positive}
                for image in self.self_images
            ],
            "agreement": {
                "same_side": self.agreement.same_side,
                "consensus": self.agreement.consensus,
                "repeats": self.agreement.repeats,
                "same_answer_again": self.agreement.same_answer_again,
                "same_side_again": self.agreement.same_side_again,
                **{name: _ends(getattr(self.agreement, name)) for name in AGREEMENT_INTERVALS},
                "scenarios": _rows(self.agreement.scenarios),
            },
            "differences": _rows(self.differences),
            "limits": [limit.as_json() for limit in self.limits],
            **warnings_json(self.warnings),
        }  # fmt: skip


def insights(panel: Panel, fit: Fit | None = None, *, by: str | None = None, counts: Counts | None = None) -> Insights:
    """Return all insights.

    Parameters
    ----------
    panel : Panel
    fit : Fit, optional
        Without one there is no importance, nor where all answers but two at most are the same.
    by : str, optional
        Only this characteristic for groups; by default all.
    counts : Counts, optional
        Of the profession, for its shares beside those of the participants.

    Raises
    ------
    DataError
        For an unknown characteristic, and for weights that are not of the participants.
    DisclosureError
        Where fewer than the minimum group took part.
    """
    counted = panel.counted
    study = counted.study
    require_all(counted)
    if fit is not None:
        require_same_study(study, fit)
    chosen = _characteristics(study, by)
    levels = None if fit is None else level_draws(study, fit)
    # one answer throughout weighs nothing, nor does a level with no other to be compared with
    weighs = fit is not None and not _nearly_one_answer(counted) and bool(fit.judged_levels.comparable.any())
    weighed = fit if weighs else None
    differences = group_differences(counted)
    confounded = _confounded(differences)
    groups = {key: group_importance(counted, weighed, key) for key in chosen}
    about_groups = (*confounded, *_unjudged_in_groups(counted, groups))
    limits = limits_of(counted) if fit is None else fit_limits(fit, counted)
    warnings = tuple(map(limit_text, limits)) if fit is None else fit_warnings(fit, counted)
    return Insights(
        participants=counted.n_participants,
        answers=counted.n_answers,
        synthetic=counted.synthetic,
        model=None if fit is None else fit.model,
        overall=_overall(counted),
        importance=None
        if weighed is None or levels is None
        else importance_table(
            weighed, levels.swings, criterion_p_values(counted), swing_intervals=levels.swing_intervals
        ),
        levels=None if levels is None else levels.shares,
        answers_by_scenario=answers_by_scenario(counted),
        answers_by_group={key: answers_by_group(counted, key) for key in chosen},
        groups=groups,
        self_images=self_images(counted),
        agreement=agreement(counted),
        differences=differences,
        average=None
        if fit is None or levels is None
        else average_shares(study, fit, _populations(counted, fit, counts), levels.shares),
        interval_of=None if fit is None else fit.interval_of,
        limits=(*limits, *about_groups),
        warnings=(*warnings, *map(limit_text, about_groups)),
    )  # fmt: skip


def _populations(panel: Panel, fit: Fit, counts: Counts | None) -> Populations:
    return populations_of(
        fit, persons_of(fit), counts=counts, minimum=panel.study.minimum_group,
        composition=None if counts is None else composition_of(panel, fit),
        refused="" if counts is None else refusal(counts, panel),
    )  # fmt: skip


def _nearly_one_answer(panel: Panel) -> bool:
    """Whether all answers but two at most are the same: nobody, one and two must look alike."""
    return bool(np.bincount(panel.answer).max() > panel.n_answers - FEWEST)


def _overall(panel: Panel) -> dict[str, float | None]:
    keys = panel.study.answer_keys
    if not protect_scenarios(panel).overall:
        return dict.fromkeys(keys)
    counts = np.bincount(panel.answer, minlength=len(keys))
    return dict(zip(keys, (counts / counts.sum()).tolist(), strict=True))


def _confounded(differences: pl.DataFrame) -> tuple[Limit, ...]:
    """Return which groups were not tested though they are shown: they judged other levels throughout."""
    untested = differences.filter(pl.col("n").is_not_null(), pl.col("p_value").is_null())["characteristic"].to_list()
    return (Limit(kind="confounded_groups", about=tuple(untested)),) if untested else ()


def _unjudged_in_groups(panel: Panel, groups: Mapping[str, pl.DataFrame]) -> Iterator[Limit]:
    """Yield what the groups with weights of their own did not judge."""
    for characteristic, frame in groups.items():
        weighed = frame.filter(pl.col("percent").is_not_null())["value"].unique(maintain_order=True).to_list()
        for value in weighed:
            yield from group_limits(panel, characteristic, value)


def _characteristics(study: Study, by: str | None) -> list[str]:
    keys = [item.key for item in study.characteristics]
    if by is None:
        return keys
    if by not in keys:
        problem = Message("insight-no-such-characteristic", characteristic=by)
        hint = did_you_mean(by, keys)
        raise DataError([Problem(file="by", found=problem, allowed=", ".join(keys) or "none", hint=hint)])
    return [by]


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return list(frame.iter_rows(named=True))


def _ends(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else list(interval)


def _importance(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "criterion": row["criterion"],
        "percent": row["percent"],
        "interval": None if row["percent"] is None else [row["low"], row["high"]],
        "uncorrected": row["uncorrected"],
        "individual": row["individual"],
        "share_swing": row["share_swing"],
        "share_swing_interval": None if row["share_swing"] is None else [row["swing_low"], row["swing_high"]],
        "p_value": row["p_value"],
        "p_value_corrected": row["p_value_corrected"],
    }


def answer_rows(frame: pl.DataFrame, answer_keys: Sequence[str]) -> list[dict[str, Any]]:
    """Return a table of answers as plain rows, with the share of each answer by its key under ``answers``."""
    return [_answers(row, answer_keys) for row in _rows(frame)]


def _answers(row: dict[str, Any], answer_keys: Sequence[str]) -> dict[str, Any]:
    start = {name: row[name] for name in ("scenario", "value") if name in row}
    if row["suppressed"]:
        reasons = {name: row[name] for name in ("reason", "because", "mostly") if row[name] is not None}
        return start | {"n": row["n"], "suppressed": True} | reasons
    answers = dict(zip(answer_keys, row["shares"], strict=True))
    return start | {"n": row["n"], "positive": row["positive"], "answers": answers, "suppressed": False}


def _groups(frame: pl.DataFrame) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    for (value,), part in frame.group_by("value", maintain_order=True):
        if part["suppressed"][0]:
            tables[str(value)] = {"n": None, "suppressed": True}
            continue
        computed = part["percent"].null_count() < part.height
        top = part.filter(pl.col("top").is_not_null()).sort("top")["criterion"].to_list()
        importance = dict(zip(part["criterion"], part["percent"], strict=True)) if computed else None
        ends = zip(part["low"], part["high"], strict=True)
        pairs = (None if low is None else [low, high] for low, high in ends)
        intervals = dict(zip(part["criterion"], pairs, strict=True)) if computed else None
        tables[str(value)] = {
            "n": part["n"][0],
            "suppressed": False,
            "top": top if computed else None,
            "importance": importance,
            "intervals": intervals,
        }
    return tables
