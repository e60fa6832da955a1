"""Adding people to the fit of a large panel, without fitting it anew."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.checks.diagnosis import diagnose
from collega.model.choice import choose_model
from collega.model.fit import Approximation, Draws, Fit, Representatives
from collega.model.hierarchical.fit import group_effects_coded
from collega.model.hierarchical.layout import block_of
from collega.model.large.chunks import Ordered
from collega.model.large.coordinates import PolarPoint, from_polar, to_polar, within_quarter
from collega.model.large.everybody import look_at_everybody
from collega.model.large.fit import draw_people, make_fit, population_draws
from collega.model.large.representatives import calibrate
from collega.model.large.settings import Settings, number_of_values
from collega.model.large.unknowns import Population, update
from collega.model.stale import is_not_converged, require_same_study
from collega.panel.identity import panel_hash
from collega.panel.panel import Panel

Floats = NDArray[np.float64]
MOST_ADDED = 0.1


def fold_in(fit: Fit, panel: Panel, *, seed: int = 1, settings: Settings | None = None) -> Fit:
    """Return the fit of a panel that has grown: those who are new are added, everybody else stays.

    Their answers move the population by a Newton step; they get their own posterior, and some of them, drawn at random,
    become representatives: as many of them as of all, and of every value of a characteristic as many as a fit of the
    whole panel would have. What is known of the others is not computed again, so at most a tenth may be new since the
    panel was fitted whole.

    Parameters
    ----------
    fit : Fit
        Of a large panel.
    panel : Panel
        With the same participants and answers, and more people.
    seed : int
        Of the representatives among the new people, other ones at every addition. The fit keeps the seed with which it
        was made whole.
    settings : Settings, optional

    Raises
    ------
    NotComputedError
        For a fit of a panel that was sampled whole, of another study or of other characteristics, where somebody has
        left or answers have changed since, and where too many are new.
    """
    began = time.perf_counter()
    panel = panel.counted
    settings = (settings or Settings()).for_values(number_of_values(panel.study))
    known, draws = fit.approximation, fit.draws
    if known is None or draws is None or len(known.means) == 0:
        raise NotComputedError(Message("model-add-to-large-only"))
    require_same_study(panel.study, fit)
    _require_same_characteristics(panel, draws)
    new = _new_people(fit, panel)
    if not new.any():
        return fit
    added = known.added + int(new.sum())
    if added > MOST_ADDED * (len(fit.participants) - known.added):
        raise NotComputedError(Message("model-add-too-many", added=added, percent=100 * MOST_ADDED))
    rng = np.random.default_rng([seed, 19, known.added])
    ordered, rows = Ordered.by_person(panel.keep(new)), np.flatnonzero(new)
    nobody = np.zeros(len(rows), dtype=np.bool_)
    at = _population(fit, panel, known, draws)
    before = look_at_everybody(ordered, at, nobody)
    pair, here = at.pair, PolarPoint.from_unknowns(known.centre, at.pair)
    slope, information = here.slope(before.slope_of_others), here.information(before.information_of_others)
    after = update(here.polar, here.information(known.precision), here.polar, slope, information)
    centre = within_quarter(after.centre, pair)
    unknowns = from_polar(centre + (to_polar(known.unknowns, pair) - here.polar) @ after.turn.T, pair)
    at = at.at(from_polar(centre, pair))
    found = look_at_everybody(ordered, at, nobody)
    populations = [at.at(vector) for vector in unknowns]
    approximation = replace(
        known,
        added=added,
        means=_put_together(known.means, found.means, new),
        deviations=_put_together(known.deviations, found.deviations, new),
        centre=at.vector,
        precision=PolarPoint.from_unknowns(at.vector, pair).information_on_unknowns(after.precision),
        unknowns=unknowns,
    )
    there = _rows_of_known(draws, new)
    ours, stands_for = _new_representatives(panel.groups, rows, there, settings, rng)
    individual, stretch = draw_people(
        ordered, ours, populations, found.stretch[ours], draws.stretch_sd, stands_for, rng
    )
    everybody = np.concatenate([there, rows[ours]])
    order = np.argsort(everybody, kind="stable")
    everybody = everybody[order]
    start = np.concatenate([draws.weights * len(fit.participants), stands_for])[order]
    weights = calibrate(approximation.means, panel.groups, everybody, start)
    together = np.concatenate([draws.individual, individual], axis=1)[:, order]
    own = None if stretch is None or draws.stretch is None else np.concatenate([draws.stretch, stretch], axis=1)
    grown = replace(
        population_draws(panel, populations, draws.stretch_sd),
        individual=np.ascontiguousarray(together),
        stretch=None if own is None else np.ascontiguousarray(own[:, order]),
        representatives=Representatives(rows=everybody, weights=weights),
    )
    doubts = tuple(filter(is_not_converged, fit.warnings))
    made = make_fit(panel, grown, approximation, doubts, fit.converged, seed=fit.seed if fit.seed is not None else seed)
    return replace(
        made,
        convergence=fit.convergence,
        choice=fit.choice if fit.choice is None or fit.choice.code == "named" else choose_model(panel),
        diagnosis=None if fit.diagnosis is None else diagnose(panel),
        seconds=time.perf_counter() - began,
    )


def _require_same_characteristics(panel: Panel, draws: Draws) -> None:
    """Refuse a fit that knows other characteristics, or other values of them."""
    columns = sum(max(len(each.value_keys) - 1, 0) for each in panel.study.characteristics)
    if group_effects_coded(panel, np.zeros((1, 1, columns)))[1] != draws.group_columns:
        raise NotComputedError(Message("model-add-other-characteristics"))


def _new_people(fit: Fit, panel: Panel) -> NDArray[np.bool_]:
    """(I,): who is not in the fit; refused where those who are in it are not as they were."""
    there = frozenset(fit.participants)
    new = np.array([name not in there for name in panel.people["participant"].to_list()])
    before = panel.keep(~new)
    same = before.n_participants == len(fit.participants) and panel_hash(before) == fit.data_hash
    if not same:
        raise NotComputedError(Message("model-add-changed"))
    return new


def _population(fit: Fit, panel: Panel, known: Approximation, draws: Draws) -> Population:
    """Return the population at the centre of the fit."""
    block = block_of(panel.study)
    width, groups = len(block), draws.group_effects.shape[2]
    shape = Population(
        thresholds=np.zeros(draws.thresholds.shape[1]),
        mean=np.zeros(width),
        effects=np.zeros((width, groups)),
        toward=np.zeros(width),
        spread=np.ones(int(block[-1]) + 1),
        block=block,
        anchor=fit.positive,
        scale_use=None if draws.stretch_sd is None else draws.stretch_sd.mean(axis=0),
    )
    return shape.at(known.centre)


def _put_together(
    before: NDArray[np.float32], added: NDArray[np.float32], new: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Return (I, P): what was known, and what was added, each in its place."""
    everybody = np.empty((len(new), before.shape[1]), dtype=np.float32)
    everybody[~new], everybody[new] = before, added
    return everybody


def _new_representatives(
    groups: NDArray[np.int16],
    rows: NDArray[np.int64],
    there: NDArray[np.int64],
    settings: Settings,
    rng: np.random.Generator,
) -> tuple[NDArray[np.int64], Floats]:
    """Return who of the new people become representatives, places in ``rows``, and one over the chance of each.

    As many of them as of all, ten at least; then of every value of a characteristic as many as it lacks.

    Parameters
    ----------
    groups : (I, H) int16
        Of the grown panel; ``rows`` (N,) are the new people, ``there`` (R,) the representatives it has already.
    """
    new = len(rows)
    wanted = min(max(round(settings.representatives * new / len(groups)), 10), new)
    first = np.zeros(new, dtype=np.bool_)
    first[rng.choice(new, wanted, replace=False)] = True
    chosen, missed = first.copy(), np.full(new, 1.0 - wanted / new)
    for h in range(groups.shape[1]):
        for value in np.unique(groups[rows, h]):
            ours = np.flatnonzero(groups[rows, h] == value)
            others = ours[~first[ours]]
            enough = min(settings.of_a_group, int(np.count_nonzero(groups[:, h] == value)))
            present = int(np.count_nonzero(groups[there, h] == value)) + len(ours) - len(others)
            lacking = min(enough - present, len(others))
            if lacking > 0:
                chosen[rng.choice(others, lacking, replace=False)] = True
                missed[ours] *= 1.0 - lacking / len(others)
    picked = np.flatnonzero(chosen)
    return picked, 1.0 / (1.0 - missed[picked])


def _rows_of_known(draws: Draws, new: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the rows in the grown panel of those who have draws already."""
    rows = np.arange(draws.individual.shape[1]) if draws.representatives is None else draws.representatives.rows
    return np.flatnonzero(~new)[rows]
