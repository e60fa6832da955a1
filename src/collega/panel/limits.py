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

from collega.design.layout import Design
from collega.messages import Message
from collega.panel.counts import merge_profiles
from collega.panel.judged_levels import JudgedLevels, levels_judged
from collega.panel.overlap import separated_criteria, tied_criteria
from collega.panel.panel import Panel
from collega.panel.tally import Tally, tally_of
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


def dominant_participant(panel: Panel | Tally) -> tuple[str, int] | None:
    """Return who gave a large part of all answers, and how many: for the researchers alone."""
    tally = tally_of(panel) if isinstance(panel, Panel) else panel
    if tally.participants < 2:
        return None
    others = (tally.n_answers - tally.most_answers) / (tally.participants - 1)
    if tally.most_answers <= max(LARGE_PART * tally.n_answers, _TIMES * others):
        return None
    return tally.most_by, tally.most_answers


def limits_of(panel: Panel) -> tuple[Limit, ...]:
    """Return what limits the answers of the counted participants; nothing where there are none."""
    return limits_from(panel.study, panel.design, tally_of(panel))


def limits_from(study: Study, design: Design, tally: Tally) -> tuple[Limit, ...]:
    """Return what limits the answers that were counted; nothing where there are none."""
    if tally.n_answers == 0:
        return ()
    judged = levels_judged(study, design, tally.counts.sum(axis=1) > 0)
    return (
        *_level_limits(study, tally, judged),
        *_answer_limits(study, design, tally, judged),
        *_participant_limits(tally, judged),
    )


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


def _level_limits(study: Study, tally: Tally, judged: JudgedLevels) -> Iterator[Limit]:
    names = np.array(level_names(study))
    absent = names[~judged.levels]
    if len(absent):
        yield Limit(kind="unjudged_levels", about=tuple(absent.tolist()))
    fewest = max(_FEW_JUDGES, study.minimum_group)
    if tally.participants >= fewest:
        few = names[judged.levels & (tally.judges < fewest)]
        if len(few):
            yield Limit(kind="few_judges", about=tuple(few.tolist()), n=fewest)


def _answer_limits(study: Study, design: Design, tally: Tally, judged: JudgedLevels) -> Iterator[Limit]:
    used = tally.counts.sum(axis=0) > 0
    if used.sum() == 1:
        yield Limit(kind="one_answer")
    if not used.all():
        unused = tuple(key for key, some in zip(study.answer_keys, used, strict=True) if not some)
        yield Limit(kind="unused_answers", about=unused)
    profiles, counts = _by_profile(design, tally)
    matrix, keys = judged.matrix(profiles), np.array(study.criterion_keys)
    tied = tied_criteria(matrix, judged.coding)
    if tied:
        yield Limit(kind="tied_criteria", about=tuple(keys[list(tied)].tolist()))
    if _nearly_one_side(study, design, tally, judged):
        yield Limit(kind="nearly_one_side")
    if used.sum() == 1:
        return
    rows = _rows_by_level(study.n_levels, profiles)
    extreme = np.array([_extreme(counts[of_level][:, used]) for of_level in rows])
    if extreme.any():
        yield Limit(kind="extreme_levels", about=tuple(np.array(level_names(study))[extreme].tolist()))
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


def _nearly_one_side(study: Study, design: Design, tally: Tally, judged: JudgedLevels) -> bool:
    """Whether the scenarios with several answers on each side do not tell all levels apart that were judged.

    The answers can only follow levels without exception where this is so: a scenario with answers on both sides holds
    every direction in which the likelihood grows without end, as far as it has that scenario.
    """
    counts, positive = tally.counts, study.positive
    sides = np.column_stack([counts[:, :positive].sum(axis=1), counts[:, positive:].sum(axis=1)])
    seen, divided = sides.sum(axis=1) > 0, sides.min(axis=1) >= _ON_EACH_SIDE
    if not (~divided & (sides.sum(axis=1) >= study.minimum_group)).any():
        return False
    coded = np.zeros((len(sides), 1 + judged.coding.n_columns))
    coded[seen] = np.column_stack([np.ones(seen.sum()), judged.matrix(design.profiles[seen].astype(np.int64))])
    return _rank(coded[seen & divided]) < _rank(coded[seen])


def _rank(coded: NDArray[np.float64]) -> int:
    return int(np.linalg.matrix_rank(coded)) if len(coded) else 0


def _participant_limits(tally: Tally, judged: JudgedLevels) -> Iterator[Limit]:
    n, used = tally.participants, int((tally.counts.sum(axis=0) > 0).sum())
    parameters = used - 1 + judged.coding.n_columns
    if n == 1:
        yield Limit(kind="one_participant", n=1)
    elif n <= parameters:
        yield Limit(kind="few_participants", n=n)
    if tally.most_answers == 1:
        yield Limit(kind="one_answer_each", n=n)
    if dominant_participant(tally) is not None:
        yield Limit(kind="dominant_participant")
    if used > 1:
        yield from _uniform(tally)
    if n > 1 and (tally.judged_by < 2).all():
        yield Limit(kind="unshared_scenarios")


def _uniform(tally: Tally) -> Iterator[Limit]:
    """Yield that most sets of scenarios, or else most participants, have one answer throughout."""
    sets = tally.sets
    shared = sets.varied & (sets.people > 1)
    alike = (sets.lowest == sets.highest)[shared]
    if shared.sum() > 1 and 2 * alike.sum() > shared.sum():
        yield Limit(kind="uniform_sets")
    elif 2 * tally.uniform > tally.several:
        yield Limit(kind="uniform_participants")


def _by_profile(design: Design, tally: Tally) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the (R, C) distinct scenarios that were judged, and the (R, J) answers to them."""
    first, row = merge_profiles(design.profiles)
    counts = np.zeros((len(first), tally.counts.shape[1]), dtype=np.int64)
    np.add.at(counts, row, tally.counts)
    seen = counts.sum(axis=1) > 0
    return design.profiles[first][seen].astype(np.int64), counts[seen]


def level_names(study: Study) -> list[str]:
    """Return every level as ``criterion=level``."""
    return [f"{criterion.key}={key}" for criterion in study.criteria for key in criterion.level_keys]
