"""The identical model, sampled by NumPyro's NUTS: tests/reference/hierarchical_nuts.py made the numbers."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from collega.design.layout import Design
from collega.model.hierarchical.chains import Chains
from collega.model.hierarchical.layout import lay_out
from collega.model.hierarchical.state import Prior
from collega.model.personal_thresholds import personal_thresholds
from collega.panel.panel import Panel
from tests.model.hierarchical.simulated import make_study

REFERENCE = Path(__file__).parents[2] / "reference"
STORED = {
    name: json.loads((REFERENCE / f"{name}.json").read_text())
    for name in ("hierarchical_nuts", "hierarchical_nuts_scale_use")
}
PRIOR = Prior(
    thresholds=2.5,
    mean=1.0,
    spread=0.5,
    group=0.3,
    intercept=1.0,
    group_intercept=0.5,
    local=2.0,
    degrees=3.0,
    stretch=0.5,
    bend=0.5,
)


def stored_panel(name):
    data = STORED[name]["panel"]
    groups = np.array(data["groups"])
    profiles = np.array(data["profiles"], dtype=np.int64)
    people = {"participant": [f"p{i}" for i in range(len(groups))], "included": ["true"] * len(groups)}
    people |= {f"h{h}": [f"v{k}" for k in groups[:, h]] for h in range(groups.shape[1])}
    return Panel(
        study=make_study(
            n_levels=data["n_levels"], n_answers=data["n_answers"], characteristics=data["characteristics"]
        ),
        design=Design(
            scenarios=tuple(f"s{s}" for s in range(len(profiles))),
            profiles=profiles,
            versions=("1",),
            shows=(tuple(range(len(profiles))),),
        ),
        people=pl.DataFrame(people),
        participant=np.array(data["participant"], dtype=np.int32),
        scenario=np.array(data["scenario"], dtype=np.int32),
        answer=np.array(data["answer"], dtype=np.int8),
        synthetic=True,
    )


@pytest.fixture(scope="module", params=list(STORED))
def sampled(request):
    """What NUTS found, and the draws of ours."""
    panel, own = stored_panel(request.param), request.param.endswith("scale_use")
    layout = lay_out(panel)
    chains = Chains(layout, PRIOR, seed=1, n_chains=4, scale_use=own)
    chains.warm_up(500)
    chains.run(8000, keep_every=1)
    average = chains.individual_average().reshape(-1, layout.matrix.shape[1])
    thresholds = chains.flat("edges")[:, 1:-1]
    draws = {
        "part_worths": average[:, 1:] @ layout.to_levels.T,
        "mean_part_worths": chains.flat("mean")[:, 1:] @ layout.to_levels.T,
        "spread": chains.flat("spread"),
        "log_sigma": np.log(chains.flat("sigma")[:, 1:]),
        "scale": chains.flat("scale").reshape(len(average), -1),
        "overall": chains.flat("overall"),
        "log_local": np.log(chains.flat("local")[:, 1:]),
    }
    if own:
        stretch = chains.flat("stretch")[:, :, None] + chains.flat("bend")
        each = personal_thresholds(thresholds[:, None, :], stretch, panel.study.positive)
        draws |= {"scale_use": chains.flat("scale_use"), "log_widths": np.log(each[:, :, -1] - each[:, :, 0])}
        thresholds = each.mean(axis=1)
    return STORED[request.param], draws | {"thresholds": thresholds - average[:, :1]}


@pytest.mark.parametrize("name", list(STORED))
def test_the_reference_itself_converged(name):
    made_with = STORED[name]["made_with"]
    assert made_with["divergences"] <= 5  # of at least 10,000 draws
    assert made_with["worst_r_hat"] < 1.01
    assert made_with["worst_n_eff"] > 600


def test_posterior_equals_that_of_nuts(sampled):
    """Within 0.15 posterior standard deviations: four Monte Carlo errors of some 1,000 effective draws each.

    The least effective draws of NUTS are 2,500 without thresholds of one's own, and 600 with.
    """
    stored, draws = sampled
    assert draws.keys() == stored["posterior"].keys()
    for name, reference in stored["posterior"].items():
        mean, sd = np.array(reference["mean"]), np.array(reference["sd"])
        assert np.abs(draws[name].mean(axis=0) - mean) / sd == pytest.approx(0.0, abs=0.15), name
        assert draws[name].std(axis=0) / sd == pytest.approx(1.0, abs=0.12), name
