"""Slope and intercept with errors clustered two ways, by statsmodels; run it to write the JSON beside it.

Needs numpy and statsmodels; statsmodels 0.15.0 made the file. Its correction of each part is G / (G - 1) times
(N - 1) / (N - P): ours leaves the second factor out, so it is divided out here.
"""

import json
from pathlib import Path

import numpy as np
import statsmodels.api as sm
from statsmodels.stats.sandwich_covariance import cov_cluster_2groups

rng = np.random.default_rng(20261130)
found = []
for n, judges, cases, slope in ((60, 8, 25, 1.0), (200, 15, 60, 0.5), (500, 40, 200, 1.4)):
    judge, case = rng.integers(0, judges, n), rng.integers(0, cases, n)
    expected = rng.normal(0, 1.2, cases)[case]
    latent = 0.3 + slope * expected + rng.normal(0, 0.6, judges)[judge] + rng.normal(0, 0.4, cases)[case]
    happened = rng.random(n) < 1 / (1 + np.exp(-latent))
    fit = sm.GLM(happened.astype(float), sm.add_constant(expected), family=sm.families.Binomial()).fit(tol=1e-14)
    covariance = cov_cluster_2groups(fit, judge, case)[0] / ((n - 1) / (n - 2))
    found.append(
        {"happened": happened.astype(int).tolist(), "expected": expected.tolist(), "judge": judge.tolist(),
         "case": case.tolist(), "estimate": fit.params.tolist(), "covariance": covariance.tolist()}
    )  # fmt: skip
Path(__file__).with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n")
