"""Findings about groups: how many there are where groups do not differ, and how often a real one is found.

Studies as in ``truth``: ten criteria, 50 participants, two versions of 21, in turn all kinds of heterogeneity. The
groups of 10, 20 and 20 are dealt at random, so they do not differ but by whom chance put in them. In *one differs* the
group of 10 weighs one of the criteria that people weigh more heavily, so that its importance in the average weights of
the group is 15 points above that in the average weights of the others. The truth of a difference is that of these
participants. Studies are numbered from 20000: none of them served to choose the rule (10000 to 12122 and 16000 to
16079 did).

Nothing is said of a study in which the test lets nothing through, whatever the posterior: such a study is only fitted
if it is among the first, of which the intervals are looked at. Every study stands on a line of its own in
``findings.jsonl`` once it is done, and is not made again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import table
from benchmarks.truth import KINDS, draw_panel, draw_people, draw_study, draw_thresholds, draw_weights
from collega.findings import Finding, chosen, group_weight_differences, strictness_differences
from collega.findings.selection import CHANCE
from collega.insight import group_contrasts, group_differences
from collega.model.estimate import estimate
from collega.panel import Panel
from collega.study import Coding, Study

Floats = NDArray[np.float64]
FIRST, SIZES, POINTS = 20000, (10, 20, 20), 15.0
EXAMPLE, FIRST_EXAMPLE = (4, 3, 3, 3, 3, 4, 3, 3, 3, 3), 50000  # levels of the criteria of the study of 2024
RESULTS = Path(__file__).parent / "results" / "findings.jsonl"


def run(studies: int = 200, fitted: int = 40, kept: Path = RESULTS) -> None:
    print("Criteria of 2 to 5 levels:\n")
    tell(_outcomes(range(FIRST, FIRST + studies), fitted, (), kept), FIRST)
    print("\nTen criteria of 3 and 4 levels, as in the study of 2024:\n")
    tell(_outcomes(range(FIRST_EXAMPLE, FIRST_EXAMPLE + studies), fitted, EXAMPLE, kept), FIRST_EXAMPLE)


def _outcomes(numbers: range, fitted: int, n_levels: tuple[int, ...], kept: Path) -> dict[bool, list[dict[str, Any]]]:
    """Return every study without and with a difference, from the file where it was made before."""
    outcomes: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    done = _done(kept)
    for number in numbers:
        for differs, made in outcomes.items():
            outcome = done.get((number, differs))
            if outcome is None:
                always = number < numbers.start + fitted
                outcome = one_study(number, differs=differs, always=always, n_levels=n_levels)
                with kept.open("a") as file:
                    file.write(json.dumps(outcome) + "\n")
            made.append(outcome)
    return outcomes


def tell(outcomes: dict[bool, list[dict[str, Any]]], first: int) -> None:
    """Print how often findings were made, and what the intervals hold."""
    rows = [
        [name, *(_mean([each.get(name) for each in outcomes[differs]]) for differs in (False, True))]
        for name in ("any of weight or strictness", "any of weight", "any of strictness", "found", "wrong sign",
                     "false sign of any", "held, criteria that people weigh", "held, criteria that nobody weighs",
                     "held, all criteria", "held, those found", "held, strictness")
    ]  # fmt: skip
    table(["percent of studies or intervals (standard error)", "groups do not differ", "one differs"], rows)
    studies, fitted = len(outcomes[False]), sum("converged" in each for each in outcomes[False])
    print(f"{studies} studies of each, numbers from {first}; intervals are of those that were fitted ({fitted} and")
    print(f"{sum('converged' in each for each in outcomes[True])}): the first, and those in which something was found.")


def _mean(values: list[float | None]) -> str | None:
    known = np.array([value for value in values if value is not None], dtype=np.float64)
    if len(known) == 0:
        return None
    return f"{100 * known.mean():.1f} ({100 * known.std() / np.sqrt(len(known)):.1f})"


def _done(kept: Path) -> dict[tuple[int, bool], dict[str, Any]]:
    lines = kept.read_text().splitlines() if kept.exists() else []
    made = map(json.loads, lines)
    return {(each["number"], each["differs"]): each for each in made}


def one_study(number: int, *, differs: bool, always: bool = True, n_levels: tuple[int, ...] = ()) -> dict[str, Any]:
    """Draw a study, fit it, and compare its findings with the truth; fit it ``always``, or only where that matters."""
    panel, utilities, intercepts, weighed, criterion = draw(number, differs=differs, n_levels=n_levels)
    contrasts = group_contrasts(panel)
    if not always and np.nanmin(contrasts.p_value) > CHANCE:
        nothing = ("any of weight or strictness", "any of weight", "any of strictness", "false sign of any")
        found = {"found": 0.0, "wrong sign": 0.0} if differs else {}
        return {"number": number, "differs": differs, **dict.fromkeys(nothing, 0.0), **found}
    fit = estimate(panel, "hierarchical", seed=number + 1)
    rows = {row["characteristic"]: row for row in group_differences(panel).iter_rows(named=True)}
    weights = group_weight_differences(panel, fit, contrasts)
    strict = strictness_differences(panel, fit, contrasts, rows)
    told = chosen([*weights, *strict])
    names = [f"p{i}" for i in range(len(utilities))]
    truth = _truth(panel, utilities[[names.index(name) for name in panel.people["participant"]]])
    keys = panel.study.criterion_keys
    heavy = [key for key, some in zip(keys, weighed, strict=True) if some]
    inside = {(each.value, each.criteria[0]): _holds(each, truth) for each in weights}
    raised = "g0", (keys[criterion],)
    mine = [each for each in told if (each.value, each.criteria) == raised]
    claims = [each for each in told if each.kind == "group_weight"]
    return {
        "number": number,
        "differs": differs,
        "any of weight or strictness": float(bool(told)),
        "any of weight": float(bool(claims)),
        "any of strictness": float(len(claims) < len(told)),
        "found": float(bool(mine)) if differs else None,
        "wrong sign": float(any(each.estimate < 0 for each in mine)) if differs else None,
        "false sign of any": float(any(each.estimate * truth[each.value, each.criteria[0]] <= 0 for each in claims)),
        "held, criteria that people weigh": _share(inside, heavy),
        "held, criteria that nobody weighs": _share(inside, [key for key in keys if key not in heavy]),
        "held, all criteria": _share(inside, keys),
        "held, those found": float(np.mean([_holds(each, truth) for each in claims])) if claims else None,
        "held, strictness": _strictness_held(panel, strict, utilities, intercepts),
        "p_value": contrasts.weighing("group"),
        "probability": [(each.probability, each.expected) for each in weights if (each.value, each.criteria) == raised],
        "surest": max((each.probability for each in weights if each.expected >= 0.8), default=None),
        "converged": fit.converged,
    }  # fmt: skip


def _holds(finding: Finding, truth: dict[tuple[str, str], float]) -> bool:
    low, high = finding.interval
    return bool(low <= truth[finding.value, finding.criteria[0]] <= high)


def _share(inside: dict[tuple[str, str], bool], keys: Any) -> float:
    return float(np.mean([held for (_, key), held in inside.items() if key in keys]))


def _truth(panel: Panel, utilities: Floats) -> dict[tuple[str, str], float]:
    """Return the true difference of every group and criterion, percentage points."""
    truth = {}
    for value in ("g0", "g1", "g2"):
        members = panel.group("group", value)
        one, other = (importance(panel.study, utilities[some].mean(axis=0)) for some in (members, ~members))
        truth |= {(value, key): float(one[c] - other[c]) for c, key in enumerate(panel.study.criterion_keys)}
    return truth


def _strictness_held(panel: Panel, strict: list[Finding], utilities: Floats, intercepts: Floats) -> float | None:
    """Return how often the true difference in share over all combinations of levels lies in the interval."""
    rng = np.random.default_rng(1)
    cases = np.column_stack([rng.integers(0, levels, 4000) for levels in panel.study.n_levels])
    total = np.repeat(intercepts[:, None], len(cases), axis=1)
    for c, rows in enumerate(Coding(n_levels=panel.study.n_levels).level_blocks):
        total += utilities[:, rows.start + cases[:, c]]
    shares = (1.0 / (1.0 + np.exp(-total))).mean(axis=1)
    held = []
    for each in strict:
        members = panel.group("group", each.value)
        truth = 100 * (shares[members].mean() - shares[~members].mean())
        held.append(each.interval[0] <= truth <= each.interval[1])
    return float(np.mean(held)) if held else None


def importance(study: Study, utilities: Floats) -> Floats:
    """Return (C,) ranges of (L,) utilities over their sum, percent."""
    ranges = np.array([np.ptp(utilities[rows]) for rows in Coding(n_levels=study.n_levels).level_blocks])
    return np.asarray(100 * ranges / ranges.sum())


def draw(
    number: int, *, differs: bool, n_levels: tuple[int, ...] = ()
) -> tuple[Panel, Floats, Floats, NDArray[np.bool_], int]:
    """Return a panel, everyone's utilities and intercept, which criteria people weigh, and which one differs."""
    rng = np.random.default_rng([20261201, number])
    study = draw_study(rng)
    study = with_levels(study, n_levels) if n_levels else study
    weights = draw_weights(rng, study)
    _, utilities, intercepts = draw_people(rng, weights, KINDS[number % len(KINDS)])
    group = rng.permutation(np.repeat(np.arange(len(SIZES)), SIZES))
    weighed = np.array([np.ptp(weight) > 0 for weight in weights])
    criterion = int(rng.choice(np.flatnonzero(weighed)))
    if differs:
        utilities = _raised(study, utilities, group == 0, criterion, weights[criterion])
    panel = draw_panel(rng, study, group, utilities, intercepts, draw_thresholds(rng))
    return panel, utilities, intercepts, weighed, criterion


def with_levels(study: Study, n_levels: tuple[int, ...]) -> Study:
    """Return a study whose criteria have so many levels."""
    plain = study.model_dump(mode="json")
    for criterion, number in zip(plain["criteria"], n_levels, strict=True):
        criterion["levels"] = [{"key": f"l{x}", "text": f"l{x}"} for x in range(number)]
    return Study.model_validate(plain)


def _raised(study: Study, utilities: Floats, members: NDArray[np.bool_], criterion: int, weight: Floats) -> Floats:
    """Add so much of the weights of a criterion in a group that its importance is 15 points above the others'."""
    columns = np.arange(utilities.shape[1])[Coding(n_levels=study.n_levels).level_blocks[criterion]]

    def with_more(factor: float) -> Floats:
        changed = utilities.copy()
        changed[np.ix_(members, columns)] += factor * weight
        return changed

    def points(factor: float) -> float:
        changed = with_more(factor)
        one, other = (importance(study, changed[some].mean(axis=0)) for some in (members, ~members))
        return float(one[criterion] - other[criterion])

    low, high = (0.0, 30.0) if points(0.0) < POINTS else (-1.0, 0.0)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if points(middle) < POINTS else (low, middle)
    return with_more(high)
