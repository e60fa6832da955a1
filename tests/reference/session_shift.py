"""Shifts by other software: python tests/reference/session_shift.py > tests/reference/session_shift.json

statsmodels fits the changes by least squares on an indicator per scenario, with standard errors clustered by person
(``use_correction=False``, times n / (n - 1)), and tests the contrast; scipy gives the paired t interval of the contrast
where nothing is missing. Both without a prior.
"""

import json

import numpy as np
import statsmodels.api as sm
from scipy import stats

rng = np.random.default_rng(20241130)
cases = []
for people, scenarios, gaps in ((12, 3, 0.0), (12, 3, 0.15), (40, 4, 0.1), (6, 2, 0.0)):
    changes = rng.integers(-1, 2, (people, scenarios)).astype(float)
    changes[rng.random(changes.shape) < gaps] = np.nan
    weights = np.append(np.full(scenarios - 1, 1 / (scenarios - 1)), -1.0)
    person, scenario = np.nonzero(np.isfinite(changes))
    x = np.eye(scenarios)[scenario]
    fit = sm.OLS(changes[person, scenario], x).fit(
        cov_type="cluster", cov_kwds={"groups": person, "use_correction": False}
    )
    n = len(np.unique(person))
    se = float(np.sqrt(weights @ fit.cov_params() @ weights * n / (n - 1)))
    estimate = float(weights @ fit.params)
    half = float(stats.t.ppf(0.95, n - 1)) * se
    case = {
        "changes": [[None if np.isnan(v) else v for v in row] for row in changes.tolist()],
        "weights": weights.tolist(), "estimate": estimate, "interval": [estimate - half, estimate + half],
    }  # fmt: skip
    if not gaps:
        low, high = stats.ttest_1samp(changes @ weights, 0).confidence_interval(0.9)
        case["paired_t"] = [float(low), float(high)]
    cases.append(case)
print(json.dumps({"statsmodels": sm.__version__ if hasattr(sm, "__version__") else "", "cases": cases}, indent=1))
