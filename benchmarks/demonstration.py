"""The demonstration study for ten seeds: what the fit finds of the report's findings, and how long it takes."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.timing import run_command, table
from collega.colleague import ask, make_case
from collega.design import compose
from collega.findings import study_findings
from collega.insight import importance_of, insights
from collega.insight.groups import members_of
from collega.model.estimate import estimate
from collega.model.fit import Fit
from collega.panel import Panel
from collega.panel.simulate import simulate
from collega.study import parse_study, template_cases, template_text

TOP_FOURS = {
    ("years_in_field", "y1_2"): "statutory_task purpose safeguards recipient",
    ("years_in_field", "y10_plus"): "consequences recipient purpose safeguards",
    ("function", "dpo"): "purpose consequences statutory_task recipient",
    ("function", "legal_adviser"): "purpose statutory_task recipient data_items",
    ("function", "privacy_officer"): "statutory_task recipient purpose relation",
    ("organisation_type", "central_government"): "statutory_task purpose recipient data_items",
    ("organisation_type", "municipality"): "statutory_task purpose consequences recipient",
    ("organisation_type", "executive_national"): "purpose recipient consequences statutory_task",
}
SHARES = (0.53, 0.77)


def run(seeds: int = 10) -> None:
    study = parse_study(template_text("avg-data-sharing"))
    design = compose(study, versions=2)
    rows = []
    for seed in range(1, seeds + 1):
        panel, _ = simulate(study, design, participants=50, seed=seed)
        fit = estimate(panel, "hierarchical", seed=seed)
        advices = [ask(study, fit, make_case(study, case), panel=panel) for case in template_cases(study.key)]
        near = all(abs(a.share - wanted) <= 0.05 for a, wanted in zip(advices, SHARES, strict=True))
        inside = all(a.interval[0] <= wanted <= a.interval[1] for a, wanted in zip(advices, SHARES, strict=True))
        order = _order(fit)
        exact, worst = top_fours(panel, fit)
        rows.append(
            [
                seed, order[:2] == ["purpose", "statutory_task"], order[-1] == "data_subjects", exact, worst,
                _self_image(panel), _years_in_post(panel), places_of(panel, fit),
                *(round(100 * a.share) for a in advices), near and inside,
                fit.convergence.r_hat if fit.convergence else "", fit.seconds,
            ]
        )  # fmt: skip
    table(["seed", "first two", "irrelevant last", "top fours exact", "fewest of four", "self-image", "years in post",
           "places of the findings", "53%", "77%", "both within 5 and inside", "R-hat", "fit, s"], rows)  # fmt: skip
    times = ", ".join(f"{seconds:.1f}" for seconds in _new_processes())
    print(f"`collega fit` of the demonstration (seed 1), each time in a new process: {times} s.")


def places_of(panel: Panel, fit: Fit) -> str:
    """Return at which places of the list of findings groups weigh the statutory task and the consequences otherwise."""
    found = study_findings(panel, fit, insights(panel, fit))
    about = [each.criteria[0] if each.kind == "group_weight" else "" for each in found]
    places = [about.index(key) + 1 if key in about else 0 for key in ("statutory_task", "consequences")]
    return f"{places[0]}, {places[1]} of {len(found)}"


def _new_processes(times: int = 5) -> list[float]:
    """Return how long ``collega fit`` takes from start to exit, seconds."""
    program = Path(sys.executable).with_name("collega")
    with tempfile.TemporaryDirectory() as place:
        folder = str(Path(place) / "demo")
        for command in (
            ["new", folder, "--template", "avg-data-sharing"],
            ["design", folder, "--versions", "2", "--seed", "1"],
            ["simulate", folder, "--participants", "50", "--seed", "1"],
        ):
            run_command([program, *command])
        return [run_command([program, "fit", folder, "--seed", "1"])[0] for _ in range(times)]


def _order(fit: Fit) -> list[str]:
    return [fit.criteria[c] for c in np.argsort(-importance_of(fit).percent)]


def top_fours(panel: Panel, fit: Fit) -> tuple[int, int]:
    """Return how many of the eight lists are right, and the fewest right criteria in one of them."""
    hits = []
    for (name, value), wanted in TOP_FOURS.items():
        percent = importance_of(fit, members_of(panel, fit, name, value)).percent
        found = {fit.criteria[c] for c in np.argsort(-percent)[:4]}
        hits.append(len(found & set(wanted.split())))
    return sum(hit == 4 for hit in hits), min(hits)


def _self_image(panel: Panel) -> bool:
    against = {
        key: float((panel.answer[panel.group("reluctance", key)[panel.participant]] == 0).mean())
        for key in ("not_at_all", "neutral", "fairly", "very")
    }
    return max(against, key=against.__getitem__) == "not_at_all"


def _years_in_post(panel: Panel) -> bool:
    negative = [
        float((panel.answer[panel.group("years_in_post", key)[panel.participant]] < 2).mean())
        for key in ("y0_1", "y1_2", "y3_5", "y6_10", "y10_plus")
    ]
    return bool(np.corrcoef(np.arange(5), negative)[0, 1] < -0.8)
