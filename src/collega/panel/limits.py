"""What limits the data, whatever the model: found once, kept with a fit, told wherever a number rests on the answers.

A limit names criteria, levels or answers, and never who answered. Some limits tell on which side everybody was who
judged a level: those are for the researchers, :func:`public_limits` leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from collega.messages import Message
from collega.panel.counts import count_answers, merge_profiles
from collega.panel.judged_levels import JudgedLevels, judged_levels
from collega.panel.overlap import separated_criteria, tied_criteria
from collega.panel.panel import Panel
from collega.study.definition import Study

LimitKind = Literal[
    "one_answer",
    "unjudged_levels",
    "few_judges",
    "unused_answers",
    "tied_criteria",
    "extreme_levels",
    "separated_criteria",
    "nearly_one_side",
    "one_participant",
    "few_participants",
    "one_answer_each",
    "dominant_participant",
    "uniform_sets",
    "uniform_participants",
    "unshared_scenarios",
    "confounded_groups",
    "unjudged_in_group",
]
LARGE_PART = 1 / 4
"""Of all answers, by one participant, at which that participant dominates."""
_ON_EACH_SIDE = 3  # answers to a scenario; where fewer are, the results tell only what nearly everybody answered
_FEW_JUDGES = 5
_TELLING_OF_ALL = frozenset({"one_answer", "extreme_levels", "separated_criteria", "uniform_sets"})
_TIMES = 3  # as many answers as the others give on average, which in a small panel is more than a large part


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Something that the answers cannot tell, or tell of few people.

    Attributes
    ----------
    kind : str
    about : tuple of str
        Keys of criteria, answers or characteristics, or levels as ``criterion=level``; of ``unjudged_in_group`` first
        the group, as ``characteristic=value``. Empty where it is about the whole panel.
    n : int or None
        Participants of the panel, where the limit is their number; of ``few_judges`` what they are fewer than.
    """

    kind: LimitKind
    about: tuple[str, ...] = ()
    n: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        return {"kind": self.kind, "about": list(self.about), "n": self.n}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Limit:
        """Read what :meth:`as_json` wrote."""
        return cls(kind=values["kind"], about=tuple(values["about"]), n=values["n"])


def limit_text(limit: Limit, names: Sequence[str] | None = None) -> Message:
    """Return a limit as a message; ``names`` are of what it is about, by default the keys."""
    names = limit.about if names is None else names
    about = Message("panel-in-group", group=names[0], names=names[1:]) if limit.kind == "unjudged_in_group" else names
    number = {} if limit.n is None else {"n": limit.n}
    return Message(f"panel-{limit.kind.replace('_', '-')}", about=about, **number)


def dominant_participant(panel: Panel) -> tuple[str, int] | None:
    """Return who gave a large part of all answers, and how many: for the researchers alone."""
    panel = panel.counted
    answers = np.bincount(panel.participant, minlength=panel.n_participants)
    if panel.n_participants < 2:
        return None
    others = (panel.n_answers - answers.max()) / (panel.n_participants - 1)
    if answers.max() <= max(LARGE_PART * panel.n_answers, _TIMES * others):
        return None
    return panel.people["participant"][int(answers.argmax())], int(answers.max())


def limits_of(panel: Panel) -> tuple[Limit, ...]:
    """Return what limits the answers of the counted participants; nothing where there are none."""
    panel = panel.counted
    if panel.n_answers == 0:
        return ()
    judged = judged_levels(panel)
    return (*_level_limits(panel, judged), *_answer_limits(panel, judged), *_participant_limits(panel, judged))


def public_limits(limits: Sequence[Limit], study: Study) -> tuple[Limit, ...]:
    """Return the limits from which nobody's side follows: those that readers may see.

    That everybody answered alike is left out. ``nearly_one_side`` stands for it: it follows from what is shown anyway.
    """
    sides = [set(study.answer_keys[: study.positive]), set(study.answer_keys[study.positive :])]
    return tuple(
        limit
        for limit in limits
        if limit.kind not in _TELLING_OF_ALL
        and not (limit.kind == "unused_answers" and any(side <= set(limit.about) for side in sides))
    )


def _level_limits(panel: Panel, judged: JudgedLevels) -> Iterator[Limit]:
    absent = np.array(level_names(panel))[~judged.levels]
    if len(absent):
        yield Limit(kind="unjudged_levels", about=tuple(absent.tolist()))
    fewest = max(_FEW_JUDGES, panel.study.minimum_group)
    if panel.n_participants >= fewest:
        few = np.array(level_names(panel))[judged.levels & (_judges(panel) < fewest)]
        if len(few):
            yield Limit(kind="few_judges", about=tuple(few.tolist()), n=fewest)


def _judges(panel: Panel) -> NDArray[np.int64]:
    """Return (L,) how many participants judged each level."""
    profiles = panel.design.profiles[panel.scenario]
    columns = [
        np.bincount(np.unique(profiles[:, c] + n * panel.participant.astype(np.int64)) % n, minlength=n)
        for c, n in enumerate(panel.study.n_levels)
    ]
    return np.concatenate(columns)


def _answer_limits(panel: Panel, judged: JudgedLevels) -> Iterator[Limit]:
    used = np.bincount(panel.answer, minlength=len(panel.study.answers)) > 0
    if used.sum() == 1:
        yield Limit(kind="one_answer")
    if not used.all():
        unused = tuple(key for key, some in zip(panel.study.answer_keys, used, strict=True) if not some)
        yield Limit(kind="unused_answers", about=unused)
    profiles, counts = _counted(panel)
    matrix, keys = judged.matrix(profiles), np.array(panel.study.criterion_keys)
    tied = tied_criteria(matrix, judged.coding)
    if tied:
        yield Limit(kind="tied_criteria", about=tuple(keys[list(tied)].tolist()))
    if _nearly_one_side(panel, judged):
        yield Limit(kind="nearly_one_side")
    if used.sum() == 1:
        return
    rows = _rows_by_level(panel.study.n_levels, profiles)
    extreme = np.array([_extreme(counts[of_level][:, used]) for of_level in rows])
    if extreme.any():
        yield Limit(kind="extreme_levels", about=tuple(np.array(level_names(panel))[extreme].tolist()))
    rest = ~rows[extreme].any(axis=0)
    separated = separated_criteria(matrix[rest], counts[rest], judged.coding)
    if separated:
        yield Limit(kind="separated_criteria", about=tuple(keys[list(separated)].tolist()))


def _rows_by_level(n_levels: tuple[int, ...], profiles: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return (L, R): the scenarios that have each level."""
    return np.vstack([np.arange(n)[:, None] == profiles[:, c] for c, n in enumerate(n_levels)])


def _extreme(counts: NDArray[np.int64]) -> bool:
    """Whether some scenarios, (R, J) answers, got the lowest answer only, or the highest only."""
    total = counts.sum(axis=0)
    return bool(total.sum() and total.sum() in {total[0], total[-1]})


def _nearly_one_side(panel: Panel, judged: JudgedLevels) -> bool:
    """Whether the scenarios with several answers on each side do not tell all levels apart that were judged.

    The answers can only follow levels without exception where this is so: a scenario with answers on both sides holds
    every direction in which the likelihood grows without end, as far as it has that scenario.
    """
    sides = np.zeros((len(panel.design.scenarios), 2), dtype=np.int64)
    np.add.at(sides, (panel.scenario, (panel.answer >= panel.study.positive).astype(np.int64)), 1)
    seen, divided = sides.sum(axis=1) > 0, sides.min(axis=1) >= _ON_EACH_SIDE
    if not (~divided & (sides.sum(axis=1) >= panel.study.minimum_group)).any():
        return False
    coded = np.zeros((len(sides), 1 + judged.coding.n_columns))
    coded[seen] = np.column_stack([np.ones(seen.sum()), judged.matrix(panel.design.profiles[seen].astype(np.int64))])
    return _rank(coded[seen & divided]) < _rank(coded[seen])


def _rank(coded: NDArray[np.float64]) -> int:
    return int(np.linalg.matrix_rank(coded)) if len(coded) else 0


def _participant_limits(panel: Panel, judged: JudgedLevels) -> Iterator[Limit]:
    n, answers = panel.n_participants, np.bincount(panel.participant)
    used = int((np.bincount(panel.answer) > 0).sum())
    parameters = used - 1 + judged.coding.n_columns
    if n == 1:
        yield Limit(kind="one_participant", n=1)
    elif n <= parameters:
        yield Limit(kind="few_participants", n=n)
    if answers.max() == 1:
        yield Limit(kind="one_answer_each", n=n)
    if dominant_participant(panel) is not None:
        yield Limit(kind="dominant_participant")
    if used > 1:
        yield from _uniform(panel)
    judge = np.empty(len(panel.design.scenarios), dtype=panel.participant.dtype)
    judge[panel.scenario] = panel.participant  # the last of them
    if n > 1 and (judge[panel.scenario] == panel.participant).all():
        yield Limit(kind="unshared_scenarios")


def _uniform(panel: Panel) -> Iterator[Limit]:
    """Yield that most sets of scenarios, or else most participants, have one answer throughout."""
    marks = np.random.default_rng(0).integers(2**63, size=int(panel.profile.max()) + 1)
    sums = np.zeros(panel.n_participants, dtype=np.int64)
    np.add.at(sums, panel.participant, marks[panel.profile])  # the same scenarios have the same sum, modulo 2^64
    sets, number = np.unique(sums, return_inverse=True)
    several = _varies(panel.participant, panel.profile, panel.n_participants)
    shared = np.unique(number[several & (np.bincount(number)[number] > 1)])
    alike = ~_varies(number[panel.participant], panel.answer, len(sets))[shared]
    same = ~_varies(panel.participant, panel.answer, panel.n_participants)[several]
    if len(shared) > 1 and 2 * alike.sum() > len(shared):
        yield Limit(kind="uniform_sets")
    elif 2 * same.sum() > len(same):
        yield Limit(kind="uniform_participants")


def _varies(number: NDArray[np.integer], values: NDArray[np.integer], size: int) -> NDArray[np.bool_]:
    """Return whether each of ``size`` numbers has more than one value."""
    last = np.zeros(size, dtype=values.dtype)
    last[number] = values
    varies = np.zeros(size, dtype=np.bool_)
    varies[number[values != last[number]]] = True
    return varies


def _counted(panel: Panel) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the (R, C) distinct scenarios that were judged, and the (R, J) answers to them."""
    first, row = merge_profiles(panel.design.profiles)
    counts = count_answers(panel.scenario, panel.answer, row, len(first), len(panel.study.answers))
    seen = counts.sum(axis=1) > 0
    return panel.design.profiles[first][seen].astype(np.int64), counts[seen]


def level_names(panel: Panel) -> list[str]:
    """Return every level as ``criterion=level``."""
    return [f"{criterion.key}={key}" for criterion in panel.study.criteria for key in criterion.level_keys]
