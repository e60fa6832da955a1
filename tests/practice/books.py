"""Casebooks drawn from a model, for the tests of this room."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from collega.colleague import build_case
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.persons import persons_of
from collega.model.share import answer_draws
from collega.panel import Panel
from collega.practice import Casebook, Judgement, SharedCase, blind_judgements
from collega.study import Study
from tests.colleague.studies import hierarchical

START = datetime(2026, 1, 5, 9)


def steady_fit(panel: Panel, *, unsure: float = 0.15) -> Fit:
    """Return a hierarchical fit that is rather sure of its people, who differ."""
    fit, rng = hierarchical(panel), np.random.default_rng(3)
    assert fit.draws is not None
    n_draws, n_people, width = fit.draws.individual.shape
    weights = np.concatenate([[0.1], rng.normal(0.0, 0.7, width - 1)])
    people = weights + rng.normal(0.0, 0.4, (n_people, width))
    individual = (people + rng.normal(0.0, unsure, (n_draws, 1, width))).astype(np.float32)
    thresholds = np.array([-0.8, 0.0, 0.8]) + rng.normal(0.0, unsure / 5, (n_draws, 1))
    return replace(fit, draws=replace(fit.draws, individual=individual, thresholds=thresholds))


def drawn_book(
    study: Study, fit: Fit, *, cases: int = 40, each: int = 3, judges: int = 12, shift: float = 0.0, seed: int = 1
) -> Casebook:
    """Return cases without blanks, judged by people of one draw of the fit; ``shift``: that share moves to the top."""
    rng = np.random.default_rng(seed)
    profiles = np.column_stack([rng.integers(0, levels, cases) for levels in study.n_levels])
    chances = own_chances(study, fit, profiles, rng, judges)
    shared, given = [], []
    for number, profile in enumerate(profiles):
        levels = {item.key: item.level_keys[level] for item, level in zip(study.criteria, profile, strict=True)}
        shared.append(SharedCase(number=f"c{number}", case=build_case(study, levels), month="2026-01"))
        for judge in rng.choice(judges, each, replace=False):
            top = len(study.answers) - 1
            answer = top if rng.random() < shift else int(rng.choice(top + 1, p=chances[judge, number]))
            moment = START + timedelta(hours=6 * len(given))
            given.append(Judgement(case=f"c{number}", judge=f"j{judge}", answer=answer, given=moment, seen=None))
    return Casebook(cases=tuple(shared), judgements=blind_judgements(given))


def own_chances(study: Study, fit: Fit, profiles: np.ndarray, rng: np.random.Generator, judges: int) -> np.ndarray:
    """Return (judges, cases, J) chances of people drawn from those of one draw."""
    persons = persons_of(fit)
    who = rng.integers(0, persons.coefficients.shape[1], judges)
    draw = np.full(judges, int(rng.integers(0, len(persons.coefficients))))
    single = replace(
        persons,
        coefficients=np.ascontiguousarray(persons.coefficients[draw, who][:, None]),
        thresholds=np.ascontiguousarray(persons.thresholds[draw]),
        weights=np.ones(1),
    )
    return answer_draws(single, Blanks.of(study), profiles)
