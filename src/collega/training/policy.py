"""How the reference group judges one scenario, and what weighs for them there; and how the other groups do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.colleague import Share
from collega.colleague.answer import ends_of
from collega.colleague.evidence import Group
from collega.model.blanks import Blanks
from collega.model.persons import Persons
from collega.model.shapley import shapley_values
from collega.model.share import answer_draws, interval_of
from collega.study.definition import Study

TOP = 2
_ROWS, _ROWS_OF_GROUPS = 2000, 600
_LEAST = 0.5  # points: less rounds to nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What a criterion adds to the share of a scenario, percentage points, beside the average scenario."""

    criterion: str
    level: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPolicy:
    """How one group judges a scenario.

    Attributes
    ----------
    group : (characteristic, value) or None
        None for everybody.
    participants : int
    share : Share
        Who would answer positively, 0..1, with its 90% interval.
    weightiest : tuple of Contribution
        The criteria that contribute most here, at most two, the weightiest first.
    """

    group: Group | None
    participants: int
    share: Share
    weightiest: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How the reference group judges a scenario.

    Attributes
    ----------
    reference : GroupPolicy
    answers : mapping of answer key to Share
        Which share of them gives each answer; the shares add up to 1.
    groups : tuple of GroupPolicy
        The groups that are shown beside it.
    """

    reference: GroupPolicy
    answers: Mapping[str, Share]
    groups: tuple[GroupPolicy, ...]


def policy_of(
    study: Study,
    blanks: Blanks,
    profile: NDArray[np.int64],
    reference: tuple[Group | None, int, Persons],
    groups: Mapping[Group, tuple[int, Persons]],
) -> Policy:
    """Return the policy on a scenario; ``reference`` and ``groups`` are who they are, how many, and their draws."""
    group, participants, persons = reference
    draws = answer_draws(persons, blanks, profile)[:, 0]
    centre, intervals = persons.centre(draws), interval_of(draws)
    answers = {
        key: Share(share=float(share), interval=ends_of(float(share), interval))
        for key, share, interval in zip(study.answer_keys, centre, intervals, strict=True)
    }
    positive = draws[:, study.positive :].sum(axis=1)
    return Policy(
        reference=GroupPolicy(
            group=group,
            participants=participants,
            share=_share(persons, positive),
            weightiest=_weightiest(study, blanks, profile, persons, _ROWS),
        ),
        answers=answers,
        groups=tuple(
            GroupPolicy(
                group=group_key,
                participants=size,
                share=_share(people, answer_draws(people, blanks, profile)[:, 0, study.positive :].sum(axis=1)),
                weightiest=_weightiest(study, blanks, profile, people, _ROWS_OF_GROUPS),
            )
            for group_key, (size, people) in groups.items()
        ),
    )


def _share(persons: Persons, draws: NDArray[np.float64]) -> Share:
    share = float(persons.centre(draws))
    return Share(share=share, interval=ends_of(share, interval_of(draws)))


def _weightiest(
    study: Study, blanks: Blanks, profile: NDArray[np.int64], persons: Persons, rows: int
) -> tuple[Contribution, ...]:
    points = 100.0 * shapley_values(persons.across_draws(rows), blanks, profile)
    order = [int(c) for c in np.argsort(-np.abs(points), kind="stable") if abs(points[c]) >= _LEAST][:TOP]
    return tuple(
        Contribution(
            criterion=study.criterion_keys[c],
            level=study.criteria[c].level_keys[int(profile[c])],
            points=float(points[c]),
        )
        for c in order
    )
