"""Panels drawn from the hierarchical model itself, for tests and for the scripts beside them."""

from __future__ import annotations

import numpy as np
import polars as pl

from collega.design.layout import Design
from collega.panel.panel import Panel
from collega.study.coding import Coding
from collega.study.definition import Study


def make_study(*, n_levels=(3, 3, 2), n_answers=4, characteristics=()):
    """A study with these numbers of levels, answers, and values of each characteristic."""
    positive = (n_answers + 1) // 2
    return Study.model_validate(
        {
            "key": "simulated",
            "title": "simulated",
            "statement": "agree",
            "answers": [{"key": f"a{j}", "text": f"a{j}", "positive": j >= positive} for j in range(n_answers)],
            "criteria": [
                {"key": f"c{c}", "text": f"c{c}", "levels": [{"key": f"l{k}", "text": f"l{k}"} for k in range(levels)]}
                for c, levels in enumerate(n_levels)
            ],
            "characteristics": [
                {"key": f"h{h}", "text": f"h{h}", "values": [{"key": f"v{k}", "text": f"v{k}"} for k in range(values)]}
                for h, values in enumerate(characteristics)
            ],
        }
    )


def make_panel(
    *,
    seed=1,
    n_people=50,
    n_levels=(3, 3, 2),
    n_answers=4,
    characteristics=(),
    scenarios=21,
    versions=2,
    spread=0.25,
    own_scenarios=False,
):
    """Everyone answers ``scenarios`` of a random version (or a version of their own); probit utilities."""
    rng = np.random.default_rng(seed)
    study = make_study(n_levels=n_levels, n_answers=n_answers, characteristics=characteristics)
    versions = n_people if own_scenarios else versions
    profiles = np.column_stack([rng.integers(0, levels, versions * scenarios) for levels in n_levels])
    design = Design(
        scenarios=tuple(f"s{s}" for s in range(len(profiles))),
        profiles=profiles,
        versions=tuple(f"version{v}" for v in range(versions)),
        shows=tuple(tuple(range(v * scenarios, (v + 1) * scenarios)) for v in range(versions)),
    )
    version = np.arange(n_people) % versions
    groups = [rng.integers(0, values, n_people) for values in characteristics]
    coding = Coding(n_levels=tuple(n_levels))
    mean = rng.normal(size=coding.n_columns) * np.repeat(
        0.5 * rng.random(len(n_levels)), [levels - 1 for levels in n_levels]
    )
    own = mean + spread * rng.normal(size=(n_people, coding.n_columns))
    for chosen, values in zip(groups, characteristics, strict=True):
        own += (0.15 * rng.normal(size=(values, coding.n_columns)))[chosen]
    participant = np.repeat(np.arange(n_people), scenarios).astype(np.int32)
    scenario = (version[:, None] * scenarios + np.arange(scenarios)).ravel().astype(np.int32)
    utility = (coding.matrix(profiles)[scenario] * own[participant]).sum(axis=1)
    utility += 0.5 * rng.normal(size=n_people)[participant] + rng.normal(size=len(utility))
    thresholds = np.linspace(-1.0, 1.0, n_answers - 1) if n_answers > 2 else np.zeros(1)
    people = {
        "participant": [f"p{i}" for i in range(n_people)],
        "version": [f"version{v}" for v in version],
        "included": ["true"] * n_people,
    }
    people |= {f"h{h}": [f"v{k}" for k in chosen] for h, chosen in enumerate(groups)}
    return Panel(
        study=study,
        design=design,
        people=pl.DataFrame(people),
        participant=participant,
        scenario=scenario,
        answer=np.searchsorted(thresholds, utility).astype(np.int8),
        synthetic=True,
    )
