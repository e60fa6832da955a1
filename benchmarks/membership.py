"""Whether thousands of questions to the virtual colleague tell who took part.

In each study three panels of as many people are drawn from one population. A fit of the first is asked 3,000 cases; its
shares are published in whole percents, as pages show them. An attacker who holds somebody's answers to all their
scenarios says whether they were in the first panel or are one of the second.

- ``own answers``: how probable the answers are by the shares of those very scenarios. Needs nothing else.
- ``a panel like it``: what the shares have more than those of the third panel, asked the same cases, along the answers.
  Somebody who ran another study of the same population could do it.
- ``all parameters``: what the mean part-worths of the fit, which its pages show, have more than the true ones of the
  population, along the answers: the likelihood ratio of all that a mean can tell. The population is known to the last
  digit, which nobody does.
- ``all questions``: the same with the shares of all cases in the place of the part-worths.
- ``all questions, steps of 5``: with shares in steps of five points.

Advantage: true less false positives at the threshold that was best in the other half of the studies (Yeom et al. 2018);
accuracy over chance is half of it. ``at 1%``: true positives where one in a hundred is called in wrongly (Carlini et
al. 2022). Standard errors are over studies. Chains are shortened: what is asked is about a mean.

References
----------
Homer et al. (2008), PLoS Genetics 4(8). Dwork et al. (2015), Robust traceability from trace amounts. Yeom, Giacomelli,
Fredrikson & Jha (2018), Privacy risk in machine learning. Carlini et al. (2022), Membership inference attacks from
first principles.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit
from scipy.stats import rankdata

from benchmarks.timing import table
from benchmarks.truth import (
    SCENARIOS,
    THRESHOLDS,
    VERSIONS,
    draw_panel,
    draw_people,
    draw_study,
    draw_weights,
    true_shares,
)
from collega.design import Design, compose
from collega.model.blanks import Blanks
from collega.model.hierarchical.fit import Effort, fit_hierarchical
from collega.model.persons import persons_of
from collega.model.share import shares_of
from collega.panel import Panel
from collega.study import Coding, Study

Floats = NDArray[np.float64]
QUESTIONS, POPULATION = 3000, 4000
SIZES = {50: 48, 150: 8, 450: 4}  # participants, studies
SHORT = Effort(chains=2, warm_up=150, sweeps=250, rounds=0)
ATTACKERS = ("own answers", "a panel like it", "all parameters", "all questions", "all questions, steps of 5")
BAR = 0.05


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """One study: what each attacker of ``ATTACKERS`` thinks of who took part (A, I) and of who did not (A, O)."""

    inside: Floats
    outside: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class World:
    """A population, and what an attacker who knows it all can compute beforehand.

    Attributes
    ----------
    rows : (S, 1+K) float64
        The scenarios, coded, with a one first.
    at_scenarios : (S,) float64
        True shares of the population.
    worths, means : (1+K,) float64
        Coefficients of those at the questions, on the scale of logits, and people's mean coefficients.
    weigh : (1+K, 1+K) float64
        Inverse covariance of everybody's scores, times their information.
    inverse : (1+K, 1+K) float64
        That inverse covariance.
    """

    rows: Floats
    at_scenarios: Floats
    worths: Floats
    means: Floats
    weigh: Floats
    inverse: Floats


def run() -> None:
    began, rows = time.process_time(), []
    rng = np.random.default_rng(1)
    study = draw_study(rng)
    design = compose(study, scenarios=SCENARIOS, versions=VERSIONS, seed=1)
    cases = np.column_stack([rng.integers(0, levels, QUESTIONS) for levels in study.n_levels])
    for people, studies in SIZES.items():
        found = []
        for number in range(studies):
            found.append(one_study(np.random.default_rng([people, number]), study, design, cases, people))
            if sys.stderr.isatty():
                print(f"\r{people}: {number + 1} of {studies}", end="", file=sys.stderr)
        rows += [[people, studies, name, *summarise(found, place)] for place, name in enumerate(ATTACKERS)]
    table(["participants", "studies", "attacker", "advantage", "standard error", "over chance", "AUC", "at 1%"], rows)
    minutes = (time.process_time() - began) / 60
    print(f"Processor time {minutes:.1f} minutes. The bar at 50 participants: {BAR} over chance.")


def one_study(rng: np.random.Generator, study: Study, design: Design, cases: NDArray[np.int64], people: int) -> Scores:
    """Draw a population and two panels of it, fit one, and attack it with the answers of both."""
    weights = draw_weights(rng, study)
    group, utilities, intercepts = draw_people(rng, weights, "normal", people=3 * people)
    all_of_them = draw_panel(rng, study, group, utilities, intercepts, np.tile(THRESHOLDS, (3 * people, 1)), design)
    inside, outside, third = (np.arange(3 * people) // people == part for part in range(3))
    world = _world(rng, study, design, weights, cases)
    shares, means = _published(all_of_them.keep(inside), cases)
    other, _ = _published(all_of_them.keep(third), cases)
    coded = _coded(study, cases)
    known = {
        "all parameters": (means - world.means) * (world.worths @ world.means) / (world.means @ world.means),
        "all questions": _worths_of(coded, shares) - world.worths,
        "all questions, steps of 5": _worths_of(coded, np.round(20 * shares) / 20) - world.worths,
        "a panel like it": _worths_of(coded, shares) - _worths_of(coded, other),
    }
    own = _coded(study, design.profiles) @ _worths_of(coded, shares)
    scores = []
    for who in (inside, outside):
        answers = _sides(all_of_them.keep(who))
        gradient = np.nan_to_num(answers - world.at_scenarios) @ world.rows
        ratio = {
            name: gradient @ world.weigh @ more
            - np.einsum("ik,kl,il->i", gradient, world.inverse, gradient) / (2 * people)
            for name, more in known.items()
        }
        ratio["own answers"] = np.nansum(np.where(answers > 0, -np.logaddexp(0, -own), -np.logaddexp(0, own))
                                         + 0 * answers, axis=1)  # fmt: skip
        scores.append(np.array([ratio[name] for name in ATTACKERS]))
    return Scores(inside=scores[0], outside=scores[1])


def _world(
    rng: np.random.Generator, study: Study, design: Design, weights: list[Floats], cases: NDArray[np.int64]
) -> World:
    group, utilities, intercepts = draw_people(rng, weights, "normal", people=POPULATION)
    panel = draw_panel(rng, study, group, utilities, intercepts, np.tile(THRESHOLDS, (POPULATION, 1)), design)
    above = intercepts - THRESHOLDS[1]
    rows, there = _coded(study, design.profiles), true_shares(study, utilities, above, design.profiles)
    at_cases = true_shares(study, utilities, above, cases)
    answers = _sides(panel)
    gradient = np.nan_to_num(answers - there) @ rows
    judged = np.isfinite(answers).mean(axis=0)
    information = rows.T @ (rows * (judged * there * (1 - there))[:, None])
    inverse = np.linalg.inv(np.cov(gradient.T))
    coded, parts = _coded(study, cases), [weight[cases[:, c]] for c, weight in enumerate(weights)]
    means = np.linalg.lstsq(coded, np.sum(parts, axis=0) - THRESHOLDS[1], rcond=None)[0]
    return World(rows=rows, at_scenarios=there, worths=_worths_of(coded, at_cases), means=means,
                 weigh=inverse @ information, inverse=inverse)  # fmt: skip


def _published(panel: Panel, cases: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return the shares of the questions in whole percents, 0..1, and people's mean coefficients."""
    persons = persons_of(fit_hierarchical(panel, seed=1, effort=SHORT))
    exact = persons.centre(shares_of(persons, Blanks.of(panel.study), cases))
    means = persons.coefficients.mean(axis=(0, 1)).astype(np.float64)
    means[0] -= persons.thresholds[:, persons.positive - 1].mean()
    return np.round(100 * exact) / 100, means


def _sides(panel: Panel) -> Floats:
    """Return (I, S) whether each answer is positive, 0 or 1; NaN where somebody did not judge."""
    sides = np.full((panel.n_participants, len(panel.design.scenarios)), np.nan)
    sides[panel.participant, panel.scenario] = panel.answer >= panel.study.positive
    return sides


def _coded(study: Study, profiles: NDArray[np.integer]) -> Floats:
    """Return (M, 1+K) a one and effects-coded levels."""
    coding = Coding(n_levels=study.n_levels)
    return np.column_stack([np.ones(len(profiles)), coding.matrix(profiles)])


def _worths_of(coded: Floats, shares: Floats) -> Floats:
    """Return (1+K,) the coefficients that these shares follow on the scale of logits, by least squares."""
    found = np.linalg.lstsq(coded, logit(np.clip(shares, 0.005, 0.995)), rcond=None)[0]
    return np.asarray(found, dtype=np.float64)


def summarise(found: list[Scores], place: int) -> tuple[float, float, float, float, float]:
    """Return advantage, its standard error, accuracy over chance, area under the curve, and true positives at 1%."""
    inside, outside = (np.array([getattr(each, side)[place] for each in found]) for side in ("inside", "outside"))
    gains = np.empty(len(found))
    for half in (0, 1):
        mine, other = np.arange(len(found)) % 2 == half, np.arange(len(found)) % 2 != half
        cut = _best_cut(inside[other].ravel(), outside[other].ravel())
        gains[mine] = (inside[mine] > cut).mean(axis=1) - (outside[mine] > cut).mean(axis=1)
    error = gains.std(ddof=1) / np.sqrt(len(gains))
    ranks = rankdata(np.concatenate([inside.ravel(), outside.ravel()]))[: inside.size]
    area = (ranks.sum() - inside.size * (inside.size + 1) / 2) / (inside.size * outside.size)
    few = float((inside > np.quantile(outside, 0.99)).mean())
    return float(gains.mean()), float(error), float(gains.mean() / 2), float(area), few


def _best_cut(inside: Floats, outside: Floats) -> float:
    cuts = np.quantile(np.concatenate([inside, outside]), np.linspace(0.02, 0.98, 97))
    gains = [(inside > cut).mean() - (outside > cut).mean() for cut in cuts]
    return float(cuts[int(np.argmax(gains))])
