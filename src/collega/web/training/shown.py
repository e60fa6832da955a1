"""What pages of a training show: scenarios, policies and weights, in the words and numbers of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from collega import formats
from collega.colleague import Share, end_texts, level_text, percent_text
from collega.figures.wording import signed
from collega.study import Study as Definition
from collega.training import Comparison, Contribution, Estimate, GroupPolicy, Policy, WeightBeside
from collega.web.records.models import Step, Study
from collega.web.training.visit import group_name, language_now


def levels(study: Study, step: Step) -> list[dict[str, Any]]:
    """Return every criterion with its level in a scenario, as participants see them."""
    rows = []
    for criterion in study.as_shown.criteria:
        level = next(
            (candidate for candidate in criterion.levels if candidate.key == step.levels.get(criterion.key)), None
        )
        rows.append({"text": criterion.text, "help": criterion.help, "level": level.text if level else None})
    return rows


def policy(study: Study, group_policy: Policy, step: Step) -> dict[str, Any]:
    """Return how the reference group and the groups beside it judge, with the learner's own answer marked."""
    definition, language = study.as_shown, language_now()
    own = definition.answers[definition.answer_keys.index(step.answer)]
    answers = [
        {
            "text": answer.text.say(language),
            "positive": answer.positive,
            "own": answer.key == step.answer,
            **_share(group_policy.answers[answer.key]),
        }
        for answer in definition.answers
    ]
    theirs = [contribution.criterion for contribution in group_policy.reference.weightiest]
    return {
        "answers": answers,
        "reference": _group(study, group_policy.reference),
        "own_answer": own.text.say(language),
        "same_side": percent_text(
            group_policy.reference.share.share if own.positive else 1.0 - group_policy.reference.share.share, language
        ),
        "own_named": _named_criteria(definition, step.named, theirs),
        "both": [name for name in _names(definition, step.named) if name in _names(definition, theirs)],
        "groups": _by_characteristic(study, group_policy.groups),
    }


def _names(definition: Definition, keys: Sequence[str]) -> list[str]:
    language = language_now()
    return [criterion.name(language) for criterion in definition.criteria if criterion.key in keys]


def _named_criteria(definition: Definition, keys: Sequence[str], theirs: Sequence[str]) -> list[dict[str, Any]]:
    language = language_now()
    return [
        {"text": criterion.name(language), "theirs": criterion.key in theirs}
        for criterion in definition.criteria
        if criterion.key in keys
    ]


def _share(share: Share) -> dict[str, Any]:
    language = language_now()
    low, high = end_texts(share.interval, language)
    return {
        "share": percent_text(share.share, language),
        "interval": low if low == high else f"{low.removesuffix('%')}–{high}",
        "at": f"{100 * share.share:.2f}",
        "from": f"{100 * share.interval[0]:.2f}",
        "wide": f"{100 * (share.interval[1] - share.interval[0]):.2f}",
    }


def _group(study: Study, group_policy: GroupPolicy) -> dict[str, Any]:
    return {
        "name": group_name(study, group_policy.group),
        "n": group_policy.participants,
        **_share(group_policy.share),
        "weightiest": [_contribution(study.as_shown, contribution) for contribution in group_policy.weightiest],
    }


def _contribution(definition: Definition, contribution: Contribution) -> dict[str, Any]:
    language = language_now()
    return {
        "text": definition.criterion(contribution.criterion).name(language),
        "level": level_text(definition, contribution.criterion, contribution.level, language),
        "points": signed(contribution.points, language),
        "for": contribution.points > 0,
    }


def _by_characteristic(study: Study, groups: Sequence[GroupPolicy]) -> list[tuple[str, list[dict[str, Any]]]]:
    language, sections = language_now(), []
    for item in study.as_shown.characteristics:
        rows = [
            _group(study, group) | {"name": item.value_name(group.group[1], language)}
            for group in groups
            if group.group is not None and group.group[0] == item.key
        ]
        if rows:
            sections.append((item.name(language), rows))
    return sections


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A line of percentage points, 0 to 100 along a drawing."""

    low: float
    high: float

    @classmethod
    def over(cls, estimates: Sequence[Estimate]) -> Scale:
        """Return the scale on which all these intervals fit, with 0 on it."""
        ends = [end for estimate in estimates for end in estimate.interval] or [0.0]
        return cls(low=min(-5.0, *ends), high=max(20.0, *ends))

    def at(self, value: float) -> str:
        """Return the place of a value, with a point whatever the language."""
        return f"{100 * (value - self.low) / (self.high - self.low):.2f}"

    def bar(self, estimate: Estimate) -> dict[str, str]:
        """Return an estimate as a drawing has it."""
        wide = 100 * (estimate.interval[1] - estimate.interval[0]) / (self.high - self.low)
        return {"at": self.at(estimate.value), "from": self.at(estimate.interval[0]), "wide": f"{wide:.2f}"}


def weights(study: Study, comparison: Comparison, earlier: Comparison | None = None) -> dict[str, Any]:
    """Return own weights beside theirs; and those of an earlier round, where there is one."""
    language, definition = language_now(), study.as_shown
    earlier_weights = {} if earlier is None else {row.criterion: row for row in earlier.weights}
    scale = Scale.over([estimate for row in comparison.weights for estimate in (row.own, row.theirs)])
    rows = []
    for row in comparison.weights:
        previous = earlier_weights.get(row.criterion)
        rows.append(
            {
                "criterion": definition.criterion(row.criterion).name(language),
                "for": level_text(definition, row.criterion, row.speaks_for, language),
                "against": level_text(definition, row.criterion, row.speaks_against, language),
                "own": points(row.own),
                "theirs": points(row.theirs),
                "difference": points(row.difference, sign=True),
                "sure": not row.difference.interval[0] <= 0.0 <= row.difference.interval[1],
                "own_bar": scale.bar(row.own),
                "their_bar": scale.bar(row.theirs),
                "before": None if previous is None else points(previous.own),
                "closer": previous is not None and abs(row.difference.value) < abs(previous.difference.value),
            }
        )
    return {
        "weights": rows,
        "zero": scale.at(0.0),
        "judged": comparison.judged,
        "own_level": points(comparison.own_level),
        "their_level": points(comparison.their_level),
        "level_difference": points(comparison.level_difference, sign=True),
        "apart": formats.number(apart(comparison.weights), language, 0),
        "apart_before": None if earlier is None else formats.number(apart(earlier.weights), language, 0),
    }


def apart(rows: Sequence[WeightBeside]) -> float:
    """Return how far own weights lie from theirs on average, percentage points."""
    return sum(abs(row.difference.value) for row in rows) / max(len(rows), 1)


def points(estimate: Estimate, *, sign: bool = False) -> dict[str, str]:
    """Return an estimate in whole percentage points with its interval."""
    language = language_now()

    def write(value: float) -> str:
        return signed(value, language) if sign or round(value) < 0 else formats.number(value, language, 0)

    low, high = (write(end) for end in estimate.interval)
    return {"value": write(estimate.value), "low": low, "high": high}
