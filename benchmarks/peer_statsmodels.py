"""statsmodels' OrderedModel, in the peers' environment: the shortest seconds of two optimisers, and the log-likelihood.

Usage: peer_statsmodels.py ROWS.csv. OrderedModel takes no frequency weights, so it gets every answer as a row.
"""

from __future__ import annotations

import sys
import time

import pandas as pd
from statsmodels.miscmodels.ordinal_model import OrderedModel

rows = pd.read_csv(sys.argv[1])
matrix = rows[[name for name in rows if name.startswith("x")]]
found = []
for method in ("bfgs", "lbfgs"):
    began = time.perf_counter()
    fit = OrderedModel(rows.y, matrix, distr="logit").fit(method=method, maxiter=500, disp=False)
    fit.bse  # noqa: B018
    found.append((time.perf_counter() - began, fit.llf))
print("fit", *min(found))
