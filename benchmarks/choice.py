"""What the rule for the default model (``collega.model.choice``) rests on: small simulated panels with known truth.

Studies of two, four and ten criteria, with four answers; everybody judges the same random scenarios.
Intercepts have standard deviation 0.9 logits, part-worths 0.4, or 0 where all weigh alike. Of each panel the models
predict held-out answers, and then 12 further answers of everybody, which nobody has seen: also by the model that
predicted the held-out answers better. The shares of positive answers to 20 new cases are compared with what these
participants would really answer.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import table
from collega.model.blanks import Blanks
from collega.model.choice import answers_a_part_worth
from collega.model.comparison import likelihood_of
from collega.model.estimate import estimate
from collega.model.held_out import predict_held_out
from collega.model.persons import persons_of
from collega.model.predictions import predict_rows
from collega.model.share import interval_of, shares_of
from collega.panel import Panel
from tests.model.references import make_panel, make_study

DESIGNS = {
    "two criteria": ((2, 2), (1.2, 0.7)),
    "four criteria": ((3, 3, 2, 4), (1.0, 0.5, 0.0, 0.7)),
    "ten criteria": ((2, 2, 3, 3, 3, 3, 4, 4, 5, 5), (0.2, 0.3, 0.0, 0.4, 0.5, 0.0, 0.6, 0.75, 0.0, 0.7)),
}
CELLS = (
    ("two criteria", 9, 8),
    ("two criteria", 14, 8),
    ("two criteria", 25, 8),
    ("four criteria", 9, 8),
    ("four criteria", 14, 8),
    ("four criteria", 14, 16),
    ("four criteria", 19, 21),
    ("ten criteria", 15, 21),
    ("ten criteria", 25, 21),
)
SPREADS = (0.4, 0.0)
FIRST, FURTHER, CASES = 8_000, 12, 20
THRESHOLDS = np.array([-1.3, 0.0, 1.5])
MODELS = ("hierarchical", "mixed")
Floats = NDArray[np.float64]


def run(studies: int = 12, cells: Sequence[tuple[str, int, int]] = CELLS, spreads: Sequence[float] = SPREADS) -> None:
    rows = []
    for (name, people, scenarios), spread in product(cells, spreads):
        found = np.array([_study(FIRST + n, DESIGNS[name], people, scenarios, spread) for n in range(studies)])
        mean, error = found.mean(axis=0), found.std(axis=0, ddof=1) / np.sqrt(studies)
        losses = [f"{m:+.3f} ({e:.3f})" for m, e in zip(mean[1:4], error[1:4], strict=True)]
        shares = [f"{m:.1f} ({e:.1f})" for m, e in zip(mean[4:7], error[4:7], strict=True)]
        rows.append([name, people, scenarios, spread, float(mean[0]), *losses, *shares, *map(float, mean[7:])])
        print(rows[-1], file=sys.stderr, flush=True)
    table(["study", "people", "scenarios each", "part-worths differ by", "answers a part-worth",
           "held out: mixed less hierarchical", "further: mixed less hierarchical",
           "further: chosen by held-out answers less hierarchical", "error of shares, hierarchical", "mixed",
           "mixed less hierarchical", "coverage of 90%, hierarchical", "mixed"], rows)  # fmt: skip
    print(f"Log losses in nats, errors of shares in points; {studies} studies each, numbers from {FIRST}; in brackets")
    print("the standard error over studies.")


def _study(
    number: int, design: tuple[tuple[int, ...], tuple[float, ...]], people: int, scenarios: int, spread: float
) -> list[float]:
    whole, training, truth, cases = _draw(number, design, people, scenarios, spread)
    held = predict_held_out(training, MODELS, folds=5).compare()
    loss = {one.name: one.log_loss for one in held.predictors}
    further = whole.scenario >= scenarios
    chance = predict_rows(whole, MODELS, further, seed=1)
    later = {
        name: float(-np.log(likelihood_of(chance[name], whole.answer[further].astype(int))).mean()) for name in MODELS
    }
    chosen = "mixed" if loss["mixed"] < loss["hierarchical"] else "hierarchical"
    errors, covered = [], []
    for model in MODELS:
        persons, blanks = persons_of(estimate(training, model)), Blanks.of(training.study)
        draws = shares_of(persons, blanks, cases)
        interval = interval_of(draws)
        errors.append(100 * float(np.sqrt(np.square(persons.centre(draws) - truth).mean())))
        covered.append(float(((interval[:, 0] <= truth) & (truth <= interval[:, 1])).mean()))
    held_out, fresh = loss["mixed"] - loss["hierarchical"], later["mixed"] - later["hierarchical"]
    return [answers_a_part_worth(training), held_out, fresh, later[chosen] - later["hierarchical"],
            *errors, errors[1] - errors[0], *covered]  # fmt: skip


def _draw(
    number: int, design: tuple[tuple[int, ...], tuple[float, ...]], people: int, scenarios: int, spread: float
) -> tuple[Panel, Panel, Floats, NDArray[np.int64]]:
    """Return the panel with the further answers and the one without, the true shares of new cases, and the cases."""
    rng = np.random.default_rng([20261129, number])
    levels, weights = design
    profiles = np.column_stack([rng.integers(0, n, scenarios + FURTHER) for n in levels])
    cases = np.column_stack([rng.integers(0, n, CASES) for n in levels])
    own = rng.normal(0.0, 0.9, people)
    utility, of_cases = np.tile(own[:, None], scenarios + FURTHER), np.tile(own[:, None], CASES)
    for c, (n, weight) in enumerate(zip(levels, weights, strict=True)):
        worth = weight * np.linspace(-1, 1, n) + rng.normal(0.0, spread, (people, n))
        utility += worth[:, profiles[:, c]]
        of_cases += worth[:, cases[:, c]]
    answers = np.digitize(utility + rng.logistic(size=utility.shape), THRESHOLDS)
    whole = make_panel(
        make_study({f"c{c}": [f"l{x}" for x in range(n)] for c, n in enumerate(levels)}, list("abcd")),
        [f"s{s}" for s in range(scenarios + FURTHER)],
        profiles.tolist(),
        [(f"p{i}", f"s{s}", int(answers[i, s])) for i in range(people) for s in range(scenarios + FURTHER)],
    )
    kept = whole.scenario < scenarios
    training = replace(
        whole, participant=whole.participant[kept], scenario=whole.scenario[kept], answer=whole.answer[kept]
    )
    return whole, training, (1 / (1 + np.exp(THRESHOLDS[1] - of_cases))).mean(axis=0), cases
